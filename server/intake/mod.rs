//! VERIFY: bytes become statements whose signatures are good, and wait for a block.
//!
//! The order of the checks is the protocol's (section 9): size, header, key known, then the payload's
//! form, id unused, then the signature, which costs most; then what this node asks of its own clients. All of it runs on
//! every core, off the async workers. A bounded number is in the works at once; one more is told
//! to come back.

mod admission;
mod attachments;
mod check;
mod rejection;
mod status;
mod submit;
mod vault;

pub use attachments::{AttachmentError, Expected, Upload};
pub use check::Checked;
pub use rejection::{Fault, Rejection};
pub use status::Status;
pub use submit::{Answer, Answers, Intake, Parts, STATEMENTS_MAX, Settled, Shut, Waiting};
pub use vault::VaultError;
