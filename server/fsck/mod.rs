//! Checking a whole database against itself: nothing that it says is believed.
//!
//! From the bytes of every leaf the tree, the records, the state and all that follows from them are
//! worked out again, on all cores, and compared with what is stored. In reading order: `read` takes
//! blocks from the database, `leaves` checks each leaf alone, `replay` checks each block after the
//! one before, `certificates` who decided it, `rows` what the state and the newest signatures say,
//! `epochs` how each epoch ended; `run` goes through all of it.

mod attachments;
mod certificates;
mod epochs;
mod finding;
mod leaves;
mod read;
mod replay;
mod rows;
mod run;

pub use finding::{Advice, Finding, Report};
pub use run::{FsckError, Progress, Subject, check};
