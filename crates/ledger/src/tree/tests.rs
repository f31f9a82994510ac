//! The tree against a slow one, and against itself.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "the numbers of these trees are small"
)]

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::hash::Hash;

/// Stored nodes as a node would keep them.
#[derive(Default)]
pub(super) struct Shelf(BTreeMap<(u8, u64), Hash>);

impl Shelf {
    pub(super) fn put(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            let before = self.0.insert((node.level, node.index), node.hash);
            assert!(before.is_none(), "a stored node is written once");
        }
    }
}

impl Nodes for Shelf {
    type Error = Infallible;

    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, Infallible> {
        let first = tile * TILE_WIDTH;
        let range = (level, first)..(level, first + TILE_WIDTH);
        Ok(self.0.range(range).map(|(_, hash)| *hash).collect())
    }
}

/// Leaf i is the decimal text of i, as in the Go reference's vectors.
pub(super) fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(index.to_string().as_bytes())).collect()
}

pub(super) fn grown(leaves: &[Hash]) -> (Frontier, Shelf) {
    let (mut frontier, mut shelf) = (Frontier::new(), Shelf::default());
    shelf.put(frontier.extend_storing(leaves));
    (frontier, shelf)
}

#[test]
fn an_empty_tree_has_the_hash_of_nothing() {
    assert_eq!(Frontier::new().root(), empty_root());
    assert_eq!(
        empty_root().to_hex(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn a_small_tree_has_the_root_that_the_definition_gives() {
    let [a, b, c] = [b"a", b"b", b"c"].map(|leaf| leaf_hash(leaf));
    assert_eq!(root_of(&[a, b, c]), node_hash(&node_hash(&a, &b), &c));
    assert_eq!(path_in(&[a, b, c], 2), Some(vec![node_hash(&a, &b)]));
    assert_eq!(path_in(&[a, b, c], 3), None);
}

#[test]
fn only_leaves_and_full_tiles_are_stored() {
    let mut frontier = Frontier::new();
    let stored = frontier.extend_storing(&leaves(600));
    assert_eq!(stored.iter().filter(|node| node.level == 0).count(), 600);
    let above: Vec<_> = stored.iter().filter(|node| node.level > 0).collect();
    assert_eq!(above.len(), 2);
    assert_eq!((above[0].level, above[0].index, above[1].index), (8, 0, 1));
    assert_eq!(above[1].hash, root_of(&leaves(512)[256..]));
}

#[test]
fn every_proof_of_every_small_tree_verifies() {
    let all = leaves(70);
    let (_, shelf) = grown(&all);
    let mut prover = Prover::new(&shelf);
    for size in 1..=70_u64 {
        let root = root_of(&all[..size as usize]);
        assert_eq!(prover.root(size).unwrap(), root);
        for index in 0..size {
            let path = prover.inclusion(index, size).unwrap();
            assert_eq!(path_in(&all[..size as usize], index as usize), Some(path.clone()));
            verify_inclusion(&root, size, index, &all[index as usize], &path).unwrap();
            let other = (index + 1) % size;
            if other != index {
                assert!(verify_inclusion(&root, size, other, &all[index as usize], &path).is_err());
            }
        }
        for old in 1..=size {
            let old_root = root_of(&all[..old as usize]);
            let path = prover.consistency(old, size).unwrap();
            verify_consistency((old, &old_root), (size, &root), &path).unwrap();
        }
    }
}

#[test]
fn a_store_that_lost_a_node_is_named_not_guessed() {
    let (_, mut shelf) = grown(&leaves(300));
    shelf.0.remove(&(8, 0));
    let missing = Prover::new(&shelf).inclusion(299, 300);
    assert_eq!(missing, Err(ProofError::Missing { level: 8, index: 0 }));
    let outside = Prover::new(&shelf).inclusion(300, 300);
    assert_eq!(outside, Err(ProofError::OutOfRange { index: 300, size: 300 }));
}

#[test]
fn a_frontier_with_too_few_or_too_many_hashes_is_refused() {
    let mut frontier = Frontier::new();
    for leaf in leaves(5) {
        frontier.append(leaf);
    }
    let bytes = frontier.to_bytes();
    assert_eq!(Frontier::from_bytes(&bytes), Ok(frontier));
    for cut in [0, 7, bytes.len() - 1, bytes.len() - 32] {
        assert_eq!(Frontier::from_bytes(&bytes[..cut]), Err(FrontierError), "{cut} bytes");
    }
    assert_eq!(Frontier::from_bytes(&[bytes, vec![0; 32]].concat()), Err(FrontierError));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn appending_and_proving_agree_with_the_slow_tree(
        sizes in (1_u64..1_500, 0_u64..400),
        pick in any::<prop::sample::Index>(),
        bit in 0_usize..256,
    ) {
        let (old, size) = (sizes.0, sizes.0 + sizes.1);
        let all = leaves(size);
        let (mut frontier, mut shelf) = grown(&all[..old as usize]);
        frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
        let old_root = frontier.root();
        shelf.put(frontier.extend_storing(&all[old as usize..]));
        prop_assert_eq!(frontier.size(), size);
        prop_assert_eq!(frontier.root(), root_of(&all));

        let mut prover = Prover::new(&shelf);
        let index = pick.index(size as usize);
        let mut path = prover.inclusion(index as u64, size).unwrap();
        prop_assert_eq!(path_in(&all, index), Some(path.clone()));
        let root = frontier.root();
        let grows = prover.consistency(old, size).unwrap();
        prop_assert_eq!(verify_consistency((old, &old_root), (size, &root), &grows), Ok(()));

        if !path.is_empty() {
            let at = pick.index(path.len());
            let mut bytes = *path[at].as_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            path[at] = Hash::from_bytes(bytes);
            prop_assert_eq!(
                verify_inclusion(&root, size, index as u64, &all[index], &path),
                Err(PathError::OtherRoot)
            );
        }
    }

    #[test]
    fn no_path_makes_it_panic(
        numbers in (any::<u64>(), any::<u64>()),
        path in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let path: Vec<Hash> = path.into_iter().map(Hash::from_bytes).collect();
        let (root, leaf) = (leaf_hash(b"root"), leaf_hash(b"leaf"));
        prop_assert!(verify_inclusion(&root, numbers.0, numbers.1, &leaf, &path).is_err());
        prop_assert!(
            verify_consistency((numbers.0, &leaf), (numbers.1, &root), &path).is_err()
        );
    }
}
