//! What handlers are given: parsed, bounded, or refused before they run.

mod body;
mod hash;

pub use body::Body;
pub use hash::LeafHash;
