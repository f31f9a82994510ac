//! The two databases that a node can stand on, behind one type.

use super::address::PostgresUrl;
use super::error::StoreError;
use super::{forgetting, promise};
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ConnectionError, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};

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
    /// A database of a PostgreSQL server.
    Postgres(PostgresUrl),
}

/// Which set of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Chain,
    Read,
}

/// FULL: a commit is on the disk when it returns; a receipt promises no less. `secure_delete`
/// overwrites what erasure deletes. `recursive_triggers` lets the triggers see a REPLACE, too.
const SQLITE_SETTINGS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16000;
";

/// The read model can be rebuilt, so it need not reach the disk at every commit.
const SQLITE_READ_SETTINGS: &str = "PRAGMA synchronous = NORMAL;";

impl Place {
    /// One of the two files of SQLite.
    fn file(folder: &Path, set: Set) -> String {
        let name = match set {
            Set::Chain => "chain.db",
            Set::Read => "read.db",
        };
        folder.join(name).display().to_string()
    }

    /// Opens a connection and sets it up; tables are not touched.
    pub(super) fn connect(&self, set: Set) -> Result<Db, StoreError> {
        match self {
            Self::Sqlite(folder) => {
                let place = || folder.display().to_string();
                let mut connection = SqliteConnection::establish(&Self::file(folder, set))
                    .map_err(|source| StoreError::Open { place: place(), source })?;
                connection.batch_execute(SQLITE_SETTINGS)?;
                if set == Set::Read {
                    connection.batch_execute(SQLITE_READ_SETTINGS)?;
                }
                Ok(Db::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let failed =
                    |source| StoreError::Open { place: url.to_string(), source: one_line(&source) };
                let mut connection = PgConnection::establish(url.as_str()).map_err(failed)?;
                promise::check(&mut connection)?;
                Ok(Db::Postgres(connection))
            }
        }
    }

    /// Opens a connection that may write. With PostgreSQL no other process has one to `ledger_*`
    /// meanwhile; with SQLite the file's own lock keeps writers apart.
    pub(super) fn connect_writer(&self, set: Set) -> Result<Db, StoreError> {
        let mut connection = self.connect(set)?;
        match (&mut connection, set) {
            (Db::Postgres(postgres), Set::Chain) => promise::become_writer(postgres)?,
            (Db::Postgres(_), Set::Read) | (Db::Sqlite(_), Set::Chain | Set::Read) => {}
        }
        Ok(connection)
    }
}

impl Place {
    /// Brings SQLite's logs into the files beside them, so that a node that ended leaves nothing but
    /// whole files. A connection of a pool may still be about to open or to close just then, and only
    /// the last one to close would do it by itself.
    pub fn fold_logs(&self) -> Result<(), StoreError> {
        if matches!(self, Self::Sqlite(_)) {
            for set in [Set::Chain, Set::Read] {
                let done = forgetting::scrub(&mut self.connect(set)?)?;
                tracing::debug!(?set, done, "the log of a database that nobody uses any more");
            }
        }
        Ok(())
    }
}

/// A private database on the disk, gone when it is closed: SQLite's meaning of an empty name. It need
/// not outlive anything, so nothing is synced and no journal is kept.
pub(super) fn scratch() -> Result<SqliteConnection, StoreError> {
    let place = || "a temporary file".to_owned();
    let mut connection = SqliteConnection::establish("")
        .map_err(|source| StoreError::Open { place: place(), source })?;
    connection.batch_execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;",
    )?;
    Ok(connection)
}

/// libpq explains itself in several lines; the operator reads one.
fn one_line(error: &ConnectionError) -> ConnectionError {
    let told = error.to_string();
    ConnectionError::BadConnection(told.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Inserts rows, some of them in one statement, which the enum itself cannot do: each backend writes
/// such a statement in its own way. A statement of a fixed number of rows is prepared once and kept;
/// one of any other number is parsed each time, which takes longer than to run it.
macro_rules! insert_rows {
    ($connection:expr, $table:path, $rows:expr) => {
        match $connection {
            crate::store::connection::Db::Sqlite(connection) => {
                insert_rows!(@all connection, $table, $rows)
            }
            crate::store::connection::Db::Postgres(connection) => {
                insert_rows!(@all connection, $table, $rows)
            }
        }
    };
    (@all $connection:ident, $table:path, $rows:expr) => {
        (|| -> diesel::QueryResult<()> {
            let mut rest = &$rows[..];
            while let Some((some, more)) = rest.split_first_chunk::<64>() {
                diesel::insert_into($table).values(some).execute($connection)?;
                rest = more;
            }
            while let Some((some, more)) = rest.split_first_chunk::<8>() {
                diesel::insert_into($table).values(some).execute($connection)?;
                rest = more;
            }
            for one in rest {
                diesel::insert_into($table).values(one).execute($connection)?;
            }
            Ok(())
        })()
    };
}
pub(super) use insert_rows;

/// Inserts a page of rows in one statement; the answer is how many came in. For copies, which have
/// many tables and large pages.
macro_rules! insert_page {
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
pub(super) use insert_page;

impl Db {
    /// Runs `act` in one transaction that takes the write lock at once, so that two writers wait
    /// for each other instead of failing half-way.
    pub fn write<T, E: From<diesel::result::Error>>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        // PostgreSQL answers COMMIT without an error where a statement failed before, and rolls
        // back. The SELECT fails then.
        let (begin, commit) = match self {
            Self::Sqlite(_) => ("BEGIN IMMEDIATE", "COMMIT"),
            Self::Postgres(_) => {
                ("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", "SELECT 1; COMMIT")
            }
        };
        self.batch_execute(begin)?;
        match act(self) {
            Ok(value) => {
                if let Err(error) = self.batch_execute(commit) {
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
