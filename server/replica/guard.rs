//! The guard file: what this node's keys have signed, outside SQL and outside every backup.
//!
//! A database can be put back to yesterday, a machine can be copied; a key that then votes or
//! cosigns again contradicts itself in public. So the highest height and the largest checkpoint
//! stand in a file of their own, on the disk before a signature leaves (`protocol.md` section 7).
//!
//! The file has two slots that are written in turn, each with its checksum: a write that is cut
//! off leaves the other slot as it was.

use engine::{Fatal, VoteGuard};
use ledger::Hash;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What has been signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The chain.
    pub origin: String,
    /// Goes up by one at each write.
    turn: u64,
    /// The highest height voted at; 0 before the first vote.
    pub height: u64,
    /// The largest size cosigned; 0 before the first.
    pub size: u64,
    /// The root cosigned at that size.
    pub root: Hash,
}

/// Why the guard file cannot be used or forbids a signature.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// There is none. On a new chain it is made; on an old one it must not be.
    #[error("the guard file {0} is missing: see docs/operations.md, \"The guard file is lost\"")]
    Missing(PathBuf),
    /// Neither slot can be read, or it belongs to another chain.
    #[error("the guard file {0} is damaged or of another chain")]
    Damaged(PathBuf),
    /// It cannot be read or written.
    #[error("the guard file {path} cannot be used")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// This key has signed something later.
    #[error(
        "this node has already voted at height {signed}, and is asked to vote at {asked}: its \
         database is older than its guard file"
    )]
    Height {
        /// The highest height so far.
        signed: u64,
        /// The height asked for.
        asked: u64,
    },
    /// This key has cosigned something larger, or another root.
    #[error(
        "this node has already cosigned {signed} records, and is asked to cosign {asked} with \
         another content: its database is older than its guard file, or was changed"
    )]
    Checkpoint {
        /// The largest size so far.
        signed: u64,
        /// The size asked for.
        asked: u64,
    },
}

const SLOT: u64 = 1_024;
const CHECKSUM: usize = 64;

struct Inner {
    file: File,
    path: PathBuf,
    signed: Signed,
}

/// The open guard file; clones share it.
#[derive(Clone)]
pub struct Guard(Arc<Mutex<Inner>>);

impl Guard {
    /// Makes the file of a chain that has signed nothing; one that is there is an error.
    pub fn create(path: &Path, origin: &str) -> Result<Self, GuardError> {
        Self::create_at(path, origin, 0, 0, Hash::ZERO)
    }

    /// Makes the file of a chain of one whose guard was lost: what SQL holds counts as signed.
    pub fn create_at(
        path: &Path,
        origin: &str,
        height: u64,
        size: u64,
        root: Hash,
    ) -> Result<Self, GuardError> {
        let failed = |source| GuardError::File { path: path.to_owned(), source };
        let file =
            File::options().read(true).write(true).create_new(true).open(path).map_err(failed)?;
        let signed = Signed { origin: origin.to_owned(), turn: 0, height, size, root };
        let mut inner = Inner { file, path: path.to_owned(), signed: signed.clone() };
        inner.write(signed)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(Self(Arc::new(Mutex::new(inner))))
    }

    /// Opens the file of a chain.
    pub fn open(path: &Path, origin: &str) -> Result<Self, GuardError> {
        let failed = |source| GuardError::File { path: path.to_owned(), source };
        let opened = File::options().read(true).write(true).open(path);
        let file = match opened {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(GuardError::Missing(path.to_owned()));
            }
            other => other.map_err(failed)?,
        };
        let signed = [0, 1]
            .into_iter()
            .filter_map(|slot| read_slot(&file, slot))
            .filter(|signed| signed.origin == origin)
            .max_by_key(|signed| signed.turn)
            .ok_or_else(|| GuardError::Damaged(path.to_owned()))?;
        Ok(Self(Arc::new(Mutex::new(Inner { file, path: path.to_owned(), signed }))))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        // The record in memory changes only after the write, so a panic leaves it true.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What has been signed so far.
    pub fn signed(&self) -> Signed {
        self.with(|inner| inner.signed.clone())
    }

