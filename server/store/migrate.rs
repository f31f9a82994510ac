//! Making the tables, and bringing them up to date.

use super::connection::{self, Db, Place, Set};
use super::error::StoreError;
use diesel::migration::{
    Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion, Result as Ran,
};
use diesel::pg::Pg;
use diesel::{backend::Backend, connection::BoxableConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fmt;

const SQLITE_CHAIN: EmbeddedMigrations = embed_migrations!("migrations/sqlite/chain");
const SQLITE_READ: EmbeddedMigrations = embed_migrations!("migrations/sqlite/read");
const POSTGRES_CHAIN: EmbeddedMigrations = embed_migrations!("migrations/postgres/chain");
const POSTGRES_READ: EmbeddedMigrations = embed_migrations!("migrations/postgres/read");

impl Place {
    /// Brings the tables of both sets up to date.
    pub fn migrate(&self) -> Result<(), StoreError> {
        for set in [Set::Chain, Set::Read] {
            let done = match (self.connect_writer(set)?, set) {
                (Db::Sqlite(mut c), Set::Chain) => run(&mut c, SQLITE_CHAIN),
                (Db::Sqlite(mut c), Set::Read) => run(&mut c, SQLITE_READ),
                (Db::Postgres(mut c), Set::Chain) => run(&mut c, POSTGRES_CHAIN),
                (Db::Postgres(mut c), Set::Read) => run(&mut c, OfRead(POSTGRES_READ)),
            };
            done.map_err(|error| StoreError::Migrate(error.to_string()))?;
        }
        Ok(())
    }

    /// Whether there are tables of the read model that this program knows.
    pub fn has_pages(&self) -> Result<bool, StoreError> {
        let pending = match self.connect(Set::Read)? {
            Db::Sqlite(mut c) => c.has_pending_migration(SQLITE_READ),
            Db::Postgres(mut c) => c.has_pending_migration(OfRead(POSTGRES_READ)),
        };
        pending.map(|pending| !pending).map_err(|error| StoreError::Migrate(error.to_string()))
    }

    /// Empty tables of the read model in a file of their own that nobody else sees and that goes with
    /// the connection.
    pub fn scratch() -> Result<Db, StoreError> {
        let mut connection = connection::scratch()?;
        run(&mut connection, SQLITE_READ)
            .map_err(|error| StoreError::Migrate(error.to_string()))?;
        Ok(Db::Sqlite(connection))
    }

    /// Whether the tables of the chain are those that this program knows.
    pub fn is_current(&self) -> Result<bool, StoreError> {
        let pending = match self.connect(Set::Chain)? {
            Db::Sqlite(mut c) => c.has_pending_migration(SQLITE_CHAIN),
            Db::Postgres(mut c) => c.has_pending_migration(POSTGRES_CHAIN),
        };
        pending.map(|pending| !pending).map_err(|error| StoreError::Migrate(error.to_string()))
    }
}

fn run<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    migrations: impl MigrationSource<DB>,
) -> Ran<()> {
    connection.run_pending_migrations(migrations).map(drop)
}

/// Migrations of the read model in PostgreSQL. Both sets share one table of versions there, and
/// number their migrations each for itself: these get a prefix.
struct OfRead(EmbeddedMigrations);

impl MigrationSource<Pg> for OfRead {
    fn migrations(&self) -> Ran<Vec<Box<dyn Migration<Pg>>>> {
        let all: Vec<Box<dyn Migration<Pg>>> = self.0.migrations()?;
        let prefixed = |one: Box<dyn Migration<Pg>>| -> Box<dyn Migration<Pg>> {
            let name = Prefixed(format!("read-{}", one.name().version()));
            Box::new(ReadMigration { inner: one, name })
        };
        Ok(all.into_iter().map(prefixed).collect())
    }
}

struct ReadMigration {
    inner: Box<dyn Migration<Pg>>,
    name: Prefixed,
}

impl Migration<Pg> for ReadMigration {
    fn run(&self, connection: &mut dyn BoxableConnection<Pg>) -> Ran<()> {
        self.inner.run(connection)
    }

    fn revert(&self, connection: &mut dyn BoxableConnection<Pg>) -> Ran<()> {
        self.inner.revert(connection)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self.inner.metadata()
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}

struct Prefixed(String);

impl fmt::Display for Prefixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl MigrationName for Prefixed {
    fn version(&self) -> MigrationVersion<'_> {
        MigrationVersion::from(&self.0)
    }
}
