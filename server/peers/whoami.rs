//! The key by which other nodes know this one; it changes with the epoch.

use crate::commit::Commit;
use crate::keys::{Keyring, KeyringError};
use ledger::OrgId;
use ledger::key::Ed25519Secret;
use std::sync::{Mutex, PoisonError};

/// The member whose node this is, and its node key in the epoch.
pub(super) struct Whoami {
    pub(super) me: OrgId,
    keys: Keyring,
    commit: Commit,
    /// Read once an epoch.
    known: Mutex<Option<(u64, Ed25519Secret)>>,
}

impl Whoami {
    pub(super) const fn new(me: OrgId, keys: Keyring, commit: Commit) -> Self {
        Self { me, keys, commit, known: Mutex::new(None) }
    }

    /// The key: that of its validator, or without a vote the one that is kept for it.
    pub(super) fn key(&self) -> Result<Option<Ed25519Secret>, KeyringError> {
        let view = self.commit.view();
        let row = view.state.members().epoch();
        let validator = row.validators.iter().find(|one| one.iss == self.me);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((epoch, key)) = known.as_ref()
            && *epoch == row.epoch
        {
            return Ok(Some(key.clone()));
        }
        let key = match validator {
            Some(validator) => self.keys.of(validator, row.epoch)?.node,
            None => match self.keys.newest()? {
                Some(newest) => newest.node,
                None => return Ok(None),
            },
        };
        *known = Some((row.epoch, key.clone()));
        Ok(Some(key))
    }
}
