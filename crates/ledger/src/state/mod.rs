//! The state that every replica shares, and the rules that change it: which keys are active, who
//! may say what, how proposals pass, what is recalled. `protocol.md` sections 4 and 6,
//! `docs/protocol/governance.md`.
//!
//! [`State`] is a value: cheap to clone, equal wherever the same blocks were applied.
//! [`BlockPass`] takes the statements of one block one after the other; [`State::apply`] takes
//! them all.

mod block_pass;
mod changes;
mod effects;
mod possible;
mod proposal;
mod quorum;
mod refusal;
mod signer;
mod snapshot;

pub use block_pass::{BlockPass, RULES};
pub use changes::{Changes, Outcome};
pub use proposal::{LAPSE_MS, Proposal, ProposalError};
pub use quorum::{majority, quorum};
pub use refusal::{Invalid, Refusal, Rule};
pub use snapshot::{At, State};

#[cfg(test)]
mod tests;
