//! What handlers are given: parsed, bounded, or refused before they run.

mod body;
mod hash;

pub use body::{Body, Room};
pub use hash::LeafHash;
