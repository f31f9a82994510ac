//! APPLY and STORE: a decided block becomes the ledger, in one transaction.
//!
//! One thread owns the writing connection and the state; everything else asks it. What it published
//! in [`View`] is on the disk.

mod boundary;
mod chain;
mod error;
mod found;
mod fresh;
mod handle;
mod judge;
mod open;
mod prepare;
mod receipt;
mod redact;
mod view;
mod write;

pub use boundary::Ending;
pub use chain::Chain;
pub use error::CommitError;
pub use found::found;
pub use fresh::Committed;
pub use handle::Commit;
pub use judge::{Judged, Verdict};
pub use prepare::Built;
pub use receipt::Receipt;
pub use redact::Removal;
pub use view::{Confirmed, Tip, View};
