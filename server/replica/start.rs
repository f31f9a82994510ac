//! Starting the replica: the engine in a runtime of its own, and the cosigner beside it.

use super::cosign::{CosignError, Cosigner, ValidatorKeys};
use super::guard::{Guard, LOG};
use super::node::Node;
use super::pending::Pending;
use crate::clock::Clock;
use crate::commit::{Commit, CommitError};
use crate::store::undecided;
use engine::{self, Address, Identity, KeyError, Settings, StartError};
use ledger::key::P256Secret;
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
    /// The engine.
    #[error(transparent)]
    Engine(#[from] StartError),
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
    /// The key that votes.
    pub vote: P256Secret,
    /// The seed of the key that peers know this node by.
    pub node: [u8; 32],
    /// The keys that sign checkpoints.
    pub validator: ValidatorKeys,
    /// What may be signed.
    pub guard: Guard,
    /// The ledger.
    pub commit: Commit,
    /// The statements that wait.
    pub pending: Pending,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How often the newest checkpoint is signed again.
    pub cosign_every: Duration,
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

/// Runs engine and cosigner to their end; the answer is the reason, empty if they were told to.
async fn serve(
    setup: Setup,
    mut stopped: watch::Receiver<bool>,
    up: oneshot::Sender<Result<(), ReplicaError>>,
) -> String {
    let cosigner = Cosigner {
        keys: setup.validator.clone(),
        origin: setup.origin.clone(),
        commit: setup.commit.clone(),
        guard: setup.guard.clone(),
        clock: Arc::clone(&setup.clock),
        every: setup.cosign_every,
    };
    // Before the listener opens: a page must not start with an old confirmation.
    let first = cosigner.sign(setup.commit.view()).await;
    let engine = match first {
        Ok(()) => start_engine(setup).await,
        Err(error) => {
            let reason = error.to_string();
            drop(up.send(Err(ReplicaError::Key(reason.clone()))));
            return reason;
        }
    };
    let engine = match engine {
        Ok(engine) => engine,
        Err(error) => {
            let reason = error.to_string();
            drop(up.send(Err(error)));
            return reason;
        }
    };
    if up.send(Ok(())).is_err() {
        return "nobody waits for the replica".to_owned();
    }
    let told_to = stopped.clone();
    // Either part ends the other, and the engine always ends by being told: its log is free then.
    let (halt, mut halted) = watch::channel(false);
    let stop = async move {
        tokio::select! {
            // A closed channel means that the node is gone: stop as well.
            _ = stopped.wait_for(|stop| *stop) => {}
            _ = halted.wait_for(|halt| *halt) => {}
        }
    };
    let cosigning = tokio::spawn(async move {
        let outcome = cosigner.run().await;
        halt.send_replace(true);
        outcome
    });
    let ordered = engine.run(stop).await;
    cosigning.abort();
    let outcome = cosigning.await;
    let told_to = *told_to.borrow();
    reason(ordered, outcome, told_to)
}

/// One line for the operator; empty only if both parts ended because they were told to.
fn reason(
    ordered: Result<(), engine::Stopped>,
    cosigned: Result<Result<(), CosignError>, tokio::task::JoinError>,
    told_to: bool,
) -> String {
    match (ordered, cosigned) {
        (Err(error), _) => error.to_string(),
        (Ok(()), Ok(Err(error))) => error.to_string(),
        (Ok(()), Err(error)) if error.is_panic() => {
            "stopped: the thread that cosigns checkpoints panicked".to_owned()
        }
        (Ok(()), Ok(Ok(()))) if !told_to => {
            "stopped: the thread that writes the ledger has ended or panicked; the log above says \
             why"
            .to_owned()
        }
        (Ok(()), Ok(Ok(())) | Err(_)) if told_to => String::new(),
        (Ok(()), Ok(Ok(())) | Err(_)) => {
            "stopped: checkpoints are not cosigned any more".to_owned()
        }
    }
}

async fn start_engine(setup: Setup) -> Result<engine::Engine<Node>, ReplicaError> {
    let key = SigningKey::from_slice(&setup.vote.to_bytes())
        .map_err(|error| ReplicaError::Key(error.to_string()))?;
    let public = setup.vote.public();
    let sec1 = public.as_p256().map(|key| key.sec1().to_vec()).unwrap_or_default();
    let address = Address::of_sec1(&sec1)?;
    let height = setup.commit.view().tip.height + 1;
    let unfinished = setup
        .commit
        .run(move |chain| undecided::at(chain.db(), height, 0).map_err(CommitError::from))
        .await??;
    let node = Node::new(setup.commit, setup.pending, setup.clock, address, !unfinished.is_empty());
    let wal = setup.folder.join(LOG);
    let identity = Identity { origin: setup.origin, vote: key, node: setup.node };
    let settings = Settings::alone("furlong", wal);
    let engine = engine::start(settings, identity, Arc::new(node), setup.guard).await?;
    // A log that the engine has made just now must still be there after a power cut.
    let folder = setup.folder;
    let synced = std::fs::File::open(&folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| ReplicaError::Folder { folder, source })?;
    Ok(engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_by_itself_leaves_a_reason() {
        let panicked = tokio::spawn(async { panic!("a bug") }).await.unwrap_err();
        assert!(reason(Ok(()), Err(panicked), true).contains("cosigns checkpoints panicked"));
        assert!(reason(Ok(()), Ok(Ok(())), false).contains("writes the ledger has ended"));
        let gone = CosignError::Commit(CommitError::Gone);
        assert!(reason(Ok(()), Ok(Err(gone)), false).contains("writing thread"));
        assert_eq!(reason(Ok(()), Ok(Ok(())), true), "");
    }
}
