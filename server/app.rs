//! The one place where everything is wired.

use crate::clock::Clock;
use crate::commit::{Chain, Commit, CommitError, found};
use crate::config::Config;
use crate::disk::{Disk, DiskOf, DiskWatch};
use crate::gauges::{self, Gauges};
use crate::home::Home;
use crate::http::{self, Doors, HttpError, OperatorToken, Served};
use crate::intake::{self, Intake};
use crate::keys::{Keyring, KeyringError};
use crate::lock::{Lock, LockError};
use crate::metrics::Metrics;
use crate::project::{Following, ProjectError, Projector};
pub use crate::replica::LostGuard;
use crate::replica::{GuardError, Pending, Replica, ReplicaError, Setup as ReplicaSetup, take_up};
use crate::store::attachments::{self, Files, SweepError};
use crate::store::{Db, Place, Pool, StoreError};
use crate::tls::{Identity, TlsError};
use crate::views::{self, Reader};
use ledger::OrgId;
use ledger::genesis::{Genesis, GenesisError, SignaturesError, verify_signatures};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::watch;

/// Connections for readers.
const READERS: u32 = 8;

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Certificate, key or public address.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A file of the data folder.
    #[error("{path} cannot be read: is this the data folder of a chain? `furlong init` makes one")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The genesis.
    #[error("genesis.json: {0}")]
    Genesis(#[from] GenesisError),
    /// Its signatures.
    #[error("genesis.sigs: {0}")]
    Signatures(#[from] SignaturesError),
    /// The validator's keys.
    #[error(transparent)]
    Key(#[from] KeyringError),
    /// Their owner is not on the chain.
    #[error("the validator keys of this folder belong to no member of the chain")]
    NotAMember,
    /// The data folder is another process's.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The guard.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of files that statements name.
    #[error(transparent)]
    Files(#[from] SweepError),
    /// The chain.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The replica.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    /// The projector.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The listener.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Threads.
    #[error("a thread could not be started")]
    Thread(#[source] std::io::Error),
}

/// A running node.
pub struct App {
    served: Served,
    replica: Replica,
    intake: Intake,
    reader: Reader,
    projecting: Following,
    committing: JoinHandle<()>,
    origin: String,
    place: Place,
    /// Given back last.
    lock: Lock,
}

/// What a node learns from the machine.
#[derive(Clone)]
pub struct Machine {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The room for the data folder.
    pub disk: Arc<dyn Disk>,
}

impl App {
    /// Starts a node on the disk of its folder.
    pub async fn start(
        config: Config,
        clock: Arc<dyn Clock>,
        lost_guard: LostGuard,
    ) -> Result<Self, AppError> {
        let disk = Arc::new(DiskOf(config.folder.clone()));
        Self::start_on(Machine { clock, disk }, config, lost_guard).await
    }

    /// Starts a node: database, state, guard, first signature, engine, projector, listener.
    pub async fn start_on(
        machine: Machine,
        config: Config,
        lost_guard: LostGuard,
    ) -> Result<Self, AppError> {
        let clock = machine.clock;
        let identity = identity(&config, clock.now_ms())?;
        let disk = DiskWatch::new(machine.disk, config.disk);
        let home = Home::at(config.folder.clone());
        let genesis = read_genesis(&home)?;
        // Before anything is opened: two nodes of one folder would sign beside each other.
        let lock = Lock::alone(home.path())?;
        let origin = genesis.origin();
        let keys = Keyring::at(home.keys());
        let me = keys.owner()?;
        let (place, files) = (config.place(), Files::of(home.path()));
        let metrics = Metrics::new(Arc::clone(&clock));
        let chain = open_chain(&place, &genesis, (&me, &files), &clock)?;
        let guard = take_up(home.path(), &chain, lost_guard)?;
        let pool = Pool::open(&place, READERS)?;
        let started = Commit::start(chain.measured_by(metrics.clone()));
        let (commit, committing) = started.map_err(AppError::Thread)?;
        let pending = Pending::new(config.limits.waiting).measured_by(metrics.clone());
        let replica = Replica::start(ReplicaSetup {
            origin: origin.clone(),
            folder: config.folder.clone(),
            me: me.clone(),
            keys,
            guard: guard.clone(),
            commit: commit.clone(),
            pending: pending.clone(),
            clock: Arc::clone(&clock),
            disk: disk.clone(),
            cosign_every: Duration::from_secs(config.cosign_every_s.max(1)),
        })
        .await?;
        let (projector, projected) = projector(&origin, &commit, &place)?;
        let projecting = projector.measured_by(metrics.clone()).follow();
        metrics.collect(Box::new(Gauges::new(gauges::Parts {
            commit: &commit,
            projected: projected.clone(),
            pending: pending.clone(),
            guard,
            disk: disk.clone(),
            started_ms: clock.now_ms(),
        })));
        let shared = Shared { commit: &commit, pool: &pool, files: &files, metrics: &metrics };
        let intake = intake((&config, &origin), &shared, (pending, disk, Arc::clone(&clock)));
        let reader = Reader::new(views::Parts {
            origin: origin.clone(),
            genesis: genesis.text(),
            me,
            commit,
            pool,
            clock: Arc::clone(&clock),
            projected,
            files,
            ended: replica.ending(),
            metrics: metrics.clone(),
        });
        let operator = read_operator(&home)?;
        let setup = setup(&config, (intake.clone(), reader.clone(), metrics), operator, clock);
        let served = http::serve(setup, &doors(&config, identity))?;
        Ok(Self { served, replica, intake, reader, projecting, committing, origin, place, lock })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.served.address
    }

    /// Where commands of this machine reach it, if that is another address.
    pub const fn local(&self) -> Option<SocketAddr> {
        self.served.local
    }

    /// The chain.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The door for statements.
    pub const fn intake(&self) -> &Intake {
        &self.intake
    }

    /// The door for readers.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Resolves when a part of the node ended by itself, with the reason. The rest must not go on
    /// without it.
    pub fn ended(&self) -> impl Future<Output = String> + use<> {
        let replica = self.replica.ended();
        let projector = told(self.projecting.ended.clone(), "the projector panicked");
        let listener = told(self.served.ended.clone(), "the listener panicked");
        async move {
            tokio::select! {
                reason = replica => reason,
                reason = projector => reason,
                reason = listener => reason,
            }
        }
    }

    /// Ends everything in the order of the data: no new requests, the block in hand, the rest.
    pub async fn stop(self) {
        self.served.handle.stop(true).await;
        self.replica.stop().await;
        self.projecting.task.abort();
        drop((self.intake, self.reader));
        // The projector's handle on the writing thread goes with its task.
        let ended = self.projecting.task.await;
        tracing::debug!(aborted = ended.is_err(), "the projector has ended");
        let joined = tokio::task::spawn_blocking(move || self.committing.join().is_ok()).await;
        if !matches!(joined, Ok(true)) {
            tracing::error!("the writing thread panicked");
        }
        let folded = tokio::task::spawn_blocking(move || self.place.fold_logs()).await;
        if !matches!(folded, Ok(Ok(()))) {
            tracing::warn!(?folded, "a log stays beside its database; the next start reads it");
        }
        drop(self.lock);
    }
}

/// Makes the folder of files, and takes away what a node that was killed left in it. Files that no
/// statement has are forgotten after a day, as concealed fields are.
fn clean(files: &Files, db: &mut Db, clock: &dyn Clock) -> Result<(), SweepError> {
    files.prepare()?;
    let day_ms = 24 * 60 * 60 * 1_000;
    let gone = attachments::sweep(db, files, clock.now_ms().saturating_sub(day_ms))?;
    if gone > 0 {
        tracing::info!(gone, "files that no statement names were taken away");
    }
    Ok(())
}

/// With connections of its own: readers who take all of theirs do not stop it.
fn projector(
    origin: &str,
    commit: &Commit,
    place: &Place,
) -> Result<(Projector, watch::Receiver<u64>), AppError> {
    let (chain, read) = (place.chain_reader()?, place.read_writer()?);
    Ok(Projector::new(origin.to_owned(), commit.clone(), chain, read)?)
}

/// The reason that a part of the node leaves behind; `otherwise` if it could not.
async fn told(mut ended: watch::Receiver<Option<String>>, otherwise: &str) -> String {
    match ended.wait_for(Option::is_some).await {
        Ok(reason) => reason.clone().unwrap_or_default(),
        Err(_closed) => otherwise.to_owned(),
    }
}

fn read(path: PathBuf) -> Result<String, AppError> {
    std::fs::read_to_string(&path).map_err(|source| AppError::File { path, source })
}

/// The genesis, with every signature that it needs.
pub fn read_genesis(home: &Home) -> Result<Genesis, AppError> {
    let genesis = Genesis::read(read(home.genesis())?.as_bytes())?;
    verify_signatures(&genesis, &read(home.signatures())?)?;
    Ok(genesis)
}

/// What intake shares with the rest.
struct Shared<'a> {
    commit: &'a Commit,
    pool: &'a Pool,
    files: &'a Files,
    metrics: &'a Metrics,
}

fn intake(
    (config, origin): (&Config, &str),
    shared: &Shared<'_>,
    (pending, disk, clock): (Pending, DiskWatch, Arc<dyn Clock>),
) -> Intake {
    Intake::new(intake::Parts {
        origin: origin.to_owned(),
        commit: shared.commit.clone(),
        pending,
        pool: shared.pool.clone(),
        clock,
        disk,
        checking_max: config.limits.checking,
        files: shared.files.clone(),
        file_bytes_max: u64::from(config.limits.attachment_mb.get()) << 20,
    })
    .measured_by(shared.metrics.clone())
}

/// The certificate that the settings name, if it serves the public address.
fn identity(config: &Config, now_ms: u64) -> Result<Option<Identity>, TlsError> {
    let Some(tls) = &config.tls else { return Ok(None) };
    if let Some(open) = tls.local.filter(|local| !local.ip().is_loopback()) {
        return Err(TlsError::NotLocal(open));
    }
    let identity = Identity::read(&tls.cert, &tls.key, now_ms)?;
    config.public_url.as_ref().map_or(Ok(()), |url| identity.check_url(url))?;
    Ok(Some(identity))
}

fn setup(
    config: &Config,
    (intake, reader, metrics): (Intake, Reader, Metrics),
    operator: OperatorToken,
    clock: Arc<dyn Clock>,
) -> http::Setup {
    let (labels, limits) = (config.label.clone(), config.limits.clone());
    let proxy = config.proxy.clone();
    http::Setup { intake, reader, labels, operator, limits, proxy, clock, metrics }
}

fn doors(config: &Config, identity: Option<Identity>) -> Doors {
    match identity {
        None => Doors::Plain(config.listen),
        Some(identity) => {
            let local = config.tls.as_ref().and_then(|tls| tls.local);
            Doors::Tls { address: config.listen, identity: Box::new(identity), local }
        }
    }
}

fn read_operator(home: &Home) -> Result<OperatorToken, AppError> {
    Ok(OperatorToken::new(&read(home.operator_token())?))
}

fn open_chain(
    place: &Place,
    genesis: &Genesis,
    (me, files): (&OrgId, &Files),
    clock: &Arc<dyn Clock>,
) -> Result<Chain, AppError> {
    place.migrate()?;
    let mut db = place.chain_writer()?;
    found(&mut db, genesis)?;
    clean(files, &mut db, clock.as_ref())?;
    let chain = Chain::open(db, genesis, me.clone(), Arc::clone(clock))?.with_files(files.clone());
    check_member(&chain, me)?;
    Ok(chain)
}

/// Keys and genesis of two chains do not go together.
fn check_member(chain: &Chain, me: &OrgId) -> Result<(), AppError> {
    chain.view().state.members().org(me).map(drop).ok_or(AppError::NotAMember)
}
