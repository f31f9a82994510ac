//! Checking a whole database against itself: nothing that it says is believed.
//!
//! From the bytes of every leaf the tree, the records, the state and all that follows from them are
//! worked out again, on all cores, and compared with what is stored. In reading order: `read` takes
//! blocks from the database, `leaves` checks each leaf alone, `sidecar` the rows by which it is found,
//! `replay` each block after the one before, `beside` what is stored with it, `certificates` who
//! decided it, `rows` what the state and the newest signatures say, `epochs` how each epoch ended,
//! `pages` the read model; `run` goes through all of it. `repair` makes anew what follows from leaves.

mod attachments;
mod beside;
mod certificates;
mod epochs;
mod finding;
mod leaves;
mod pages;
mod read;
mod repair;
mod replay;
mod rows;
mod run;
mod sidecar;

pub use finding::{Advice, Finding, Report};
pub use repair::{RepairError, repair};
pub use run::{FsckError, Progress, Subject, check};
