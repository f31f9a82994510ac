//! What handlers are given: parsed, bounded, or refused before they run.

mod body;
mod guessing;
mod hash;

pub use body::{Body, Room};
pub(crate) use guessing::Guessing;
pub use hash::LeafHash;
