//! The right edge of a growing tree: enough to append and to know the root, a few hashes long.

use super::hashes::{empty_root, node_hash};
use super::nodes::{Node, TILE_LEVELS};
use crate::hash::Hash;

/// A compact range from leaf 0: the roots of the full subtrees of which the tree consists, one for
/// each one-bit of its size, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// Why bytes are no frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a frontier is a u64 size and one 32-byte hash for each one-bit of it")]
pub struct FrontierError;

impl Frontier {
    /// A tree without leaves.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// How many leaves the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(smallest) = peaks.next() else { return empty_root() };
        peaks.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// Appends one leaf and forgets what should be stored; see [`Frontier::extend_storing`].
    pub fn append(&mut self, leaf_hash: Hash) {
        self.append_with(leaf_hash, |_| {});
    }

    /// Appends leaves and returns the nodes that are now complete and belong in the store: every
    /// leaf hash, and the root of each full 256, 65,536, ... leaves.
    pub fn extend_storing(&mut self, leaf_hashes: &[Hash]) -> Vec<Node> {
        let mut stored = Vec::with_capacity(leaf_hashes.len());
        for leaf in leaf_hashes {
            self.append_with(*leaf, |node| stored.push(node));
        }
        stored
    }

    fn append_with(&mut self, leaf_hash: Hash, mut complete: impl FnMut(Node)) {
        let mut node = Node { level: 0, index: self.size, hash: leaf_hash };
        complete(node);
        while node.index % 2 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node.level = node.level.saturating_add(1);
            node.index /= 2;
            node.hash = node_hash(&left, &node.hash);
            if node.level.is_multiple_of(TILE_LEVELS) {
                complete(node);
            }
        }
        self.peaks.push(node.hash);
        self.size = self.size.saturating_add(1);
    }

    /// The size (u64, big-endian) and the hashes, the largest subtree first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.peaks.iter().flat_map(|peak| *peak.as_bytes()));
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(FrontierError)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, odd) = rest.as_chunks::<32>();
        if !odd.is_empty() || u32::try_from(peaks.len()) != Ok(size.count_ones()) {
            return Err(FrontierError);
        }
        Ok(Self { size, peaks: peaks.iter().map(|peak| Hash::from_bytes(*peak)).collect() })
    }
}
