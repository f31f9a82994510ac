//! Between two epochs: the last checkpoint of the old one is signed with its keys and kept, before
//! anything is signed with those of the new one (`protocol.md` section 6).

use super::cosign::{CosignError, sign};
use super::feed::Feed;
use super::guard::Guard;
use super::quorum::Quorum;
use crate::clock::Clock;
use crate::commit::{Commit, Ending};
use crate::keys::Keyring;
use ledger::OrgId;
use ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use ledger::rows::{EpochRow, Validator};
use std::time::Duration;

/// The others are asked again after so long.
const AGAIN: Duration = Duration::from_secs(1);

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
    /// The nodes that may have it already.
    pub(super) feed: &'a dyn Feed,
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
        let (size, epoch) = (ending.size, ending.row.epoch);
        self.quorum.turn_to(&ending.row);
        self.quorum.reach(size, ending.root);
        if let Some(mine) = own_row(&ending.row, self.me) {
            self.sign(mine, &ending).await?;
        }
        let checkpoint = tokio::select! {
            agreed = self.agreed(size) => agreed?,
            kept = self.kept_by_others(&ending) => kept,
        };
        self.commit.run(move |chain| chain.keep_boundary(&ending, checkpoint)).await??;
        tracing::info!(epoch, log.size = size, "an epoch ended, and its last checkpoint is kept");
        Ok(())
    }

    async fn sign(&self, mine: &Validator, ending: &Ending) -> Result<(), CosignError> {
        let keys = self.keys.of(mine, ending.row.epoch)?;
        let (guard, size, root) = (self.guard.clone(), ending.size, ending.root);
        tokio::task::spawn_blocking(move || guard.cosign(size, root))
            .await
            .map_err(CosignError::Join)??;
        let checkpoint = Checkpoint { origin: self.origin.to_owned(), size, root };
        let signed = sign(&keys, &checkpoint, self.clock.now_s());
        let (log, cosigs) = (vec![signed.log], vec![signed.cosig]);
        self.quorum.sign(SignedCheckpoint { size, root, log, cosigs });
        Ok(())
    }

    /// Others who have gone on sign with the keys of the next epoch, and have kept this.
    async fn kept_by_others(&self, ending: &Ending) -> SignedCheckpoint {
        loop {
            let kept = self.feed.end_of(ending.row.epoch).await;
            let is_it = |kept: &SignedCheckpoint| {
                (kept.size, kept.root) == (ending.size, ending.root)
                    && kept.check(self.origin, &ending.row.validators).is_ok()
            };
            if let Some(kept) = kept.filter(is_it) {
                return kept;
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// What a quorum of the old validators has signed of this tree, not of one before it; nothing
    /// goes on without it.
    async fn agreed(&self, size: u64) -> Result<SignedCheckpoint, CosignError> {
        let mut agreed = self.quorum.watch_agreed();
        let is_it = |agreed: &Option<SignedCheckpoint>| {
            agreed.as_ref().is_some_and(|agreed| agreed.size == size)
        };
        let reached = agreed.wait_for(is_it).await.map_err(|_closed| CosignError::Gone)?;
        reached.clone().ok_or(CosignError::Gone)
    }
}

/// This member's row in an epoch, if it has a vote there.
pub(super) fn own_row<'r>(row: &'r EpochRow, me: &OrgId) -> Option<&'r Validator> {
    row.validators.iter().find(|one| one.iss == *me)
}
