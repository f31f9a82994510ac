//! The file: plain members, in the order in which they are written.

use serde::{Deserialize, Serialize};

use super::answer::{Broken, Step};
use crate::Hash;
use crate::checkpoint::SignedCheckpoint;

/// A file has at most so many bytes.
pub const FILE_BYTES_MAX: usize = 8 << 20;

/// One file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Always 1.
    pub v: u64,
    /// The code that the file is about: canonical and one that may be recalled.
    pub subject: Option<String>,
    /// One section for each chain that the leaves come from.
    pub chains: Vec<Chain>,
}

/// What one chain proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// `<name>/<64 hex>`.
    pub origin: String,
    /// The bytes of `genesis.json`.
    pub genesis: String,
    /// One for each end of an epoch, epoch 0's first.
    pub epochs: Vec<Boundary>,
    /// The newest checkpoint; every path of the section below leads to it.
    pub checkpoint: SignedCheckpoint,
    /// The newest block's record, whose state roots count.
    pub tip: RecordProof,
    /// Rows of the members tree, by index.
    pub members: Vec<RowProof>,
    /// What the recalls tree says of each code, by code.
    pub recalls: Vec<RecallProof>,
    /// Records of the other blocks of the leaves, by height.
    pub blocks: Vec<RecordProof>,
    /// The statements, by index.
    pub leaves: Vec<LeafProof>,
}

/// The end of an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boundary {
    /// Cosigned by the validators of the epoch that ends.
    pub checkpoint: SignedCheckpoint,
    /// The record of the block that ended it.
    pub record: String,
    /// Its path to the checkpoint's root.
    #[serde(with = "crate::checkpoint::hash_b64::list")]
    pub record_path: Vec<Hash>,
    /// Row 0 of the members tree after that block: the next epoch.
    pub row: String,
    /// Its path to the record's `members_root`.
    #[serde(with = "crate::checkpoint::hash_b64::list")]
    pub row_path: Vec<Hash>,
}

/// A block record at index `start` of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordProof {
    /// The leaf.
    pub record: String,
    /// Its path.
    #[serde(with = "crate::checkpoint::hash_b64::list")]
    pub path: Vec<Hash>,
}

/// A row of the members or the recalls tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowProof {
    /// The row's canonical text.
    pub row: String,
    /// Where it stands.
    pub index: u64,
    /// Its path to the root in the tip record.
    #[serde(with = "crate::checkpoint::hash_b64::list")]
    pub path: Vec<Hash>,
}

/// The row of a code, or the rows between which it would stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecallProof {
    /// The code.
    pub code: String,
    /// None, one or two, by index.
    pub rows: Vec<RowProof>,
}

/// A statement at its index in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafProof {
    /// Where it stands.
    pub index: u64,
    /// The leaf.
    pub jws: String,
    /// What of its concealed fields is shown.
    pub disclosures: Vec<String>,
    /// Its path.
    #[serde(with = "crate::checkpoint::hash_b64::list")]
    pub path: Vec<Hash>,
}

impl Evidence {
    /// The bytes of the file.
    ///
    /// serde cannot fail on these types: no map has a key that is not a string, no float is there.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a file in its one spelling: writing it again gives the same bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let broken = |text: String| Broken { step: Step::Form, at: String::new(), text };
        if bytes.len() > FILE_BYTES_MAX {
            return Err(broken("a file of evidence has at most 8 MiB".to_owned()));
        }
        let file: Self = serde_json::from_slice(bytes)
            .map_err(|error| broken(format!("the file is not evidence: {error}")))?;
        if file.to_bytes() == bytes {
            Ok(file)
        } else {
            Err(broken("the file has spaces, escapes or an order that no writer makes".to_owned()))
        }
    }
}
