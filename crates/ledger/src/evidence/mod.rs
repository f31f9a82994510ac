//! Evidence: one file that proves, offline, what a page says. `docs/protocol/evidence.md`.
//!
//! [`check()`] reads the bytes strictly and takes the steps in the order of that page; the browser's
//! module takes the same ones, and both name the same step when a file is broken.

mod answer;
mod assemble;
mod check;
pub mod codes;
mod file;
mod form;
mod proof_export;
mod row;
#[cfg(any(test, feature = "sample"))]
pub mod sample;

pub use answer::{Ask, Asked, Broken, ChainReport, LeafReport, Outcome, RecallFound, Report, Step};
pub use assemble::{AssembleError, Log, Moment, Wanted, assemble};
pub use check::check;
pub use file::{
    Boundary, Chain, Evidence, FILE_BYTES_MAX, LeafProof, RecallProof, RecordProof, RowProof,
};
pub use proof_export::tlog_proof;

#[cfg(test)]
mod tests;
