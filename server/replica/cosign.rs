//! Cosigning: after a block is committed, never before, this node's validator signs the checkpoint,
//! and again every minute, so that a phone knows how old its knowledge is (`protocol.md` section 7).

use super::guard::{Guard, GuardError};
use crate::clock::Clock;
use crate::commit::{Commit, CommitError, Confirmed, View};
use crate::keys::{KeyringError, ValidatorSecrets};
use crate::store::cosignatures;
use ledger::OrgId;
use ledger::checkpoint::{
    Checkpoint, Cosignature, LogSignature, Signature, SignedCheckpoint, Timed,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Why cosigning must stop, and the node with it.
#[derive(Debug, thiserror::Error)]
pub enum CosignError {
    /// The guard forbids it or cannot be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The signatures could not be kept.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The signatures could not be written as text.
    #[error("the signatures could not be written")]
    Text(#[from] serde_json::Error),
    /// The keys are not here.
    #[error(transparent)]
    Keys(#[from] KeyringError),
    /// The member has no validator.
    #[error("{iss}, whose keys are here, has no validator in epoch {epoch}")]
    NoValidator {
        /// The member.
        iss: OrgId,
        /// The epoch.
        epoch: u64,
    },
    /// The thread that writes the guard ended.
    #[error("the guard could not be asked")]
    Join(#[source] tokio::task::JoinError),
}

/// What a validator's row holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatures {
    /// As the log.
    pub log: LogSignature,
    /// As a cosigner.
    pub cosig: Cosignature,
}

/// The three signatures of a checkpoint: `protocol.md` section 7, (a) to (c).
pub(super) fn sign(keys: &ValidatorSecrets, checkpoint: &Checkpoint, time: u64) -> Signatures {
    let timed = |sig: [u8; 64]| Some(Timed { time, sig: Signature::from_bytes(sig) });
    Signatures {
        log: LogSignature {
            iss: keys.iss.clone(),
            sig: Signature::from_bytes(keys.log.sign(checkpoint.text().as_bytes())),
        },
        cosig: Cosignature {
            iss: keys.iss.clone(),
            ed25519: timed(keys.cosign.sign(checkpoint.cosignature_message(time).as_bytes())),
            p256: timed(keys.cosign_p256.sign(checkpoint.p256_message(time).as_bytes())),
        },
    }
}

/// Signs checkpoints for one validator, in one epoch.
pub struct Cosigner {
    /// Its keys in that epoch.
    pub keys: ValidatorSecrets,
    /// The epoch.
    pub epoch: u64,
    /// The chain.
    pub origin: String,
    /// What is committed.
    pub commit: Commit,
    /// What may be signed.
    pub guard: Guard,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How often the newest checkpoint is signed again.
    pub every: Duration,
}

impl Cosigner {
    /// Signs now, and then after every block and every interval until the commit stage ends.
    pub async fn run(self) -> Result<(), CosignError> {
        let mut view = self.commit.watch();
        let mut interval = tokio::time::interval(self.every);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let committed = view.borrow_and_update().clone();
            self.sign(committed).await?;
            tokio::select! {
                changed = view.changed() => if changed.is_err() { return Ok(()) },
                _ = interval.tick() => {}
            }
        }
    }

    /// Signs the checkpoint of a committed block: the guard first, on the disk, then the keys. The
    /// block that ends the epoch is left to `boundary` and to the keys of the next one.
    pub async fn sign(&self, view: View) -> Result<(), CosignError> {
        if view.state.members().epoch().epoch != self.epoch {
            return Ok(());
        }
        let tip = view.tip;
        let guard = self.guard.clone();
        tokio::task::spawn_blocking(move || guard.cosign(tip.size, tip.root))
            .await
            .map_err(CosignError::Join)??;
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: tip.size, root: tip.root };
        let (keys, time) = (&self.keys, self.clock.now_s());
        let signatures = sign(keys, &checkpoint, time);
        let row = cosignatures::Signed {
            iss: keys.iss.as_str().to_owned(),
            size: tip.size,
            root: tip.root,
            signatures: serde_json::to_string(&signatures)?,
        };
        self.commit
            .run(move |chain| cosignatures::put(chain.db(), &row).map_err(CommitError::from))
            .await??;
        self.confirm(view, signatures);
        Ok(())
    }

    /// With one validator, its own signatures are the quorum.
    fn confirm(&self, view: View, signatures: Signatures) {
        let checkpoint = SignedCheckpoint {
            size: view.tip.size,
            root: view.tip.root,
            log: vec![signatures.log],
            cosigs: vec![signatures.cosig],
        };
        let validators = &view.state.members().epoch().validators;
        match checkpoint.check(&self.origin, validators) {
            Ok(_) => self.commit.confirm(Confirmed { checkpoint, view }),
            Err(fault) => tracing::debug!(fault = %fault, "this checkpoint has no quorum yet"),
        }
    }
}
