//! Custody: whose word counts for goods.
//!
//! Anybody may sign an event about any lot. The record of a lot starts with the organisation that
//! owns its prefix, or one that the owner named, and grows only where a holder names a receiver
//! and the receiver confirms (protocol, section 6). All else is a claim and stands apart.
//!
//! While goods are in a case, on a pallet or in a container, events of that carrier are events of
//! the goods: the same rule decides whose word counts for them.

mod aboard;
mod follow;
mod record;

pub(crate) use follow::{follow, receivers};
pub use record::{CLOCK_SKEW_MS, Claim, ClaimReason};
pub(crate) use record::{Custody, Sighting};
