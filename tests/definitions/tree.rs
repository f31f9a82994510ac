//! The tree as RFC 9162 defines it, as slow as the definitions are, and ours against it.

use ledger::Hash;
use ledger::tree::{
    Frontier, Nodes, Prover, TILE_WIDTH, leaf_hash, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Stored nodes as a node would keep them.
struct Shelf(BTreeMap<(u8, u64), Hash>);

impl Nodes for Shelf {
    type Error = Infallible;

    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, Infallible> {
        let first = tile * TILE_WIDTH;
        let range = (level, first)..(level, first + TILE_WIDTH);
        Ok(self.0.range(range).map(|(_, hash)| *hash).collect())
    }
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(index.to_string().as_bytes())).collect()
}

fn grown(leaves: &[Hash]) -> (Frontier, Shelf) {
    let mut frontier = Frontier::new();
    let nodes = frontier.extend_storing(leaves);
    let stored = nodes.into_iter().map(|node| ((node.level, node.index), node.hash));
    (frontier, Shelf(stored.collect()))
}

/// The largest power of two smaller than `n`.
fn k(n: usize) -> usize {
    let mut power = 1;
    while power * 2 < n {
        power *= 2;
    }
    power
}

fn node(left: Hash, right: Hash) -> Hash {
    Hash::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// `MTH(D[n])`, section 2.1.1, over leaf hashes.
fn mth(d: &[Hash]) -> Hash {
    match d.len() {
        0 => Hash::of(&[]),
        1 => d[0],
        n => node(mth(&d[..k(n)]), mth(&d[k(n)..])),
    }
}

/// `PATH(m, D_n)`, section 2.1.3.1.
fn path(m: usize, d: &[Hash]) -> Vec<Hash> {
    let n = d.len();
    if n == 1 {
        Vec::new()
    } else if m < k(n) {
        [path(m, &d[..k(n)]), vec![mth(&d[k(n)..])]].concat()
    } else {
        [path(m - k(n), &d[k(n)..]), vec![mth(&d[..k(n)])]].concat()
    }
}

/// `SUBPROOF(m, D_n, b)`, section 2.1.4.1.
fn subproof(m: usize, d: &[Hash], b: bool) -> Vec<Hash> {
    let n = d.len();
    if m == n {
        if b { Vec::new() } else { vec![mth(d)] }
    } else if m <= k(n) {
        [subproof(m, &d[..k(n)], b), vec![mth(&d[k(n)..])]].concat()
    } else {
        [subproof(m - k(n), &d[k(n)..], false), vec![mth(&d[..k(n)])]].concat()
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

#[test]
fn every_proof_of_every_small_tree_is_that_of_the_definition() {
    let all = leaves(40);
    let (_, shelf) = grown(&all);
    let mut prover = Prover::new(&shelf);
    for n in 1..=40 {
        let d = &all[..n];
        assert_eq!(prover.root(wide(n)).unwrap(), mth(d));
        for m in 0..n {
            assert_eq!(prover.inclusion(wide(m), wide(n)).unwrap(), path(m, d), "{m} of {n}");
            let proof = prover.consistency(wide(m + 1), wide(n)).unwrap();
            assert_eq!(proof, subproof(m + 1, d, true), "{n} after {}", m + 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn large_trees_are_those_of_the_definition(
        (n, m) in (1_usize..900).prop_flat_map(|n| (Just(n), 0..n)),
        other in any::<prop::sample::Index>(),
    ) {
        let all = leaves(wide(n));
        let (frontier, shelf) = grown(&all);
        let (root, size) = (mth(&all), wide(n));
        prop_assert_eq!(frontier.root(), root);
        let mut prover = Prover::new(&shelf);
        let (inclusion, consistency) = (path(m, &all), subproof(m + 1, &all, true));
        prop_assert_eq!(&prover.inclusion(wide(m), size).unwrap(), &inclusion);
        prop_assert_eq!(&prover.consistency(wide(m + 1), size).unwrap(), &consistency);

        // Ours takes the proofs of the definition, and those of nothing else.
        let old = mth(&all[..=m]);
        prop_assert_eq!(verify_inclusion(&root, size, wide(m), &all[m], &inclusion), Ok(()));
        let grows = |old: &Hash, proof: &[Hash]| verify_consistency((wide(m + 1), old), (size, &root), proof);
        prop_assert_eq!(grows(&old, &consistency), Ok(()));
        let place = other.index(n);
        if place != m {
            prop_assert!(verify_inclusion(&root, size, wide(place), &all[m], &inclusion).is_err());
            prop_assert!(verify_inclusion(&root, size, wide(m), &all[place], &inclusion).is_err());
            prop_assert!(grows(&mth(&all[..=place]), &consistency).is_err());
        }
        for at in 0..consistency.len() {
            let short = [&consistency[..at], &consistency[at + 1..]].concat();
            prop_assert!(grows(&old, &short).is_err());
        }
    }
}
