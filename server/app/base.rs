//! What every part of a node stands on: the folder, the chain, the queue, and what is counted.

use super::error::AppError;
use super::run::Machine;
use crate::clock::Clock;
use crate::commit::{Chain, Commit, found};
use crate::config::Config;
use crate::disk::DiskWatch;
use crate::gauges::{self, Gauges};
use crate::home::Home;
use crate::http::OperatorToken;
use crate::intake::{self, Intake};
use crate::keys::Keyring;
use crate::lock::Lock;
use crate::metrics::Metrics;
use crate::peers::{self, Book, PeerFeed, Peers};
use crate::project::Projector;
use crate::replica::{Anchors, Archive, Guard, LostGuard, Pending, Quorum, Setup, Wires, take_up};
use crate::store::attachments::{self, Files, SweepError};
use crate::store::{Db, Place, Pool};
use crate::views::{self, Reader};
use ledger::OrgId;
use ledger::genesis::{Genesis, verify_signatures};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::watch;

/// Connections for readers.
const READERS: u32 = 8;

/// It is opened before any part begins.
pub(super) struct Base {
    pub(super) config: Config,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) home: Home,
    pub(super) lock: Lock,
    pub(super) origin: String,
    pub(super) place: Place,
    pub(super) metrics: Metrics,
    pub(super) committing: JoinHandle<()>,
    genesis: Genesis,
    keys: Keyring,
    me: OrgId,
    files: Files,
    guard: Guard,
    pool: Pool,
    commit: Commit,
    disk: DiskWatch,
    pending: Pending,
    quorum: Quorum,
    anchors: Anchors,
    accepts_loss: bool,
}

impl Base {
    /// Opens the folder, the database and the guard, in this order.
    pub(super) fn open(
        machine: Machine,
        config: Config,
        lost_guard: LostGuard,
    ) -> Result<Self, AppError> {
        let Machine { clock, disk } = machine;
        let disk = DiskWatch::new(disk, config.disk);
        let home = Home::at(config.folder.clone());
        let genesis = read_genesis(&home)?;
        // Before anything is opened: two nodes of one folder would sign beside each other.
        let lock = Lock::alone(home.path())?;
        let origin = genesis.origin();
        let keys = Keyring::at(home.keys());
        let me = keys.owner()?;
        let (place, files) = (config.place(), Files::of(home.path()));
        let metrics = Metrics::new(Arc::clone(&clock));
        let (anchors, chain) =
            (read_anchors(&home)?, open_chain(&place, &genesis, (&me, &files), &clock)?);
        if anchors.is_none() {
            check_member(&chain, &me)?;
        }
        let others = config.peer.iter().any(|peer| peer.iss != me);
        let guard = take_up(home.path(), &chain, (lost_guard, others))?;
        let pool = Pool::open(&place, READERS)?;
        let started = Commit::start(chain.measured_by(metrics.clone()));
        let (commit, committing) = started.map_err(AppError::Thread)?;
        let pending = Pending::new(config.limits.waiting).measured_by(metrics.clone());
        let quorum = Quorum::new(&origin);
        Ok(Self {
            config,
            clock,
            home,
            lock,
            origin,
            place,
            metrics,
            committing,
            genesis,
            keys,
            me,
            files,
            guard,
            pool,
            commit,
            disk,
            pending,
            quorum,
            anchors: anchors.unwrap_or_default(),
            accepts_loss: lost_guard == LostGuard::Accept,
        })
    }

    /// What orders.
    pub(super) fn replica(&self, book: &Book) -> Setup {
        let (consensus, peers) = (self.config.consensus.clone(), book.known());
        let reading = (self.keys.clone(), self.commit.clone());
        let feed = PeerFeed::new(&self.origin, self.me.clone(), reading, book.known());
        Setup {
            origin: self.origin.clone(),
            folder: self.config.folder.clone(),
            me: self.me.clone(),
            keys: self.keys.clone(),
            guard: self.guard.clone(),
            commit: self.commit.clone(),
            pending: self.pending.clone(),
            clock: Arc::clone(&self.clock),
            disk: self.disk.clone(),
            cosign_every: Duration::from_secs(self.config.cosign_every_s.max(1)),
            quorum: self.quorum.clone(),
            wires: Wires { consensus, peers },
            feed: Arc::new(feed),
            anchors: self.anchors.clone(),
            accepts_loss: self.accepts_loss,
        }
    }

