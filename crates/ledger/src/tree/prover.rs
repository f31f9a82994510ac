//! Making paths from stored tiles.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::hashes::{empty_root, root_of};
use super::node_hash;
use super::nodes::{Nodes, TILE_LEVELS, TILE_WIDTH};
use crate::hash::Hash;

/// Why no path could be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError<E> {
    /// The caller asked for a leaf or a tree that does not exist.
    #[error("there is no leaf {index} in a tree of {size} leaves")]
    OutOfRange {
        /// The leaf, or the older size.
        index: u64,
        /// The size of the tree, or the newer size.
        size: u64,
    },
    /// The store lacks a node that a tree of this size must have.
    #[error("node {index} of level {level} is not stored")]
    Missing {
        /// 0, 8, 16, ...
        level: u8,
        /// The position within the level.
        index: u64,
    },
    /// The store could not be read.
    #[error("could not read the stored tree")]
    Store(#[source] E),
}

/// Makes proofs of one log. It reads each tile once, however many paths are asked for, so use a
/// new one for each piece of work.
#[derive(Debug)]
pub struct Prover<'n, N: Nodes> {
    nodes: &'n N,
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'n, N: Nodes> Prover<'n, N> {
    /// A prover that has read nothing yet.
    pub const fn new(nodes: &'n N) -> Self {
        Self { nodes, tiles: BTreeMap::new() }
    }

    /// The root of the first `size` leaves.
    pub fn root(&mut self, size: u64) -> Result<Hash, ProofError<N::Error>> {
        if size == 0 { Ok(empty_root()) } else { self.subtree(0..size) }
    }

    /// The path of leaf `index` in the tree of `size` leaves, from the leaf upwards.
    pub fn inclusion(&mut self, index: u64, size: u64) -> Result<Vec<Hash>, ProofError<N::Error>> {
        if index >= size {
            return Err(ProofError::OutOfRange { index, size });
        }
        let (mut rest, mut path) = (0..size, Vec::new());
        while let Some((left, right)) = halves(&rest) {
            let (towards, aside) =
                if left.contains(&index) { (left, right) } else { (right, left) };
            path.push(self.subtree(aside)?);
            rest = towards;
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the tree of `new` leaves begins with the tree of `old` leaves
    /// (RFC 9162 section 2.1.4.1).
    pub fn consistency(&mut self, old: u64, new: u64) -> Result<Vec<Hash>, ProofError<N::Error>> {
        if old == 0 || old > new {
            return Err(ProofError::OutOfRange { index: old, size: new });
        }
        let (mut rest, mut path) = (0..new, Vec::new());
        while rest.end != old {
            let Some((left, right)) = halves(&rest) else { break };
            let (towards, aside) = if old <= left.end { (left, right) } else { (right, left) };
            path.push(self.subtree(aside)?);
            rest = towards;
        }
        // A subtree that is the whole old tree is known to whoever holds its root.
        if rest.start != 0 {
            path.push(self.subtree(rest)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The root of these leaves, a range at which the tree splits.
    fn subtree(&mut self, leaves: Range<u64>) -> Result<Hash, ProofError<N::Error>> {
        let count = leaves.end.saturating_sub(leaves.start);
        if count.is_power_of_two() {
            return self.full(leaves.start, count);
        }
        let Some((left, right)) = halves(&leaves) else { return Ok(empty_root()) };
        let left = self.subtree(left)?;
        Ok(node_hash(&left, &self.subtree(right)?))
    }

    /// The root of `count` leaves, a power of two, from `start` on, a multiple of `count`: hashed
    /// from the stored nodes just below it, which all stand in one tile.
    fn full(&mut self, start: u64, count: u64) -> Result<Hash, ProofError<N::Error>> {
        let height = u8::try_from(count.trailing_zeros()).unwrap_or(u8::MAX);
        let above = height % TILE_LEVELS;
        let level = height.saturating_sub(above);
        let first = start.checked_shr(level.into()).unwrap_or(0);
        let (tile, offset) = (first / TILE_WIDTH, first % TILE_WIDTH);
        let missing = ProofError::Missing { level, index: first };
        let hashes = match self.tiles.entry((level, tile)) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(unread) => {
                unread.insert(self.nodes.tile(level, tile).map_err(ProofError::Store)?)
            }
        };
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = offset.saturating_add(1_usize.checked_shl(above.into()).unwrap_or(0));
        hashes.get(offset..end).map(root_of).ok_or(missing)
    }
}

/// Splits a range of two or more leaves at the largest power of two below its length.
fn halves(leaves: &Range<u64>) -> Option<(Range<u64>, Range<u64>)> {
    let count = leaves.end.checked_sub(leaves.start).filter(|count| *count > 1)?;
    let middle = leaves.start.checked_add(count.checked_next_power_of_two()? / 2)?;
    Some((leaves.start..middle, middle..leaves.end))
}
