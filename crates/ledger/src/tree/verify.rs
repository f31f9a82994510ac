//! Checking paths: RFC 9162 sections 2.1.3.2 and 2.1.4.2.

use super::hashes::node_hash;
use crate::hash::Hash;

/// Why a path does not prove what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is no such leaf.
    #[error("leaf {index} is outside a tree of {size} leaves")]
    OutOfRange {
        /// The leaf asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The older tree is the larger, or is empty.
    #[error("a tree of {new} leaves cannot continue one of {old}")]
    NotGrown {
        /// The size that should be the smaller.
        old: u64,
        /// The size that should be the larger.
        new: u64,
    },
    /// Too many or too few hashes for this place in a tree of this size.
    #[error("the path has the wrong length for its place in the tree")]
    WrongLength,
    /// The hashes lead to some other root.
    #[error("the path leads to another root")]
    OtherRoot,
}

/// Proves that the tree of `size` leaves with this `root` has `leaf_hash` at `index`.
pub fn verify_inclusion(
    root: &Hash,
    size: u64,
    index: u64,
    leaf_hash: &Hash,
    path: &[Hash],
) -> Result<(), PathError> {
    if index >= size {
        return Err(PathError::OutOfRange { index, size });
    }
    let (mut node, mut last) = (index, size.saturating_sub(1));
    let mut hash = *leaf_hash;
    for step in path {
        if last == 0 {
            return Err(PathError::WrongLength);
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(step, &hash);
            while node.is_multiple_of(2) && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            hash = node_hash(&hash, step);
        }
        (node, last) = (node / 2, last / 2);
    }
    if last != 0 {
        return Err(PathError::WrongLength);
    }
    if hash == *root { Ok(()) } else { Err(PathError::OtherRoot) }
}

/// Proves that the tree of `new.0` leaves with root `new.1` begins with the tree of `old.0` leaves
/// with root `old.1`. An empty tree proves nothing, so `old.0` must be 1 or more.
pub fn verify_consistency(
    old: (u64, &Hash),
    new: (u64, &Hash),
    path: &[Hash],
) -> Result<(), PathError> {
    if old.0 == 0 || old.0 > new.0 {
        return Err(PathError::NotGrown { old: old.0, new: new.0 });
    }
    if old.0 == new.0 {
        return match (path.is_empty(), old.1 == new.1) {
            (false, _) => Err(PathError::WrongLength),
            (true, false) => Err(PathError::OtherRoot),
            (true, true) => Ok(()),
        };
    }
    let (mut node, mut last) = (old.0.saturating_sub(1), new.0.saturating_sub(1));
    while node % 2 == 1 {
        (node, last) = (node / 2, last / 2);
    }
    // The old tree is itself a node of the new one: its root is not repeated in the path.
    let (mut first, steps) = if old.0.is_power_of_two() {
        (*old.1, path)
    } else {
        let (first, steps) = path.split_first().ok_or(PathError::WrongLength)?;
        (*first, steps)
    };
    let mut second = first;
    for step in steps {
        if last == 0 {
            return Err(PathError::WrongLength);
        }
        if node % 2 == 1 || node == last {
            first = node_hash(step, &first);
            second = node_hash(step, &second);
            while node.is_multiple_of(2) && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            second = node_hash(&second, step);
        }
        (node, last) = (node / 2, last / 2);
    }
    if last != 0 {
        return Err(PathError::WrongLength);
    }
    if first == *old.1 && second == *new.1 { Ok(()) } else { Err(PathError::OtherRoot) }
}
