//! Between two epochs: the last checkpoint of the old one is signed with its keys and kept, before
//! anything is signed with those of the new one (`protocol.md` section 6).

use super::cosign::{CosignError, sign};
use super::guard::Guard;
use super::quorum::Quorum;
use crate::clock::Clock;
use crate::commit::Commit;
use crate::keys::Keyring;
use ledger::OrgId;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::rows::{EpochRow, Validator};

/// Who signs, with what.
pub(super) struct Boundary<'a> {
    /// The chain.
    pub(super) origin: &'a str,
    /// The member whose node this is.
    pub(super) me: &'a OrgId,
    /// Its keys.
    pub(super) keys: &'a Keyring,
    /// What may be signed.
    pub(super) guard: &'a Guard,
    /// Where signatures of all validators come together.
    pub(super) quorum: &'a Quorum,
    /// What is committed.
    pub(super) commit: &'a Commit,
    /// The time.
    pub(super) clock: &'a dyn Clock,
}

impl Boundary<'_> {
    /// Signs and keeps the end of an epoch, if the newest block is one and it is not kept yet.
    /// Again after a crash it signs the same tree, which the guard allows.
    pub(super) async fn keep(&self) -> Result<(), CosignError> {
        let Some(ending) = self.commit.run(crate::commit::Chain::ending).await?? else {
            return Ok(());
        };
        let keys = self.keys.of(own_row(&ending.row, self.me)?, ending.row.epoch)?;
        let (guard, size, root) = (self.guard.clone(), ending.size, ending.root);
        tokio::task::spawn_blocking(move || guard.cosign(size, root))
            .await
            .map_err(CosignError::Join)??;
        let checkpoint = Checkpoint { origin: self.origin.to_owned(), size, root };
        let signed = sign(&keys, &checkpoint, self.clock.now_s());
        let (log, cosigs) = (vec![signed.log], vec![signed.cosig]);
        let epoch = ending.row.epoch;
        self.quorum.turn_to(&ending.row);
        self.quorum.reach(size, root);
        self.quorum.sign(SignedCheckpoint { size, root, log, cosigs });
        let checkpoint = self.agreed().await?;
        self.commit.run(move |chain| chain.keep_boundary(&ending, checkpoint)).await??;
        tracing::info!(epoch, log.size = size, "an epoch ended, and its last checkpoint is kept");
        Ok(())
    }

    /// What a quorum of the old validators has signed; nothing goes on without it.
    async fn agreed(&self) -> Result<SignedCheckpoint, CosignError> {
        let mut agreed = self.quorum.watch_agreed();
        let reached =
            agreed.wait_for(Option::is_some).await.map_err(|_closed| CosignError::Gone)?;
        reached.clone().ok_or(CosignError::Gone)
    }
}

/// This member's row in an epoch.
pub(super) fn own_row<'r>(row: &'r EpochRow, me: &OrgId) -> Result<&'r Validator, CosignError> {
    let found = row.validators.iter().find(|one| one.iss == *me);
    found.ok_or_else(|| CosignError::NoValidator { iss: me.clone(), epoch: row.epoch })
}
