//! Why the ledger could not go on.

use crate::store::StoreError;

/// The ledger cannot go on. Whoever gets this ends the process: a block that was decided and is
/// not stored must not be followed by another.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database, inside a transaction.
    #[error("the database did not answer")]
    Database(#[from] crate::store::QueryError),
    /// What was decided does not follow from what is stored.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// The writing thread has ended.
    #[error("the writing thread has ended")]
    Gone,
}

impl CommitError {
    /// Something that only a bug or a damaged disk can cause.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }
}
