//! Starting the replica: the engine in a runtime of its own, and the cosigner beside it. At the end
//! of an epoch both end, and others begin with the keys of the next.

use super::boundary::{Boundary, own_row};
use super::cosign::{Begun, CosignError, Cosigner};
use super::guard::{Guard, GuardError, LOG};
use super::node::Node;
use super::pending::Pending;
use super::quorum::Quorum;
use super::take_up::hold_log;
use super::wires::{WireError, Wires};
use crate::clock::Clock;
use crate::commit::{Commit, CommitError};
use crate::disk::DiskWatch;
use crate::keys::{Keyring, ValidatorSecrets};
use crate::store::undecided;
use engine::{self, Address, End, Engine, Identity, KeyError, StartError};
use ledger::OrgId;
use ledger::state::RULES;
use p256::ecdsa::SigningKey;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// Why the replica does not start.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// The vote key.
    #[error("the vote key cannot be used: {0}")]
    Key(String),
    /// Signing checkpoints.
    #[error(transparent)]
    Cosign(#[from] CosignError),
    /// The members chose rules that came after this program.
    #[error(
        "the chain goes on by rules {needed}, and this program knows rules {RULES}: replace it by \
         one that knows them; nothing is lost until then"
    )]
    Rules {
        /// What the epoch asks for.
        needed: u64,
    },
    /// The guard file, against the engine's log.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// How other nodes are reached.
    #[error(transparent)]
    Wires(#[from] WireError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] StartError),
    /// The engine had to end.
    #[error(transparent)]
    Stopped(#[from] engine::Stopped),
    /// The task that cosigns panicked.
    #[error("stopped: the thread that cosigns checkpoints panicked")]
    CosignerPanicked,
    /// It ended by itself.
    #[error("stopped: checkpoints are not cosigned any more")]
    CosignerGone,
    /// The ledger has no writer.
    #[error(
        "stopped: the thread that writes the ledger has ended or panicked; the log above says why"
    )]
    WriterGone,
    /// Threads.
    #[error("the replica's threads could not be started")]
    Threads(#[source] std::io::Error),
    /// The data folder.
    #[error("the folder {folder} cannot be brought to the disk")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The runtime ended before it was up.
    #[error("the replica ended before it was up")]
    Ended,
}

impl From<KeyError> for ReplicaError {
    fn from(error: KeyError) -> Self {
        Self::Key(error.to_string())
    }
}

/// What the replica needs.
pub struct Setup {
    /// The chain.
    pub origin: String,
    /// The data folder, for the engine's log.
    pub folder: PathBuf,
    /// The member whose node this is.
    pub me: OrgId,
    /// Its keys, of all epochs that need them.
    pub keys: Keyring,
    /// What may be signed.
    pub guard: Guard,
    /// The ledger.
    pub commit: Commit,
    /// The statements that wait.
    pub pending: Pending,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The room on the disk.
    pub disk: DiskWatch,
    /// How often the newest checkpoint is signed again.
    pub cosign_every: Duration,
    /// Where signatures of all validators come together.
    pub quorum: Quorum,
    /// How the engine reaches the other members' nodes.
    pub wires: Wires,
}

/// A running replica.
pub struct Replica {
    stop: watch::Sender<bool>,
    ended: watch::Receiver<Option<String>>,
    thread: std::thread::JoinHandle<()>,
}

impl Replica {
    /// Signs the newest checkpoint, starts the engine, and returns when both are up.
    pub async fn start(setup: Setup) -> Result<Self, ReplicaError> {
        let (stop, stopped) = watch::channel(false);
        let (tell, ended) = watch::channel(None);
        let (up, is_up) = oneshot::channel();
        let runtime = engine::runtime().map_err(ReplicaError::Threads)?;
        let thread = std::thread::Builder::new()
            .name("replica".to_owned())
            .spawn(move || {
                let outcome = runtime.block_on(serve(setup, stopped, up));
                tell.send_replace(Some(outcome));
                runtime.shutdown_timeout(Duration::from_secs(5));
            })
            .map_err(ReplicaError::Threads)?;
        is_up.await.map_err(|_cause| ReplicaError::Ended)??;
        Ok(Self { stop, ended, thread })
    }

