//! The body: the record and the statements, as they travel and as they wait to be decided.

use super::Record;

/// A block has at most so many statements.
pub const STATEMENTS_MAX: usize = 2_000;

/// And at most so many bytes of leaves.
const LEAF_BYTES_MAX: usize = 1 << 20;

/// The record's bytes and the statements' bytes, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The bytes of leaf `start`.
    pub record: Vec<u8>,
    /// The bytes of the leaves after it.
    pub statements: Vec<Vec<u8>>,
}

/// The bytes are not a block body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The lengths do not add up.
    #[error("the block body ends in the middle of a leaf")]
    Cut,
    /// More than a block may hold.
    #[error("a block holds 1 to 2,000 statements and at most 1 MiB of leaves")]
    Size,
    /// The first leaf is not a record.
    #[error("the block body does not start with a block record")]
    Record,
}

impl Body {
    /// For each leaf its length as `u32`, big-endian, and its bytes.
    pub fn encode(&self) -> Result<Vec<u8>, BodyError> {
        self.check()?;
        let mut bytes = Vec::new();
        for leaf in std::iter::once(&self.record).chain(&self.statements) {
            let length = u32::try_from(leaf.len()).map_err(|_cause| BodyError::Size)?;
            bytes.extend(length.to_be_bytes());
            bytes.extend(leaf);
        }
        Ok(bytes)
    }

    /// Reads what [`Body::encode`] writes, under the same bounds.
    pub fn decode(mut bytes: &[u8]) -> Result<Self, BodyError> {
        let mut leaves = Vec::new();
        while !bytes.is_empty() {
            if leaves.len() > STATEMENTS_MAX {
                return Err(BodyError::Size);
            }
            let (length, rest) = bytes.split_first_chunk::<4>().ok_or(BodyError::Cut)?;
            let length =
                usize::try_from(u32::from_be_bytes(*length)).map_err(|_cause| BodyError::Size)?;
            let (leaf, rest) = rest.split_at_checked(length).ok_or(BodyError::Cut)?;
            leaves.push(leaf.to_vec());
            bytes = rest;
        }
        let mut leaves = leaves.into_iter();
        let record = leaves.next().ok_or(BodyError::Record)?;
        let body = Self { record, statements: leaves.collect() };
        body.check()?;
        Ok(body)
    }

    /// The record, read.
    pub fn read_record(&self) -> Result<Record, BodyError> {
        let text = std::str::from_utf8(&self.record).map_err(|_cause| BodyError::Record)?;
        Record::read(text).map_err(|_cause| BodyError::Record)
    }

    fn check(&self) -> Result<(), BodyError> {
        let bytes =
            self.statements.iter().map(Vec::len).fold(self.record.len(), usize::saturating_add);
        let fits = (1..=STATEMENTS_MAX).contains(&self.statements.len()) && bytes <= LEAF_BYTES_MAX;
        if fits { Ok(()) } else { Err(BodyError::Size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(leaves in prop::collection::vec(
            prop::collection::vec(any::<u8>(), 0..50), 1..20)) {
            let body = Body { record: b"{}".to_vec(), statements: leaves };
            prop_assert_eq!(Body::decode(&body.encode().unwrap()).unwrap(), body);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(body) = Body::decode(&bytes) {
                prop_assert_eq!(body.encode().unwrap(), bytes);
            }
        }
    }
}
