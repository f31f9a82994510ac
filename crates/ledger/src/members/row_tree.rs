//! A tree over rows that may change in place: every level is kept, so that a change costs one path.

use crate::{Hash, tree};

/// RFC 9162 section 2.1 over a list in memory. `levels[0]` are the leaf hashes; a node without a
/// right neighbour is carried up as it is, which gives the same root as splitting at powers of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowTree {
    levels: Vec<Vec<Hash>>,
    size: u64,
}

impl RowTree {
    /// The tree over these leaf hashes.
    pub fn of(leaves: &[Hash]) -> Self {
        let mut levels = vec![leaves.to_vec()];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level.chunks(2).map(parent).collect();
            levels.push(above);
        }
        Self { levels, size: leaves.len() as u64 }
    }

    /// How many leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root; of no leaves, SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        self.levels.last().and_then(|top| top.first()).copied().unwrap_or_else(tree::empty_root)
    }

    /// The hashes beside the way from the leaf up, lowest first.
    pub fn path(&self, index: u64) -> Option<Vec<Hash>> {
        let mut index = usize::try_from(index).ok()?;
        self.levels.first()?.get(index)?;
        let mut path = Vec::new();
        for level in &self.levels {
            path.extend(level.get(index ^ 1));
            index /= 2;
        }
        Some(path)
    }

    /// Adds a leaf at the end.
    pub(crate) fn push(&mut self, leaf: Hash) {
        if let Some(leaves) = self.levels.first_mut() {
            leaves.push(leaf);
            let last = leaves.len().saturating_sub(1);
            self.size = self.size.saturating_add(1);
            self.rebuild_above(last);
        }
    }

    /// Changes a leaf in its place.
    pub(crate) fn set(&mut self, index: usize, leaf: Hash) {
        if let Some(old) = self.levels.first_mut().and_then(|leaves| leaves.get_mut(index)) {
            *old = leaf;
            self.rebuild_above(index);
        }
    }

    /// Computes the nodes above one leaf again.
    fn rebuild_above(&mut self, mut index: usize) {
        let mut height: usize = 0;
        while let Some(level) = self.levels.get(height).filter(|level| level.len() > 1) {
            let first = index & !1;
            let node = level.get(first..level.len().min(first.saturating_add(2))).map(parent);
            let Some(node) = node else { return };
            (height, index) = (height.saturating_add(1), index / 2);
            if self.levels.len() <= height {
                self.levels.push(Vec::new());
            }
            let Some(above) = self.levels.get_mut(height) else { return };
            match above.get_mut(index) {
                Some(old) => *old = node,
                None => above.push(node),
            }
        }
    }
}

/// The node over one or two neighbours.
fn parent(children: &[Hash]) -> Hash {
    match children {
        [left, right] => tree::node_hash(left, right),
        [only] => *only,
        _ => tree::empty_root(),
    }
}