    /// Holds the reason once the replica has ended.
    pub fn ending(&self) -> watch::Receiver<Option<String>> {
        self.ended.clone()
    }

    /// Resolves when the replica has ended, with the reason: empty after [`Replica::stop`].
    pub fn ended(&self) -> impl Future<Output = String> + use<> {
        let mut ended = self.ended.clone();
        async move {
            match ended.wait_for(Option::is_some).await {
                Ok(reason) => reason.clone().unwrap_or_default(),
                Err(_) => "the replica's thread ended".to_owned(),
            }
        }
    }

    /// Ends it after the block in hand.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let reason = self.ended().await;
        if !reason.is_empty() {
            tracing::error!(reason, "the replica did not end well");
        }
        let joined = tokio::task::spawn_blocking(move || self.thread.join().is_ok()).await;
        if !matches!(joined, Ok(true)) {
            tracing::error!("the replica's thread panicked");
        }
    }
}

/// What tells that the replica is up, until it has told it.
type Up = Option<oneshot::Sender<Result<(), ReplicaError>>>;

/// Runs one epoch after the other; the answer is the reason of the end, empty if it was told to.
async fn serve(
    setup: Setup,
    stopped: watch::Receiver<bool>,
    up: oneshot::Sender<Result<(), ReplicaError>>,
) -> String {
    let mut up = Some(up);
    loop {
        match epoch(&setup, stopped.clone(), &mut up).await {
            Ok(End::Told) => return String::new(),
            Ok(End::Epoch) => {}
            Err(error) => {
                let reason = error.to_string();
                if let Some(up) = up.take() {
                    // Nobody who waits is nobody to tell; the reason goes to `ended` as well.
                    drop(up.send(Err(error)));
                }
                return reason;
            }
        }
    }
}

/// Runs engine and cosigner until the epoch or the node ends.
async fn epoch(
    setup: &Setup,
    stopped: watch::Receiver<bool>,
    up: &mut Up,
) -> Result<End, ReplicaError> {
    let mut told = stopped.clone();
    let boundary = Boundary {
        origin: &setup.origin,
        me: &setup.me,
        keys: &setup.keys,
        guard: &setup.guard,
        quorum: &setup.quorum,
        commit: &setup.commit,
        clock: setup.clock.as_ref(),
    };
    tokio::select! {
        kept = boundary.keep() => kept?,
        // The others' signatures may be long in coming.
        _told = told.wait_for(|stop| *stop) => return Ok(End::Told),
    }
    let view = setup.commit.view();
    let row = view.state.members().epoch();
    if row.rules != RULES {
        return Err(ReplicaError::Rules { needed: row.rules });
    }
    let keys = setup.keys.of(own_row(row, &setup.me)?, row.epoch).map_err(CosignError::from)?;
    setup.quorum.turn_to(row);
    let cosigner = Cosigner {
        keys: keys.clone(),
        epoch: row.epoch,
        origin: setup.origin.clone(),
        commit: setup.commit.clone(),
        guard: setup.guard.clone(),
        quorum: setup.quorum.clone(),
        clock: Arc::clone(&setup.clock),
        every: setup.cosign_every,
    };
    // Before the listener opens: a page must not start with an old confirmation.
    let begun = cosigner.begin().await?;
    if up.is_none() {
        // The start of the node has done it for its first epoch, where a loss may be accepted.
        hold_log(&setup.folder, &setup.guard, view.tip.height)?;
    }
    let engine = start_engine(setup, &keys).await?;
    if up.take().is_some_and(|up| up.send(Ok(())).is_err()) {
        return Err(ReplicaError::Ended);
    }
    run(engine, (cosigner, begun), stopped).await
}

