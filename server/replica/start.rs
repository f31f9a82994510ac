//! Starting the replica: the engine in a runtime of its own, and the cosigner beside it. At the end
//! of an epoch both end, and others begin with the keys of the next.

use super::anchors::Anchors;
use super::cosign::CosignError;
use super::epoch::epoch;
use super::feed::Feed;
use super::follow::FollowError;
use super::guard::{Guard, GuardError};
use super::pending::Pending;
use super::quorum::Quorum;
use super::watchdog::Watchdog;
use super::wires::{WireError, Wires};
use crate::clock::Clock;
use crate::commit::{Commit, CommitError};
use crate::disk::DiskWatch;
use crate::keys::Keyring;
use engine::{self, End, KeyError, StartError};
use ledger::OrgId;
use ledger::state::RULES;
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
    /// Reading what others have decided.
    #[error(transparent)]
    Follow(#[from] FollowError),
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
    /// How this node reads what those have decided.
    pub feed: Arc<dyn Feed>,
    /// Trees that the record must come through.
    pub anchors: Anchors,
    /// The operator of a chain of one has said that what the database holds counts.
    pub accepts_loss: bool,
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
pub(super) type Up = Option<oneshot::Sender<Result<(), ReplicaError>>>;

/// Runs one epoch after the other; the answer is the reason of the end, empty if it was told to.
async fn serve(
    setup: Setup,
    stopped: watch::Receiver<bool>,
    up: oneshot::Sender<Result<(), ReplicaError>>,
) -> String {
    let (mut up, mut watchdog) = (Some(up), Watchdog::default());
    loop {
        match epoch(&setup, stopped.clone(), (&mut up, &mut watchdog)).await {
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
