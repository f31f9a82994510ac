//! The hash functions of RFC 9162 section 2.1.1, and trees small enough to hold in memory.

use crate::hash::Hash;

/// The hash of one leaf: `SHA-256(0x00 || bytes)`.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Hash::of(&[&[0], bytes])
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of a tree without leaves: `SHA-256("")`.
pub fn empty_root() -> Hash {
    Hash::of(&[])
}

/// The root over these leaf hashes, in order.
pub fn root_of(leaf_hashes: &[Hash]) -> Hash {
    match leaf_hashes {
        [] => empty_root(),
        [only] => *only,
        more => {
            let (left, right) = halves(more);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The inclusion path of the leaf at `index`, from the leaf upwards (RFC 9162 section 2.1.3.1), or
/// nothing if there is no such leaf. It hashes the whole list: for the rows of a chain, not for its
/// log, which has [`Prover`](super::Prover).
pub fn path_in(leaf_hashes: &[Hash], index: usize) -> Option<Vec<Hash>> {
    leaf_hashes.get(index)?;
    let (mut rest, mut index, mut path) = (leaf_hashes, index, Vec::new());
    while rest.len() > 1 {
        let (left, right) = halves(rest);
        if let Some(within_right) = index.checked_sub(left.len()) {
            path.push(root_of(left));
            (rest, index) = (right, within_right);
        } else {
            path.push(root_of(right));
            rest = left;
        }
    }
    path.reverse();
    Some(path)
}

/// Splits at the largest power of two below the length.
fn halves(hashes: &[Hash]) -> (&[Hash], &[Hash]) {
    hashes.split_at(hashes.len().next_power_of_two() / 2)
}
