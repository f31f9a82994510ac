//! The tree over rows that change in place.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::RowTree;
use crate::{Hash, tree};
use proptest::prelude::*;

fn leaf(number: u64) -> Hash {
    tree::leaf_hash(&number.to_be_bytes())
}

proptest! {
    #[test]
    fn it_is_the_tree_of_rfc_9162(
        first in 0..20_usize,
        steps in prop::collection::vec((any::<bool>(), 0..40_usize), 0..40),
    ) {
        let mut leaves: Vec<Hash> = (0..first as u64).map(leaf).collect();
        let mut rows = RowTree::of(&leaves);
        for (number, (push, at)) in (1_000..).zip(steps) {
            if push || leaves.is_empty() {
                leaves.push(leaf(number));
                rows.push(leaf(number));
            } else {
                let at = at % leaves.len();
                leaves[at] = leaf(number);
                rows.set(at, leaf(number));
            }
            prop_assert_eq!(rows.root(), tree::root_of(&leaves));
        }
        prop_assert_eq!(&rows, &RowTree::of(&leaves));
        prop_assert_eq!(rows.size(), leaves.len() as u64);
        for (index, hash) in (0..).zip(&leaves) {
            let path = rows.path(index).unwrap();
            prop_assert!(tree::verify_inclusion(&rows.root(), rows.size(), index, hash, &path).is_ok());
        }
        prop_assert!(rows.path(leaves.len() as u64).is_none());
    }
}

#[test]
fn an_empty_tree_has_the_hash_of_nothing() {
    assert_eq!(RowTree::of(&[]).root(), tree::empty_root());
}
