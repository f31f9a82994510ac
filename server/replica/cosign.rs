//! Cosigning: after a block is committed, never before, this node's validator signs the checkpoint,
//! and again every minute, so that a phone knows how old its knowledge is (`protocol.md` section 7).

use super::guard::{Guard, GuardError};
use super::quorum::{Quorum, thin};
use crate::clock::Clock;
use crate::commit::{Chain, Commit, CommitError, Confirmed, View};
use crate::keys::{KeyringError, ValidatorSecrets};
use crate::store::cosignatures;
use ledger::checkpoint::{
    Checkpoint, Cosignature, LogSignature, Signature, SignedCheckpoint, Timed,
};
use ledger::{Hash, OrgId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;

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
    /// Nobody collects signatures any more.
    #[error("signatures of other validators are not collected any more")]
    Gone,
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

/// Signs checkpoints for one validator, in one epoch, and publishes what a quorum has signed.
pub struct Cosigner {
    /// The member whose node this is.
    pub me: OrgId,
    /// Its keys in that epoch; without a vote it signs nothing, and publishes what others have.
    pub keys: Option<ValidatorSecrets>,
    /// The epoch.
    pub epoch: u64,
    /// The chain.
    pub origin: String,
    /// What is committed.
    pub commit: Commit,
    /// What may be signed.
    pub guard: Guard,
    /// Where signatures of all validators come together.
    pub quorum: Quorum,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How often the newest checkpoint is signed again.
    pub every: Duration,
    /// Below so many leaves nothing is published.
    pub from_size: u64,
}

/// Blocks that this node has committed and signed, until a quorum has: by size.
type Views = BTreeMap<u64, View>;

impl Cosigner {
    /// Signs what was committed before, and publishes it if a quorum stands behind it: also by what
    /// others had signed when this node last ran.
    pub async fn begin(&self) -> Result<Begun, CosignError> {
        let blocks = self.commit.watch_each();
        let agreed = self.quorum.watch_agreed();
        let mut begun = Begun { blocks, agreed, views: Views::new() };
        let view = self.commit.view();
        if view.state.members().epoch().epoch == self.epoch {
            self.recall(&view).await?;
            self.sign(&mut begun.views, view).await?;
            self.confirm(&mut begun).await?;
        }
        Ok(begun)
    }

    /// Signs after every block and every interval until the commit stage ends.
    pub async fn run(self, mut begun: Begun) -> Result<(), CosignError> {
        let mut interval = tokio::time::interval(self.every);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        interval.reset();
        loop {
            tokio::select! {
                view = begun.blocks.recv() => match view {
                    Ok(view) => {
                        let view = if self.is_alone() { newest(view, &mut begun.blocks) } else { view };
                        self.sign(&mut begun.views, view).await?;
                    }
                    // Those that are lost here are below some that are not.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Ok(()),
                },
                _ = interval.tick() => {
                    let view = self.commit.view();
                    self.sign(&mut begun.views, view).await?;
                }
                changed = begun.agreed.changed() => if changed.is_err() { return Ok(()) },
            }
            self.confirm(&mut begun).await?;
        }
    }

    /// Whether nobody else signs: then the newest block is enough. Where others do, each one is
    /// signed, because nodes that left out different ones would have no tree in common.
    fn is_alone(&self) -> bool {
        self.keys.is_some() && self.commit.view().state.members().epoch().validators.len() == 1
    }

    /// What others had signed about the newest block before this node ended.
    async fn recall(&self, view: &View) -> Result<(), CosignError> {
        let rows = self.commit.run(|chain| cosignatures::all(chain.db())).await?;
        for row in rows.map_err(CommitError::from)? {
            if row.size != view.tip.size || row.iss == self.me.as_str() {
                continue;
            }
            let Signatures { log, cosig } = serde_json::from_str(&row.signatures)?;
            let (log, cosigs) = (vec![log], vec![cosig]);
            let kept = SignedCheckpoint { size: row.size, root: row.root, log, cosigs };
            if let Err(fault) = self.quorum.hear(&kept) {
                tracing::debug!(iss = row.iss, %fault, "a kept signature does not count any more");
            }
        }
        Ok(())
    }

    /// Signs the checkpoint of a committed block: the guard first, on the disk, then the keys. The
    /// block that ends the epoch is left to `boundary` and to the keys of the next one.
    async fn sign(&self, views: &mut Views, view: View) -> Result<(), CosignError> {
        if view.state.members().epoch().epoch != self.epoch {
            return Ok(());
        }
        let tip = view.tip;
        if views.last_key_value().is_some_and(|(newest, _)| tip.size < *newest) {
            return Ok(());
        }
        let Some(keys) = &self.keys else {
            views.insert(tip.size, view);
            self.quorum.reach(tip.size, tip.root);
            return Ok(());
        };
        let guard = self.guard.clone();
        tokio::task::spawn_blocking(move || guard.cosign(tip.size, tip.root))
            .await
            .map_err(CosignError::Join)??;
        let checkpoint = Checkpoint { origin: self.origin.clone(), size: tip.size, root: tip.root };
        let signatures = sign(keys, &checkpoint, self.clock.now_s());
        let row = row(&signatures, tip.size, tip.root)?;
        self.keep(vec![row]).await?;
        views.insert(tip.size, view);
        self.quorum.reach(tip.size, tip.root);
        let (log, cosigs) = (vec![signatures.log], vec![signatures.cosig]);
        self.quorum.sign(SignedCheckpoint { size: tip.size, root: tip.root, log, cosigs });
        Ok(())
    }

    async fn keep(&self, rows: Vec<cosignatures::Signed>) -> Result<(), CosignError> {
        let put = move |chain: &mut Chain| {
            chain.db().write(|db| rows.iter().try_for_each(|row| cosignatures::put(db, row)))
        };
        Ok(self.commit.run(put).await?.map_err(CommitError::from)?)
    }

    /// Publishes what a quorum stands behind, and keeps the signatures of the others: after the next
    /// start they may all be out of reach. While blocks follow each other they are not kept: those of
    /// the next one come in a moment.
    async fn confirm(&self, begun: &mut Begun) -> Result<(), CosignError> {
        let agreed = begun.agreed.borrow_and_update().clone();
        let Some(checkpoint) = agreed else { return Ok(()) };
        thin(&mut begun.views);
        let Some(view) = begun.views.get(&checkpoint.size).cloned() else { return Ok(()) };
        if checkpoint.size < self.from_size {
            return Ok(());
        }
        begun.views.retain(|size, _| checkpoint.size <= *size);
        let is_newest = begun.views.len() == 1;
        let others: Vec<_> = parts(&checkpoint).filter(|one| one.log.iss != self.me).collect();
        let (size, root) = (checkpoint.size, checkpoint.root);
        self.commit.confirm(Confirmed { checkpoint, view });
        if is_newest && !others.is_empty() {
            let rows = others.iter().map(|one| row(one, size, root)).collect::<Result<_, _>>()?;
            self.keep(rows).await?;
        }
        Ok(())
    }
}

/// What a cosigner that has begun goes on with.
pub struct Begun {
    blocks: broadcast::Receiver<View>,
    agreed: watch::Receiver<Option<SignedCheckpoint>>,
    views: Views,
}

/// The last of those that wait.
fn newest(mut view: View, blocks: &mut broadcast::Receiver<View>) -> View {
    while let Ok(next) = blocks.try_recv() {
        view = next;
    }
    view
}

/// The signatures of each validator that signed as log and as cosigner.
fn parts(checkpoint: &SignedCheckpoint) -> impl Iterator<Item = Signatures> + '_ {
    checkpoint.cosigs.iter().filter_map(|cosig| {
        let log = checkpoint.log.iter().find(|log| log.iss == cosig.iss)?;
        Some(Signatures { log: log.clone(), cosig: cosig.clone() })
    })
}

fn row(
    signatures: &Signatures,
    size: u64,
    root: Hash,
) -> Result<cosignatures::Signed, serde_json::Error> {
    let iss = signatures.log.iss.as_str().to_owned();
    Ok(cosignatures::Signed { iss, size, root, signatures: serde_json::to_string(signatures)? })
}
