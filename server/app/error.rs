//! Why a node does not start.

use crate::commit::CommitError;
use crate::http::HttpError;
use crate::keys::{KeyringError, RandomError};
use crate::lock::LockError;
use crate::project::ProjectError;
use crate::replica::{GuardError, ReplicaError};
use crate::store::StoreError;
use crate::store::attachments::SweepError;
use crate::tls::TlsError;
use ledger::genesis::{GenesisError, SignaturesError};
use std::path::PathBuf;

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Certificate, key or public address.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A file of the data folder.
    #[error("{path} cannot be read: is this the data folder of a chain? `furlong init` makes one")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The genesis.
    #[error("genesis.json: {0}")]
    Genesis(#[from] GenesisError),
    /// Its signatures.
    #[error("genesis.sigs: {0}")]
    Signatures(#[from] SignaturesError),
    /// What the members told one who joined.
    #[error("joined.json, which furlong join begin wrote, cannot be read: {0}")]
    Joined(#[source] serde_json::Error),
    /// The validator's keys.
    #[error(transparent)]
    Key(#[from] KeyringError),
    /// Randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Their owner is not on the chain.
    #[error("the validator keys of this folder belong to no member of the chain")]
    NotAMember,
    /// The data folder is another process's.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The guard.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of files that statements name.
    #[error(transparent)]
    Files(#[from] SweepError),
    /// The chain.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The replica.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    /// The projector.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The listener.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// Threads.
    #[error("a thread could not be started")]
    Thread(#[source] std::io::Error),
}
