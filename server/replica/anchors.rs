//! What the members told one who joins: the record must come through these trees, or it is another
//! one (`protocol.md` section 6).
//!
//! Keys of those who left long ago could decide and sign another past. So whoever joins brings a
//! checkpoint of two members, told by telephone, and nothing is shown before the record has come
//! there.

use crate::commit::{Chain, CommitError};
use crate::store::StoredLog;
use ledger::Hash;
use ledger::tree::Prover;
use serde::{Deserialize, Serialize};

/// `joined.json`: the trees that the members named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchors {
    /// Each as lines 2 and 3 of `/log/checkpoint` say it.
    pub checkpoints: Vec<Anchor>,
}

/// One tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Its leaves.
    pub size: u64,
    /// Its root.
    #[serde(with = "ledger::checkpoint::hash_b64")]
    pub root: Hash,
}

/// The record is another one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the record that other nodes give is not the one that the members told: after {size} leaves its \
     root is {found}, and furlong join was given {told}. Show nobody this copy. Compare the lines of \
     /log/checkpoint with two members again; if they differ, somebody gives you a forged past"
)]
pub struct OtherPast {
    size: u64,
    found: Hash,
    told: Hash,
}

impl Anchors {
    /// How many leaves there must be before anything is shown.
    pub fn size(&self) -> u64 {
        self.checkpoints.iter().map(|one| one.size).max().unwrap_or_default()
    }

    /// Those that lie between two sizes, the second included, hold against the stored tree.
    pub(super) fn check(
        &self,
        chain: &mut Chain,
        after: u64,
    ) -> Result<Result<(), OtherPast>, CommitError> {
        let size = chain.view().tip.size;
        for anchor in self.checkpoints.iter().filter(|one| after < one.size && one.size <= size) {
            let log = StoredLog::new(chain.db());
            let root = Prover::new(&log).root(anchor.size);
            let root = root.map_err(|error| CommitError::corrupt(error.to_string()))?;
            if root != anchor.root {
                return Ok(Err(OtherPast { size: anchor.size, found: root, told: anchor.root }));
            }
        }
        Ok(Ok(()))
    }
}
