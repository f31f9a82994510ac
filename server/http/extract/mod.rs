//! What handlers are given: parsed, bounded, or refused before they run.

mod body;
mod faults;
mod guessing;
mod hash;

pub use body::{Body, Room};
pub(crate) use faults::{path_faults, query_faults};
pub(crate) use guessing::Guessing;
pub use hash::LeafHash;