    /// To be called before a vote at `height` is signed.
    pub fn vote(&self, height: u64) -> Result<(), GuardError> {
        self.with(|inner| {
            let signed = inner.signed.height;
            match height.cmp(&signed) {
                std::cmp::Ordering::Less => Err(GuardError::Height { signed, asked: height }),
                std::cmp::Ordering::Equal => Ok(()),
                std::cmp::Ordering::Greater => {
                    inner.write(Signed { height, ..inner.signed.clone() })
                }
            }
        })
    }

    /// To be called before a checkpoint is cosigned; again for the same one costs nothing.
    pub fn cosign(&self, size: u64, root: Hash) -> Result<(), GuardError> {
        self.with(|inner| {
            let signed = &inner.signed;
            if (size, root) == (signed.size, signed.root) {
                return Ok(());
            }
            if size <= signed.size {
                return Err(GuardError::Checkpoint { signed: signed.size, asked: size });
            }
            inner.write(Signed { size, root, ..signed.clone() })
        })
    }
}

impl Inner {
    fn write(&mut self, mut signed: Signed) -> Result<(), GuardError> {
        let failed = |source| GuardError::File { path: self.path.clone(), source };
        signed.turn = self.signed.turn.saturating_add(1);
        let text = serde_json::to_string(&signed).unwrap_or_default();
        let mut slot = format!("{}{text}\n", Hash::of(&[text.as_bytes()])).into_bytes();
        slot.resize(usize::try_from(SLOT).unwrap_or(usize::MAX), b' ');
        self.file.write_all_at(&slot, (signed.turn % 2) * SLOT).map_err(failed)?;
        self.file.sync_data().map_err(failed)?;
        self.signed = signed;
        Ok(())
    }
}

fn read_slot(file: &File, slot: u64) -> Option<Signed> {
    let mut bytes = vec![0; usize::try_from(SLOT).ok()?];
    file.read_exact_at(&mut bytes, slot * SLOT).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let (checksum, rest) = text.split_at_checked(CHECKSUM)?;
    let record = rest.split('\n').next()?;
    let right = Hash::of(&[record.as_bytes()]).to_hex() == checksum;
    right.then(|| serde_json::from_str(record).ok()).flatten()
}

impl VoteGuard for Guard {
    async fn before_vote(&self, height: u64) -> Result<(), Fatal> {
        let guard = self.clone();
        // An fsync blocks its thread.
        tokio::task::spawn_blocking(move || guard.vote(height))
            .await
            .map_err(|error| Fatal::new(format!("the guard could not be asked: {error}")))?
            .map_err(Fatal::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_signs_backwards() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guard");
        let guard = Guard::create(&path, "demo/1").unwrap();
        guard.vote(7).unwrap();
        guard.cosign(20, Hash::of(&[b"a"])).unwrap();
        drop(guard);
        let guard = Guard::open(&path, "demo/1").unwrap();
        assert!(guard.vote(7).is_ok());
        assert!(matches!(guard.vote(6), Err(GuardError::Height { signed: 7, asked: 6 })));
        assert!(guard.cosign(20, Hash::of(&[b"a"])).is_ok());
        assert!(guard.cosign(20, Hash::of(&[b"b"])).is_err());
        assert!(guard.cosign(19, Hash::of(&[b"a"])).is_err());
        assert!(guard.cosign(21, Hash::of(&[b"b"])).is_ok());
    }

    #[test]
    fn a_write_that_was_cut_off_leaves_the_record_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guard");
        let guard = Guard::create(&path, "demo/1").unwrap();
        guard.vote(1).unwrap();
        guard.vote(2).unwrap();
        let last = guard.signed().turn % 2;
        drop(guard);
        let file = File::options().write(true).open(&path).unwrap();
        file.write_all_at(b"torn", last * SLOT + 70).unwrap();
        assert_eq!(Guard::open(&path, "demo/1").unwrap().signed().height, 1);
        file.write_all_at(b"torn", (1 - last) * SLOT + 70).unwrap();
        assert!(matches!(Guard::open(&path, "demo/1"), Err(GuardError::Damaged(_))));
    }

    #[test]
    fn the_guard_of_another_chain_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guard");
        drop(Guard::create(&path, "demo/1").unwrap());
        assert!(matches!(Guard::open(&path, "demo/2"), Err(GuardError::Damaged(_))));
        let missing = folder.path().join("other");
        assert!(matches!(Guard::open(&missing, "demo/1"), Err(GuardError::Missing(_))));
    }
}