/// Either part ends the other, and the engine always ends by being told: its log is free then.
async fn run(
    engine: Engine<Node>,
    (cosigner, begun): (Cosigner, Begun),
    mut stopped: watch::Receiver<bool>,
) -> Result<End, ReplicaError> {
    let told_to = stopped.clone();
    let (halt, mut halted) = watch::channel(false);
    let stop = async move {
        tokio::select! {
            // A closed channel means that the node is gone: stop as well.
            _ = stopped.wait_for(|stop| *stop) => {}
            _ = halted.wait_for(|halt| *halt) => {}
        }
    };
    let cosigning = tokio::spawn(async move {
        let outcome = cosigner.run(begun).await;
        halt.send_replace(true);
        outcome
    });
    let ordered = engine.run(stop).await;
    cosigning.abort();
    let outcome = cosigning.await;
    let told_to = *told_to.borrow();
    end(ordered, outcome, told_to)
}

/// An end has a reason, unless the node was told to end or the epoch did.
fn end(
    ordered: Result<End, engine::Stopped>,
    cosigned: Result<Result<(), CosignError>, tokio::task::JoinError>,
    told_to: bool,
) -> Result<End, ReplicaError> {
    match (ordered?, cosigned) {
        (_, Ok(Err(error))) => Err(error.into()),
        (_, Err(error)) if error.is_panic() => Err(ReplicaError::CosignerPanicked),
        (End::Epoch, Ok(Ok(())) | Err(_)) => Ok(End::Epoch),
        (End::Told, Ok(Ok(())) | Err(_)) if told_to => Ok(End::Told),
        (End::Told, Ok(Ok(()))) => Err(ReplicaError::WriterGone),
        (End::Told, Err(_)) => Err(ReplicaError::CosignerGone),
    }
}

async fn start_engine(
    setup: &Setup,
    keys: &ValidatorSecrets,
) -> Result<Engine<Node>, ReplicaError> {
    let key = SigningKey::from_slice(&keys.vote.to_bytes())
        .map_err(|error| ReplicaError::Key(error.to_string()))?;
    let public = keys.vote.public();
    let sec1 = public.as_p256().map(|key| key.sec1().to_vec()).unwrap_or_default();
    let address = Address::of_sec1(&sec1)?;
    let height = setup.commit.view().tip.height + 1;
    let unfinished = setup
        .commit
        .run(move |chain| undecided::at(chain.db(), height, 0).map_err(CommitError::from))
        .await??;
    let node = Node::new(setup, address, !unfinished.is_empty());
    let wal = setup.folder.join(LOG);
    let identity = Identity { origin: setup.origin.clone(), vote: key, node: keys.node.to_bytes() };
    let view = setup.commit.view();
    let settings = setup.wires.settings(view.state.members().epoch(), &setup.me, wal)?;
    let engine = engine::start(settings, identity, Arc::new(node), setup.guard.clone()).await?;
    // A log that the engine has made just now must still be there after a power cut.
    let synced = std::fs::File::open(&setup.folder).and_then(|folder| folder.sync_all());
    let failed = |source| ReplicaError::Folder { folder: setup.folder.clone(), source };
    synced.map_err(failed)?;
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_by_itself_leaves_a_reason() {
        let panicked = tokio::spawn(async { panic!("a bug") }).await.unwrap_err();
        let reason =
            |ordered, cosigned, told_to| end(ordered, cosigned, told_to).unwrap_err().to_string();
        assert!(
            reason(Ok(End::Told), Err(panicked), true).contains("cosigns checkpoints panicked")
        );
        assert!(reason(Ok(End::Told), Ok(Ok(())), false).contains("writes the ledger has ended"));
        let gone = CosignError::Commit(CommitError::Gone);
        assert!(reason(Ok(End::Told), Ok(Err(gone)), false).contains("writing thread"));
        assert!(matches!(end(Ok(End::Told), Ok(Ok(())), true), Ok(End::Told)));
        assert!(matches!(end(Ok(End::Epoch), Ok(Ok(())), false), Ok(End::Epoch)));
    }
}
