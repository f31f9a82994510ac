//! The block record: the first leaf of a block.

use crate::{Hash, OrgId};
use serde::{Deserialize, Serialize};

/// What a block says of itself and of the state after it.
///
/// The bytes are this object without spaces, members in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Always 1.
    pub v: u64,
    /// The chain.
    pub origin: String,
    /// From 0; block 0 holds the genesis.
    pub height: u64,
    /// Milliseconds since 1970, larger than the block before.
    pub time_ms: u64,
    /// Who built it first.
    pub proposer: OrgId,
    /// Id of the block before; zeros at height 0.
    pub prev: Hash,
    /// The index of this leaf.
    pub start: u64,
    /// How many statements follow it.
    pub count: u64,
    /// The rules that judged them.
    pub rules: u64,
    /// The epoch that decided it.
    pub epoch: u64,
    /// Rows in the members tree after the block.
    pub members_size: u64,
    /// Its root.
    pub members_root: Hash,
    /// Rows in the recalls tree after the block.
    pub recalls_size: u64,
    /// Its root.
    pub recalls_root: Hash,
}

/// The bytes are not a block record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Not the members of one.
    #[error("a block record has other members than this")]
    Shape,
    /// The same object, but not its one spelling.
    #[error("a block record has no spaces and its members in the stated order")]
    Spelling,
    /// A number is out of range.
    #[error("a number of the block record is not possible")]
    Range,
}

/// Whole numbers beyond this are not the same for every JSON reader (RFC 7493).
const EXACT_MAX: u64 = (1 << 53) - 1;

impl Record {
    /// Reads the bytes of a record; they are rebuilt and compared.
    pub fn read(bytes: &str) -> Result<Self, RecordError> {
        let record: Self =
            serde_json::from_str(bytes).map_err(|_cause: serde_json::Error| RecordError::Shape)?;
        if record.text() != bytes {
            return Err(RecordError::Spelling);
        }
        let exact = [
            record.height,
            record.time_ms,
            record.start,
            record.count,
            record.rules,
            record.epoch,
            record.members_size,
            record.recalls_size,
        ];
        let end_is_exact =
            record.start.checked_add(record.count).is_some_and(|end| end < EXACT_MAX);
        if record.v == 1
            && record.rules >= 1
            && end_is_exact
            && exact.iter().all(|number| *number <= EXACT_MAX)
        {
            Ok(record)
        } else {
            Err(RecordError::Range)
        }
    }

    /// The bytes of the leaf.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The size of the tree after this block.
    pub fn size_after(&self) -> u64 {
        self.start.saturating_add(self.count).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_the_same_for_every_reader() {
        let record = Record {
            v: 1,
            origin: "a.example/00".to_owned(),
            height: 1,
            time_ms: 2,
            proposer: OrgId::parse("https://id.gs1.org/417/9521001000017").unwrap(),
            prev: Hash::ZERO,
            start: 3,
            count: 4,
            rules: 5,
            epoch: 6,
            members_size: 7,
            members_root: Hash::ZERO,
            recalls_size: 8,
            recalls_root: Hash::ZERO,
        };
        let text = record.text();
        assert_eq!(Record::read(&text), Ok(record));
        for (name, number) in [
            ("height", 1),
            ("time_ms", 2),
            ("start", 3),
            ("count", 4),
            ("rules", 5),
            ("epoch", 6),
            ("members_size", 7),
            ("recalls_size", 8),
        ] {
            let from = format!("\"{name}\":{number},");
            let bad = text.replace(&from, &format!("\"{name}\":9007199254740992,"));
            assert_ne!(bad, text);
            assert_eq!(Record::read(&bad), Err(RecordError::Range), "{name}");
        }
    }
}
