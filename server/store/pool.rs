//! Connections for readers.

use super::connection::{Db, Place, Set};
use super::error::StoreError;
use diesel::r2d2::{self, R2D2Connection as _};
use std::time::Duration;

/// Opens connections to one set of tables.
#[derive(Debug, Clone)]
pub struct Opener {
    place: Place,
    set: Set,
}

impl r2d2::ManageConnection for Opener {
    type Connection = Db;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Db, r2d2::Error> {
        self.place.connect(self.set).map_err(|error| match error {
            StoreError::Open { source, .. } => r2d2::Error::ConnectionError(source),
            StoreError::Database(source) => r2d2::Error::QueryError(source),
            other => r2d2::Error::ConnectionError(diesel::ConnectionError::BadConnection(
                other.to_string(),
            )),
        })
    }

    fn is_valid(&self, connection: &mut Db) -> Result<(), r2d2::Error> {
        connection.ping().map_err(r2d2::Error::QueryError)
    }

    /// A panic may have come between the two ends of a transaction.
    fn has_broken(&self, connection: &mut Db) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

/// A connection on loan.
pub type Pooled = r2d2::PooledConnection<Opener>;

/// Two sets of connections for readers.
#[derive(Clone)]
pub struct Pool {
    chain: r2d2::Pool<Opener>,
    read: r2d2::Pool<Opener>,
}

/// How long a reader waits for a connection before it is told that the node is busy.
const WAIT_MAX: Duration = Duration::from_secs(5);

impl Pool {
    /// Opens `size` connections to each set.
    pub fn open(place: &Place, size: u32) -> Result<Self, StoreError> {
        // The pool only tells that it waited in vain; one connection tells why.
        drop(place.connect(Set::Chain)?);
        let open = |set| {
            r2d2::Pool::builder()
                .max_size(size)
                .connection_timeout(WAIT_MAX)
                .test_on_check_out(matches!(place, Place::Postgres(_)))
                .build(Opener { place: place.clone(), set })
                .map_err(StoreError::Busy)
        };
        Ok(Self { chain: open(Set::Chain)?, read: open(Set::Read)? })
    }

    /// The same for one who reads `ledger_*` and `node_*` alone: the tables of pages may be damaged.
    pub fn of_chain(place: &Place, size: u32) -> Result<Self, StoreError> {
        drop(place.connect(Set::Chain)?);
        let build = |size| r2d2::Pool::builder().max_size(size).connection_timeout(WAIT_MAX);
        let chain = Opener { place: place.clone(), set: Set::Chain };
        let read = Opener { place: place.clone(), set: Set::Read };
        let chain = build(size).build(chain).map_err(StoreError::Busy)?;
        Ok(Self { chain, read: build(1).min_idle(Some(0)).build_unchecked(read) })
    }

    /// A connection to `ledger_*` and `node_*`.
    pub fn chain(&self) -> Result<Pooled, StoreError> {
        self.chain.get().map_err(StoreError::Busy)
    }

    /// A connection to `read_*`.
    pub fn read(&self) -> Result<Pooled, StoreError> {
        self.read.get().map_err(StoreError::Busy)
    }
}

impl Place {
    /// The one connection that writes `ledger_*` and `node_*`.
    pub fn chain_writer(&self) -> Result<Db, StoreError> {
        self.connect_writer(Set::Chain)
    }

    /// A connection beside the node that writes: for its projector, which follows the ledger
    /// outside the readers' pool, and for commands that only read.
    pub fn chain_reader(&self) -> Result<Db, StoreError> {
        self.connect(Set::Chain)
    }

    /// A connection that changes the vault, also beside a running node: neither undoes what the
    /// other does there. It writes nothing else.
    pub fn vault_writer(&self) -> Result<Db, StoreError> {
        self.connect(Set::Chain)
    }

    /// A connection that reads `read_*` beside the node.
    pub fn read_reader(&self) -> Result<Db, StoreError> {
        self.connect(Set::Read)
    }

    /// The one connection that writes `read_*`.
    pub fn read_writer(&self) -> Result<Db, StoreError> {
        self.connect_writer(Set::Read)
    }
}
