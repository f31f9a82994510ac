//! The statements of blocks that were just committed, so that the projector need not take them out
//! of the database and read them a second time.

use ledger::Hash;
use ledger::statement::Verified;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// So many blocks wait for the projector; of older ones it reads the rows.
const BLOCKS_MAX: usize = 8;

/// A block as it was committed, whole: nothing of it can have been voted out before it is projected.
#[derive(Debug, Clone)]
pub struct Committed {
    /// Its id.
    pub id: Hash,
    /// Its statements, in order.
    pub statements: Vec<Arc<Verified>>,
}

/// Blocks that were just committed; clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Fresh(Arc<Mutex<VecDeque<(u64, Committed)>>>);

impl Fresh {
    pub(super) fn put(&self, height: u64, block: Committed) {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if blocks.len() >= BLOCKS_MAX {
            blocks.pop_front();
        }
        blocks.push_back((height, block));
    }

    /// Takes a block out, and those before it, which nobody will ask for.
    pub(super) fn take(&self, height: u64) -> Option<Committed> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while blocks.front().is_some_and(|(first, _)| *first < height) {
            blocks.pop_front();
        }
        let is_next = blocks.front().is_some_and(|(first, _)| *first == height);
        if is_next { blocks.pop_front().map(|(_, block)| block) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(height: u64) -> Committed {
        Committed { id: Hash::of(&[&height.to_be_bytes()]), statements: Vec::new() }
    }

    #[test]
    fn a_block_is_given_once_and_old_ones_make_room() {
        let fresh = Fresh::default();
        assert!(fresh.take(1).is_none());
        (1..=10).for_each(|height| fresh.put(height, block(height)));
        assert!(fresh.take(2).is_none(), "only the last eight are kept");
        for height in [3, 5, 10] {
            assert_eq!(fresh.take(height).map(|found| found.id), Some(block(height).id));
            assert!(fresh.take(height).is_none());
        }
        assert!(fresh.take(4).is_none());
    }
}
