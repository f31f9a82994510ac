//! The lock of a data folder: one process at a time may change what lies there.
//!
//! The operating system gives it back when the process ends, however it ends. The file itself
//! means nothing and stays.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The name of the file.
const NAME: &str = "lock";

/// A locked folder, until this is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Closing it gives the lock back.
    _file: File,
}

/// Why the folder was not locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error(
        "{0} is in use by another furlong process (a node, or a command that changes or checks \
         the folder): end that one first"
    )]
    Taken(PathBuf),
    /// The file cannot be opened or locked.
    #[error("the lock file {path} cannot be used")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Lock {
    /// For whoever changes something: nobody else has the folder, not even to check it.
    pub fn alone(folder: &Path) -> Result<Self, LockError> {
        Self::take(folder, File::try_lock)
    }

    /// For whoever only reads: others may read at the same time.
    pub fn shared(folder: &Path) -> Result<Self, LockError> {
        Self::take(folder, File::try_lock_shared)
    }

    fn take(
        folder: &Path,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, LockError> {
        let path = folder.join(NAME);
        let failed = |source| LockError::File { path: path.clone(), source };
        let opened =
            File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(failed)?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changes_or_several_read() {
        let folder = tempfile::tempdir().unwrap();
        let alone = Lock::alone(folder.path()).unwrap();
        assert!(matches!(Lock::alone(folder.path()), Err(LockError::Taken(_))));
        assert!(matches!(Lock::shared(folder.path()), Err(LockError::Taken(_))));
        drop(alone);
        let readers = [Lock::shared(folder.path()).unwrap(), Lock::shared(folder.path()).unwrap()];
        assert!(matches!(Lock::alone(folder.path()), Err(LockError::Taken(_))));
        drop(readers);
        assert!(Lock::alone(folder.path()).is_ok());
    }
}
