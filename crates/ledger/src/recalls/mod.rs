//! Recalls: what a recall statement says (rules S22 to S24), and the rows that prove for a code
//! that it is recalled, or that it is not. `docs/protocol/governance.md`, Recalls.

mod order;
mod register;

pub use order::{Action, Notice, RecallOrder, may_be_recalled};
pub use register::{ProvedRow, RecallProof, Recalls};

#[cfg(test)]
mod tests;