    /// What follows the ledger, with connections of its own: readers who take all of theirs do not
    /// stop it. What is looked up for `/metrics` follows it, too.
    pub(super) fn projector(&self) -> Result<(Projector, watch::Receiver<u64>), AppError> {
        let (chain, read) = (self.place.chain_reader()?, self.place.read_writer()?);
        let (origin, commit) = (self.origin.clone(), self.commit.clone());
        let (projector, projected) = Projector::new(origin, commit, chain, read)?;
        self.metrics.collect(Box::new(Gauges::new(gauges::Parts {
            commit: &self.commit,
            projected: projected.clone(),
            pending: self.pending.clone(),
            guard: self.guard.clone(),
            disk: self.disk.clone(),
            started_ms: self.clock.now_ms(),
        })));
        Ok((projector.measured_by(self.metrics.clone()), projected))
    }

    /// The door for statements.
    pub(super) fn intake(&self) -> Intake {
        Intake::new(intake::Parts {
            origin: self.origin.clone(),
            commit: self.commit.clone(),
            pending: self.pending.clone(),
            pool: self.pool.clone(),
            clock: Arc::clone(&self.clock),
            disk: self.disk.clone(),
            checking_max: self.config.limits.checking,
            files: self.files.clone(),
            file_bytes_max: u64::from(self.config.limits.attachment_mb.get()) << 20,
        })
        .measured_by(self.metrics.clone())
    }

    /// What goes on with the other members' nodes.
    pub(super) fn peers(&self, intake: Intake, book: Book) -> Result<Peers, AppError> {
        Ok(Peers::start(peers::Parts {
            origin: &self.origin,
            me: self.me.clone(),
            keys: self.keys.clone(),
            commit: self.commit.clone(),
            quorum: self.quorum.clone(),
            pending: self.pending.clone(),
            intake,
            archive: Archive::new(self.pool.clone()),
            book,
        })?)
    }

    /// The door for readers.
    pub(super) fn reader(
        &self,
        projected: watch::Receiver<u64>,
        ended: watch::Receiver<Option<String>>,
    ) -> Reader {
        Reader::new(views::Parts {
            origin: self.origin.clone(),
            genesis: self.genesis.text(),
            me: self.me.clone(),
            commit: self.commit.clone(),
            pool: self.pool.clone(),
            clock: Arc::clone(&self.clock),
            projected,
            files: self.files.clone(),
            ended,
            metrics: self.metrics.clone(),
        })
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

fn read(path: PathBuf) -> Result<String, AppError> {
    std::fs::read_to_string(&path).map_err(|source| AppError::File { path, source })
}

/// The genesis, with every signature that it needs.
pub fn read_genesis(home: &Home) -> Result<Genesis, AppError> {
    let genesis = Genesis::read(read(home.genesis())?.as_bytes())?;
    verify_signatures(&genesis, &read(home.signatures())?)?;
    Ok(genesis)
}

pub(super) fn read_operator(home: &Home) -> Result<OperatorToken, AppError> {
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
    Ok(chain)
}

/// What the members told this node when it joined; nothing where it founded the chain.
fn read_anchors(home: &Home) -> Result<Option<Anchors>, AppError> {
    if !home.joined().exists() {
        return Ok(None);
    }
    let text = read(home.joined())?;
    serde_json::from_str(&text).map(Some).map_err(AppError::Joined)
}

/// Keys and genesis of two chains do not go together.
fn check_member(chain: &Chain, me: &OrgId) -> Result<(), AppError> {
    chain.view().state.members().org(me).map(drop).ok_or(AppError::NotAMember)
}
