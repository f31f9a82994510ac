//! The two databases that a node can stand on, behind one type.

use super::error::StoreError;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::path::PathBuf;

/// A connection to either database. Queries on it use what both understand.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// SQLite, inside the process.
    Sqlite(SqliteConnection),
    /// PostgreSQL 15 or later.
    Postgres(PgConnection),
}

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder with `chain.db` and `read.db`.
    Sqlite(PathBuf),
    /// A libpq connection string; it may hold a password and is not shown.
    Postgres(String),
}

/// Which set of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Chain,
    Read,
}

const SQLITE_CHAIN: EmbeddedMigrations = embed_migrations!("migrations/sqlite/chain");
const SQLITE_READ: EmbeddedMigrations = embed_migrations!("migrations/sqlite/read");
const POSTGRES_CHAIN: EmbeddedMigrations = embed_migrations!("migrations/postgres/chain");
const POSTGRES_READ: EmbeddedMigrations = embed_migrations!("migrations/postgres/read");

/// FULL: a commit is on the disk when it returns; a receipt promises no less. `secure_delete`
/// overwrites what erasure deletes.
const SQLITE_SETTINGS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000;
";

/// The read model can be rebuilt, so it need not reach the disk at every commit.
const SQLITE_READ_SETTINGS: &str = "PRAGMA synchronous = NORMAL;";

impl Place {
    /// The files of SQLite, or the same database twice.
    pub(super) fn url(&self, set: Set) -> String {
        match (self, set) {
            (Self::Sqlite(folder), Set::Chain) => folder.join("chain.db").display().to_string(),
            (Self::Sqlite(folder), Set::Read) => folder.join("read.db").display().to_string(),
            (Self::Postgres(url), Set::Chain | Set::Read) => url.clone(),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.display().to_string(),
            Self::Postgres(_) => "the PostgreSQL address of the settings".to_owned(),
        }
    }

    /// Opens a connection and sets it up; tables are not touched.
    pub(super) fn connect(&self, set: Set) -> Result<Db, StoreError> {
        let url = self.url(set);
        let failed = |source| StoreError::Open { place: self.shown(), source };
        match self {
            Self::Sqlite(_) => {
                let mut connection = SqliteConnection::establish(&url).map_err(failed)?;
                connection.batch_execute(SQLITE_SETTINGS)?;
                if set == Set::Read {
                    connection.batch_execute(SQLITE_READ_SETTINGS)?;
                }
                Ok(Db::Sqlite(connection))
            }
            Self::Postgres(_) => PgConnection::establish(&url).map(Db::Postgres).map_err(failed),
        }
    }

    /// Brings the tables of both sets up to date.
    pub fn migrate(&self) -> Result<(), StoreError> {
        for set in [Set::Chain, Set::Read] {
            let done = match (self.connect(set)?, set) {
                (Db::Sqlite(mut c), Set::Chain) => run(&mut c, SQLITE_CHAIN),
                (Db::Sqlite(mut c), Set::Read) => run(&mut c, SQLITE_READ),
                (Db::Postgres(mut c), Set::Chain) => run(&mut c, POSTGRES_CHAIN),
                (Db::Postgres(mut c), Set::Read) => run(&mut c, POSTGRES_READ),
            };
            done.map_err(StoreError::Migrate)?;
        }
        Ok(())
    }
}

/// So long a process that has just died may hold its claim.
const CLAIM: &str = "
    SET lock_timeout = '5s';
    SELECT pg_advisory_lock(hashtext('furlong'), hashtext(current_schema()));
    RESET lock_timeout;
";

/// One process at a time writes a PostgreSQL database, from whichever machine: the claim ends with
/// the connection. The files of SQLite lie in a folder, which has a lock of its own.
pub(super) fn claim(connection: &mut Db) -> Result<(), StoreError> {
    match connection {
        Db::Sqlite(_) => Ok(()),
        Db::Postgres(connection) => connection.batch_execute(CLAIM).map_err(|error| {
            let told = error.to_string();
            if told.contains("lock timeout") { StoreError::InUse } else { error.into() }
        }),
    }
}

/// Inserts many rows in one statement, which the enum itself cannot do: each backend writes such a
/// statement in its own way.
macro_rules! insert_rows {
    ($connection:expr, $table:path, $rows:expr) => {
        match $connection {
            crate::store::connection::Db::Sqlite(connection) => {
                diesel::insert_into($table).values($rows).execute(connection)
            }
            crate::store::connection::Db::Postgres(connection) => {
                diesel::insert_into($table).values($rows).execute(connection)
            }
        }
    };
}
pub(super) use insert_rows;

fn run<DB: diesel::backend::Backend>(
    connection: &mut impl diesel_migrations::MigrationHarness<DB>,
    migrations: EmbeddedMigrations,
) -> Result<(), String> {
    connection.run_pending_migrations(migrations).map(drop).map_err(|error| error.to_string())
}

impl Db {
    /// Runs `act` in one transaction that takes the write lock at once, so that two writers wait
    /// for each other instead of failing half-way.
    pub fn write<T, E: From<diesel::result::Error>>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        };
        self.batch_execute(begin)?;
        match act(self) {
            Ok(value) => {
                if let Err(error) = self.batch_execute("COMMIT") {
                    self.roll_back();
                    return Err(error.into());
                }
                Ok(value)
            }
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    /// Runs `act` over one unchanging view of the data.
    pub fn snapshot<T, E: From<diesel::result::Error>>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.batch_execute(begin)?;
        let answer = act(self);
        self.roll_back();
        answer
    }

    /// A rollback that fails means that the connection is gone, and the transaction with it.
    fn roll_back(&mut self) {
        if let Err(error) = self.batch_execute("ROLLBACK") {
            tracing::warn!(error = %error, "the database did not take the end of a transaction");
        }
    }
}
