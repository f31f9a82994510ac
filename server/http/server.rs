//! The listener.

use super::doors::Doors;
use super::extract::{Room, path_faults, query_faults};
use super::limit::{ConnectionFaults, Faults, Pages, Proxies};
use super::middleware::{Gate, OperatorToken, gate, security_headers, traced};
use super::routes::routes;
use super::{asset, openapi};
use crate::clock::Clock;
use crate::config::{Labels, Limits, Proxy};
use crate::intake::Intake;
use crate::metrics::Metrics;
use crate::peers::Door;
use crate::views::Reader;
use actix_web::dev::ServerHandle;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// So many connections at once; others wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 2_048;
/// Threads that answer.
const WORKERS: usize = 2;

/// What the handlers use.
#[derive(Clone)]
pub struct Setup {
    /// The door for statements.
    pub intake: Intake,
    /// The door for readers.
    pub reader: Reader,
    /// The door for other members' nodes.
    pub peers: Door,
    /// What may stand in printed codes.
    pub labels: Labels,
    /// Who may read everything.
    pub operator: OperatorToken,
    /// How much one stranger may ask.
    pub limits: Limits,
    /// Whose word about others counts.
    pub proxy: Proxy,
    /// The time, for the limits.
    pub clock: Arc<dyn Clock>,
    /// Where requests are counted, and what is told at `/metrics`.
    pub metrics: Metrics,
}

/// The listener cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error(
    "the address {address} cannot be listened on: is it one of this machine, and does no other program use it?"
)]
pub struct HttpError {
    address: SocketAddr,
    #[source]
    source: std::io::Error,
}

impl HttpError {
    pub(super) const fn new(address: SocketAddr, source: std::io::Error) -> Self {
        Self { address, source }
    }
}

/// A listening server.
pub struct Served {
    /// Where it listens; the port is the real one.
    pub address: SocketAddr,
    /// Where this machine reaches it without HTTPS, if it has that.
    pub local: Option<SocketAddr>,
    /// To stop it.
    pub handle: ServerHandle,
    /// Why it ended, once it has.
    pub ended: watch::Receiver<Option<String>>,
}

/// Opens the doors and serves until the handle stops it.
pub fn serve(setup: Setup, doors: &Doors) -> Result<Served, HttpError> {
    let (main, local) = doors.open()?;
    let (address, beside) = (main.address, local.as_ref().map(|open| open.address));
    let failed = |source| HttpError { address, source };
    let gatekeeper = Gate {
        proxies: Proxies::new(setup.proxy.clone()),
        pages: Pages::new(&setup.limits, &setup.clock),
        faults: Faults::new(&setup.limits, &setup.clock),
    };
    drop(actix_web::rt::task::spawn_blocking(|| {
        asset::prepare();
        openapi::prepare();
    }));
    // One for all workers.
    let room = Data::new(Room::default());
    let mut server = HttpServer::new(move || {
        App::new()
            .wrap(from_fn(gate))
            .wrap(Compress::default())
            .wrap(security_headers())
            // Outermost: it sees every answer as it leaves.
            .wrap(from_fn(traced))
            .app_data(query_faults())
            .app_data(path_faults())
            .app_data(Data::new(setup.metrics.clone()))
            .app_data(Data::new(setup.intake.clone()))
            .app_data(Data::new(setup.reader.clone()))
            .app_data(Data::new(setup.peers.clone()))
            .app_data(Data::new(setup.labels.clone()))
            .app_data(Data::new(setup.operator))
            .app_data(Data::new(gatekeeper.clone()))
            .app_data(Data::clone(&room))
            .configure(routes)
    })
    .on_connect(|_connection, about| {
        about.insert(ConnectionFaults::default());
    })
    // An answer of several packets must not wait for the client to confirm the first (40 ms).
    .tcp_nodelay(true)
    .workers(WORKERS)
    // It counts for each worker.
    .max_connections(CONNECTIONS_MAX / WORKERS)
    .client_request_timeout(Duration::from_secs(10))
    .disable_signals()
    .shutdown_timeout(5);
    server = match doors.identity() {
        Some(identity) => server.listen_rustls_0_23(main.listener, identity.server()),
        None => server.listen(main.listener),
    }
    .map_err(failed)?;
    if let Some(local) = local {
        server = server.listen(local.listener).map_err(failed)?;
    }
    let server = server.run();
    let handle = server.handle();
    let (tell, ended) = watch::channel(None);
    actix_web::rt::spawn(async move {
        let reason = match server.await {
            Ok(()) => "the listener ended".to_owned(),
            Err(error) => format!("the listener ended: {error}"),
        };
        tell.send_replace(Some(reason));
    });
    Ok(Served { address, local: beside, handle, ended })
}
