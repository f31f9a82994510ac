//! What stands below the journey: corrections, disputes, findings, claims, and what is not known.

mod claims;
mod corrections;
mod disputes;
mod findings;
mod remarks;
mod sides;
mod unknowns;

pub(super) use claims::claims;
pub(super) use corrections::corrections;
pub(super) use disputes::disputes;
pub(super) use findings::{findings, is_late};
pub(super) use remarks::remarks;
pub(super) use unknowns::unknowns;

/// So many sentences of one sort help; more do not.
const SENTENCES_MAX: usize = 12;
/// So many remarks of one firm are looked at.
const REMARKS_MAX: i64 = 20;
