//! The one place where everything is wired.

use super::base::{Base, read_operator};
use super::error::AppError;
use crate::clock::Clock;
use crate::config::Config;
use crate::disk::{Disk, DiskOf};
use crate::http::{self, Doors, Served};
use crate::intake::Intake;
use crate::lock::Lock;
use crate::peers::{Book, Door, Peers};
use crate::project::Following;
use crate::replica::{LostGuard, Replica};
use crate::store::Place;
use crate::tls::{Identity, TlsError};
use crate::views::Reader;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::watch;

/// A running node.
pub struct App {
    served: Served,
    replica: Replica,
    peers: Peers,
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
        let identity = identity(&config, machine.clock.now_ms())?;
        let base = Base::open(machine, config, lost_guard)?;
        let book = Book::new(&base.config.folder, &base.config.peer);
        let replica = Replica::start(base.replica(&book)).await?;
        let (projector, projected) = base.projector()?;
        let projecting = projector.follow();
        let intake = base.intake();
        let peers = base.peers(intake.clone(), book)?;
        let reader = base.reader(projected, replica.ending());
        let setup = setup(&base, (intake.clone(), reader.clone(), peers.door().clone()))?;
        let served = http::serve(setup, &doors(&base.config, identity))?;
        let Base { committing, origin, place, lock, .. } = base;
        Ok(Self {
            served,
            replica,
            peers,
            intake,
            reader,
            projecting,
            committing,
            origin,
            place,
            lock,
        })
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
        let peers = told(self.peers.ending(), "what asks the other nodes panicked");
        async move {
            tokio::select! {
                reason = replica => reason,
                reason = projector => reason,
                reason = listener => reason,
                reason = peers => reason,
            }
        }
    }

    /// Ends everything in the order of the data: no new requests, the block in hand, the rest.
    pub async fn stop(self) {
        self.served.handle.stop(true).await;
        self.peers.stop().await;
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

/// The reason that a part of the node leaves behind; `otherwise` if it could not.
async fn told(mut ended: watch::Receiver<Option<String>>, otherwise: &str) -> String {
    match ended.wait_for(Option::is_some).await {
        Ok(reason) => reason.clone().unwrap_or_default(),
        Err(_closed) => otherwise.to_owned(),
    }
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
    base: &Base,
    (intake, reader, peers): (Intake, Reader, Door),
) -> Result<http::Setup, AppError> {
    let config = &base.config;
    Ok(http::Setup {
        intake,
        reader,
        peers,
        labels: config.label.clone(),
        operator: read_operator(&base.home)?,
        limits: config.limits.clone(),
        proxy: config.proxy.clone(),
        clock: Arc::clone(&base.clock),
        metrics: base.metrics.clone(),
    })
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
