//! What can go wrong with the database.

/// An answer of the database that is an error.
pub type QueryError = diesel::result::Error;

/// The database could not do what was asked, or holds what it cannot hold.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is gone.
    #[error("the database did not answer")]
    Database(#[from] diesel::result::Error),
    /// It could not be opened.
    #[error("the database at {place} could not be opened")]
    Open {
        /// Where it is.
        place: String,
        /// Why.
        #[source]
        source: diesel::ConnectionError,
    },
    /// Its tables could not be made or brought up to date.
    #[error("the tables could not be brought up to date: {0}")]
    Migrate(String),
    /// The server may not be written to as it is.
    #[error("{0}")]
    Unfit(String),
    /// All connections are taken.
    #[error("all database connections are busy")]
    Busy(#[source] diesel::r2d2::PoolError),
    /// The thread that asked it panicked.
    #[error("the thread that asked the database panicked: {0}")]
    Thread(String),
    /// What was read cannot have been written by us.
    #[error("the database holds something that this node did not write: {0}")]
    Corrupt(String),
}

impl StoreError {
    /// Whether the same may work a moment later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Busy(_) => true,
            Self::Database(error) => is_locked(error),
            Self::Open { .. }
            | Self::Migrate(_)
            | Self::Unfit(_)
            | Self::Thread(_)
            | Self::Corrupt(_) => false,
        }
    }

    /// A row that cannot be.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }
}

/// Whether another connection was in the way. SQLite has no code of its own for it in diesel.
pub fn is_locked(error: &QueryError) -> bool {
    use diesel::result::DatabaseErrorKind::SerializationFailure;
    match error {
        QueryError::DatabaseError(SerializationFailure, _) => true,
        QueryError::DatabaseError(_, told) => told.message().contains("is locked"),
        _ => false,
    }
}

/// A number of the database as the unsigned one it stands for.
pub(super) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_cause| StoreError::corrupt(format!("the number {number}")))
}

/// A position or a height as the database keeps it. They stay below 2^53, so they fit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A digest as the database keeps it.
pub(super) fn hash(bytes: &[u8]) -> Result<ledger::Hash, StoreError> {
    ledger::Hash::from_slice(bytes)
        .map_err(|_cause| StoreError::corrupt("a digest of another length"))
}

/// Whether a row can hold the text: PostgreSQL knows no U+0000. What is looked for and cannot be
/// there is not found, in either database.
pub(super) fn can_be_text(text: &str) -> bool {
    !text.contains('\0')
}

/// A text as both databases can hold it: a sentence about what somebody sent may quote a U+0000.
pub(super) fn told(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::result::DatabaseErrorKind::{SerializationFailure, UniqueViolation, Unknown};

    #[test]
    fn only_what_another_connection_holds_may_pass() {
        for (kind, told, locked) in [
            (Unknown, "database is locked", true),
            (Unknown, "database table is locked: read_event", true),
            (SerializationFailure, "could not serialize access", true),
            (Unknown, "no such table: read_event", false),
            (UniqueViolation, "UNIQUE constraint failed: read_event.leaf", false),
        ] {
            let error = QueryError::DatabaseError(kind, Box::new(told.to_owned()));
            assert_eq!(StoreError::Database(error).may_pass(), locked, "{told}");
        }
    }
}
