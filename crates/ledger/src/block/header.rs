//! The header: what a vote is about.

use crate::Hash;

/// A block as the engine knows it: 32 bytes that stand for all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// SHA-256 of the origin.
    pub origin: Hash,
    /// The height.
    pub height: u64,
    /// Id of the block before.
    pub prev: Hash,
    /// Leaves in the tree after the block.
    pub size: u64,
    /// The root of that tree.
    pub root: Hash,
}

/// Keeps a header from ever being mistaken for another thing that is hashed.
const TAG: &[u8; 17] = b"furlong/header/v1";

impl Header {
    /// The block id.
    pub fn id(&self) -> Hash {
        Hash::of(&[
            TAG,
            self.origin.as_bytes(),
            &self.height.to_be_bytes(),
            self.prev.as_bytes(),
            &self.size.to_be_bytes(),
            self.root.as_bytes(),
        ])
    }
}
