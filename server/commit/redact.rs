//! Taking out of the database what the members voted out (`protocol.md` section 9). The leaf's hash,
//! its signer and its id stay, and with them the tree, every proof of another leaf and every count.

use super::chain::Chain;
use super::error::CommitError;
use crate::store::{forgetting, leaves};
use ledger::Hash;

/// What is to be taken out of the database of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// What look-ups still need.
    pub kept: String,
    /// The hash of the statement in it, under which fields that a device concealed may lie: its own,
    /// unless it was vouched for.
    pub inner: Hash,
}

impl Chain {
    /// Takes the bytes of a leaf out, and what the vault has of it; without a removal the leaf is of a
    /// kind that stays. Only a leaf that a decided block names is touched: triggers see to it.
    pub fn redact(&mut self, leaf: u64, removal: Option<&Removal>) -> Result<(), CommitError> {
        let hash = leaves::hashes(&mut self.db, leaf, 1)?.first().copied();
        let hash = hash.ok_or_else(|| CommitError::corrupt(format!("there is no leaf {leaf}")))?;
        let files = self.db.write(|db| -> Result<Vec<Hash>, CommitError> {
            match removal {
                Some(gone) => Ok(forgetting::redact(db, leaf, [hash, gone.inner], &gone.kept)?),
                None => Ok(forgetting::leave(db, leaf).map(|()| Vec::new())?),
            }
        })?;
        self.remove(&files);
        self.unscrubbed = true;
        self.scrub()
    }

    /// Nobody is shown a file without its row. One that stays for now is taken away at a later start.
    fn remove(&self, files: &[Hash]) {
        for digest in files {
            let removed = self.files.as_ref().map_or(Ok(()), |files| files.remove(*digest));
            if let Err(error) = removed {
                tracing::error!(cause = %error, "a file of what was voted out stays on the disk");
            }
        }
    }

    /// Empties the database's log if what was taken out may still stand there. A reader in the way is
    /// no fault: it is tried again with the next block.
    pub(super) fn scrub(&mut self) -> Result<(), CommitError> {
        if self.unscrubbed {
            self.unscrubbed = !forgetting::scrub(&mut self.db)?;
        }
        if self.unscrubbed {
            tracing::warn!("a reader keeps the database's log from being emptied");
        }
        Ok(())
    }
}
