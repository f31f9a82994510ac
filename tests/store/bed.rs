//! An empty database of either kind, and a chain in it without a node around it.

use crate::support::postgres::{Database, shared};
use crate::support::{OFFICE, World};
use diesel::connection::SimpleConnection as _;
use furlong::app::read_genesis;
use furlong::commit::{Chain, found};
use furlong::store::{Db, Place, PostgresUrl};
use ledger::statement::Statement;
use ledger::{Hash, OrgId};
use std::sync::Arc;
use tempfile::TempDir;

/// Who proposes every block.
pub(super) const PROPOSER: &[u8] = b"an address of 20 byt";

/// A place for tables.
pub(super) struct Bed {
    pub(super) place: Place,
    pub(super) database: Option<Database<'static>>,
    /// Kept as long as the database.
    #[expect(dead_code, reason = "its end removes the folder")]
    folder: Option<TempDir>,
}

impl Bed {
    pub(super) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().to_owned());
        Self { place, database: None, folder: Some(folder) }
    }

    /// One that is there already.
    pub(super) fn at(place: Place) -> Self {
        Self { place, database: None, folder: None }
    }

    pub(super) fn postgres() -> Option<Self> {
        let database = shared()?.database();
        let place = Place::Postgres(PostgresUrl::parse(&database.url()).unwrap());
        Some(Self { place, database: Some(database), folder: None })
    }

    /// The chain's tables, made.
    pub(super) fn chain(&self) -> Db {
        self.place.migrate().unwrap();
        self.place.chain_writer().unwrap()
    }

    /// The tables of the read model, made.
    pub(super) fn read(&self) -> Db {
        self.place.migrate().unwrap();
        self.place.read_writer().unwrap()
    }

    /// Runs SQL beside whoever writes.
    pub(super) fn run(&self, sql: &str) -> Result<(), String> {
        let mut db = self.place.chain_reader().unwrap();
        db.batch_execute(sql).map_err(|error| error.to_string())
    }

    /// The chain of a world, at its genesis.
    pub(super) fn founded(&self, world: &World) -> Chain {
        let genesis = read_genesis(&world.home()).unwrap();
        let mut db = self.chain();
        found(&mut db, &genesis).unwrap();
        let office = OrgId::parse(OFFICE).unwrap();
        Chain::open(db, &genesis, office, Arc::new(world.clock.clone())).unwrap()
    }
}

/// Builds the next block from statements.
pub(super) fn build(chain: &mut Chain, statements: &[String]) -> (Hash, Vec<u8>) {
    let view = chain.view();
    let members = view.state.members();
    let verified = statements.iter().map(|jws| {
        let statement = Statement::read(jws.as_bytes(), chain.origin()).unwrap();
        Arc::new(statement.verify(|kid| members.jwk(kid)).unwrap())
    });
    let verified = verified.collect();
    let built = chain.build(0, PROPOSER, verified).unwrap();
    assert_eq!(built.dropped, []);
    built.block.unwrap()
}
