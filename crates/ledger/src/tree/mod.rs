//! The one tree of a chain: RFC 9162 section 2.1 with SHA-256, over all leaves for ever.
//!
//! A node of the tree has a *level* (leaf hashes are level 0) and an index within it. Only the
//! levels 0, 8, 16, ... are stored, and of those only the roots of full subtrees: what C2SP
//! tlog-tiles serves as well. Everything else is computed from at most two tiles per level.

mod frontier;
mod hashes;
mod nodes;
mod prover;
mod verify;

pub use frontier::{Frontier, FrontierError};
pub use hashes::{empty_root, leaf_hash, node_hash, path_in, root_of};
pub use nodes::{Node, Nodes, TILE_LEVELS, TILE_WIDTH};
pub use prover::{ProofError, Prover};
pub use verify::{PathError, verify_consistency, verify_inclusion};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
