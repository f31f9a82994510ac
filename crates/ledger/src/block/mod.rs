//! Blocks: the record that opens one, the header that is voted on, and the body that travels.
//! `protocol.md` section 5.

mod body;
mod header;
mod parent;
mod record;

pub use body::{Body, BodyError, STATEMENTS_MAX};
pub use header::Header;
pub use parent::{Grown, Parent};
pub use record::{Record, RecordError};
