//! Taking out of the database what the members voted out (`protocol.md` section 9). The leaf's hash,
//! its signer and its id stay, and with them the tree, every proof of another leaf and every count.

use super::chain::Chain;
use super::error::CommitError;
use crate::store::{forgetting, leaves};

impl Chain {
    /// Takes the bytes of a leaf out, and keeps `kept` for look-ups; without it the leaf is of a kind
    /// that stays. Only a leaf that a decided block names is touched: triggers see to it.
    pub fn redact(&mut self, leaf: u64, kept: Option<&str>) -> Result<(), CommitError> {
        let hash = leaves::hashes(&mut self.db, leaf, 1)?.first().copied();
        let hash = hash.ok_or_else(|| CommitError::corrupt(format!("there is no leaf {leaf}")))?;
        self.db.write(|db| -> Result<(), CommitError> {
            match kept {
                Some(kept) => forgetting::redact(db, leaf, hash, kept)?,
                None => forgetting::leave(db, leaf)?,
            }
            Ok(())
        })?;
        self.unscrubbed = true;
        self.scrub()
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
