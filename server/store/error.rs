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
    /// What was read cannot have been written by us.
    #[error("the database holds something that this node did not write: {0}")]
    Corrupt(String),
}

impl StoreError {
    /// A row that cannot be.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
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
