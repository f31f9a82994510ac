//! Which nodes are stored, and how they are asked for.

use crate::hash::Hash;

/// How many hashes of one level stand in a full tile.
pub const TILE_WIDTH: u64 = 256;

/// How many levels of the tree one tile spans: only levels divisible by this are stored.
pub const TILE_LEVELS: u8 = 8;

/// A stored node: the hash of a leaf (level 0), or the root of a full subtree of 256, 65,536, ...
/// leaves (level 8, 16, ...).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// 0, 8, 16, ...
    pub level: u8,
    /// The position within the level, from 0.
    pub index: u64,
    /// The root of the leaves from `index << level` on.
    pub hash: Hash,
}

/// A place where stored nodes lie.
pub trait Nodes {
    /// Why a read failed.
    type Error;

    /// The stored hashes of `level` (0, 8, 16, ...) with indices from `tile * 256` on: at most 256,
    /// in order, as far as they are stored.
    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, Self::Error>;
}
