//! The folder: `attachments/` with a file for each digest, and `attachments/incoming/` with those
//! that are still arriving.
//!
//! A file gets its name only when all of it is on the disk, so that whatever has a name is whole:
//! write, fsync, rename, fsync of the folder.

use ledger::Hash;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

/// The folder of files that events name; clones share the count of changes.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    changes: Arc<AtomicU64>,
}

/// The disk did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("the file {path} could not be {done}")]
pub struct FileError {
    path: PathBuf,
    done: &'static str,
    #[source]
    source: io::Error,
}

/// Names of arriving files differ within a process; the node of a folder is one process.
static COUNT: AtomicU64 = AtomicU64::new(0);

fn failed(path: &Path, done: &'static str) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |source| FileError { path, done, source }
}

impl Files {
    /// The folder beside the database of a data folder; nothing is touched.
    pub fn of(home: &Path) -> Self {
        Self { folder: home.join("attachments"), changes: Arc::default() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A number that is another after each change through this value or a clone.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }

    fn path(&self, digest: Hash) -> PathBuf {
        self.folder.join(digest.to_hex())
    }

    /// Makes the folders, which only their owner reads, and removes what was cut off while it
    /// arrived: nobody was told that it is here.
    pub fn prepare(&self) -> Result<(), FileError> {
        let incoming = self.incoming();
        if incoming.exists() {
            std::fs::remove_dir_all(&incoming).map_err(failed(&incoming, "removed"))?;
        }
        let mut folders = std::fs::DirBuilder::new();
        folders.recursive(true).mode(0o700);
        folders.create(&incoming).map_err(failed(&incoming, "made"))
    }

    /// Begins to take a file.
    pub fn draft(&self) -> Result<Draft, FileError> {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = self.incoming().join(format!("{}-{count}", std::process::id()));
        let mut options = File::options();
        let options = options.write(true).create_new(true).mode(0o600);
        let file = options.open(&path).map_err(failed(&path, "made"))?;
        Ok(Draft { files: self.clone(), path, file: Some(file), digest: Sha256::new(), length: 0 })
    }

    /// The bytes of a file, if it is here with this length and they still have this digest;
    /// `None` if it is not, or is damaged, which `fsck` tells apart.
    pub fn read(&self, digest: Hash, length: u64) -> Result<Option<Vec<u8>>, FileError> {
        let path = self.path(digest);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&path, "opened")(error)),
        };
        let mut bytes = Vec::new();
        let read = file.take(length.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(failed(&path, "read"))?;
        Ok((Hash::of(&[&bytes]) == digest).then_some(bytes))
    }

    /// The length of a file, if there is one of that name.
    pub fn length(&self, digest: Hash) -> Result<Option<u64>, FileError> {
        let path = self.path(digest);
        match std::fs::metadata(&path) {
            Ok(about) => Ok(Some(about.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&path, "looked at")(error)),
        }
    }

    /// Takes a file away; one that is not there is gone already.
    pub fn remove(&self, digest: Hash) -> Result<(), FileError> {
        let path = self.path(digest);
        match std::fs::remove_file(&path) {
            Ok(()) => {
                self.changed();
                sync(&self.folder)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed(&path, "removed")(error)),
        }
    }

    /// The files that have a name, and when each was last written, milliseconds since 1970. A folder
    /// that was never made holds none; what has another name is nobody's.
    pub fn all(&self) -> Result<Vec<(Hash, u64)>, FileError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(&self.folder, "read")(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed(&self.folder, "read"))?;
            let name = entry.file_name();
            let Some(Ok(digest)) = name.to_str().map(Hash::from_hex) else { continue };
            let written = entry.metadata().and_then(|about| about.modified());
            let written = written.map_err(failed(&entry.path(), "looked at"))?;
            let age = written.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
            found.push((digest, u64::try_from(age.as_millis()).unwrap_or(u64::MAX)));
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// What a folder lists is on the disk when this returns.
fn sync(folder: &Path) -> Result<(), FileError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(failed(folder, "written to the disk"))
}

/// A file that is arriving. Dropped without [`Draft::keep`], it is taken away.
#[derive(Debug)]
pub struct Draft {
    files: Files,
    path: PathBuf,
    /// Nothing once it was renamed.
    file: Option<File>,
    digest: Sha256,
    length: u64,
}

impl Draft {
    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if let Some(file) = &mut self.file {
            file.write_all(bytes).map_err(failed(&self.path, "written"))?;
        }
        self.digest.update(bytes);
        self.length = self.length.saturating_add(bytes.len() as u64);
        Ok(())
    }

    /// How many bytes came.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The digest of the bytes that came.
    pub fn digest(&self) -> Hash {
        Hash::from_bytes(self.digest.clone().finalize().into())
    }

    /// All bytes that came.
    pub fn bytes(&self) -> Result<Vec<u8>, FileError> {
        std::fs::read(&self.path).map_err(failed(&self.path, "read"))
    }

    /// Gives it its name; it is on the disk when this returns.
    pub fn keep(mut self) -> Result<(), FileError> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let kept = file
            .sync_all()
            .and_then(|()| std::fs::rename(&self.path, self.files.path(self.digest())));
        if kept.is_err() {
            // So that it is taken away.
            self.file = Some(file);
        }
        kept.map_err(failed(&self.path, "kept"))?;
        sync(&self.files.folder)?;
        self.files.changed();
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.file.is_some()
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "an unfinished file stays");
        }
    }
}
