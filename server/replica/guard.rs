//! The guard file: what this node's keys have signed, outside SQL and outside every backup.
//!
//! A database can be put back to yesterday, a machine can be copied; a key that then votes or
//! cosigns again contradicts itself in public. So the highest height and the largest checkpoint
//! stand in a file of their own, on the disk before a signature leaves (`protocol.md` section 7).
//!
//! The file has two slots that are written in turn, each with its checksum: a write that is cut
//! off leaves the other slot as it was. Each fills a sector of its own, because a disk that loses
//! its power may lose the whole sector that it was writing.

use super::guard_disk::{Folder, GuardDisk};
use engine::{Fatal, VoteGuard};
use ledger::Hash;
use serde::{Deserialize, Serialize};
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

impl Signed {
    /// The first record of a file.
    pub fn first(origin: &str, height: u64, size: u64, root: Hash) -> Self {
        Self { origin: origin.to_owned(), turn: 1, height, size, root }
    }
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
    /// The guard names votes that the engine's log does not have.
    #[error(
        "this node has voted at height {height}, and consensus.wal does not hold those votes: it \
         was lost or emptied, so that the guard file counts as lost: see docs/operations.md, \
         \"The guard file is lost\""
    )]
    LogLost {
        /// The height voted at.
        height: u64,
    },
    /// Several members keep the chain, so that the others know what this node has signed.
    #[error(
        "--accept-lost-guard is for a chain of one, and {0} members keep this one: what the \
         database holds may be less than what this node has signed"
    )]
    NotAlone(usize),
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

/// The largest sector that disks write at once.
const SLOT: u64 = 4_096;
/// Slots were so long in files that older programs made.
const OLD_SLOT: u64 = 1_024;
const CHECKSUM: usize = 64;

/// The engine's log, beside the guard file.
pub(super) const LOG: &str = "consensus.wal";

/// The name of the guard file.
pub(super) const GUARD: &str = "guard";

/// Whether the engine's log in a folder still knows what was voted at a height.
///
/// The guard brings the log to the disk before it records a height, and the engine writes down
/// what it votes on before it asks the guard: after any crash the log has an entry of that height.
pub(super) fn log_covers(folder: &Path, height: u64) -> bool {
    match engine::log_head(&folder.join(LOG)) {
        Ok(head) => head.is_some_and(|head| head.height == height && head.entries > 0),
        Err(error) => {
            tracing::warn!(cause = %error, "the engine's log cannot be read");
            false
        }
    }
}

struct Inner {
    disk: Box<dyn GuardDisk>,
    signed: Signed,
    /// Its slots still lie in one sector.
    is_old: bool,
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
        Self::create_on(Folder::at(path), Signed::first(origin, height, size, root))
    }

    /// The same on any disk.
    pub fn create_on(
        mut disk: impl GuardDisk + 'static,
        signed: Signed,
    ) -> Result<Self, GuardError> {
        if disk.is_there().map_err(|source| failed(&disk, source))? {
            return Err(failed(&disk, std::io::ErrorKind::AlreadyExists.into()));
        }
        make(&mut disk, &signed).map_err(|source| failed(&disk, source))?;
        Ok(Self::of(Inner { disk: Box::new(disk), signed, is_old: false }))
    }

    /// Opens the file of a chain.
    pub fn open(path: &Path, origin: &str) -> Result<Self, GuardError> {
        Self::open_on(Folder::at(path), origin)
    }

    /// The same on any disk.
    pub fn open_on(mut disk: impl GuardDisk + 'static, origin: &str) -> Result<Self, GuardError> {
        let bytes = match disk.open() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(GuardError::Missing(disk.path().to_owned()));
            }
            other => other.map_err(|source| failed(&disk, source))?,
        };
        let slot = if bytes <= 2 * OLD_SLOT { OLD_SLOT } else { SLOT };
        let signed = [0, 1]
            .into_iter()
            .filter_map(|place| read_slot(&disk, place, slot))
            .filter(|signed| signed.origin == origin)
            .max_by_key(|signed| signed.turn)
            .ok_or_else(|| GuardError::Damaged(disk.path().to_owned()))?;
        // An older program's file is read as it is; the first write puts a new one in its place.
        Ok(Self::of(Inner { disk: Box::new(disk), signed, is_old: slot == OLD_SLOT }))
    }

    fn of(inner: Inner) -> Self {
        Self(Arc::new(Mutex::new(inner)))
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
                    inner.sync_log()?;
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
    /// What the engine has written down of this height reaches the disk before the guard says that
    /// there are votes for it; see [`log_covers`].
    fn sync_log(&self) -> Result<(), GuardError> {
        let path = || self.disk.path().with_file_name(LOG);
        self.disk.sync_log().map_err(|source| GuardError::File { path: path(), source })
    }

    fn write(&mut self, mut signed: Signed) -> Result<(), GuardError> {
        signed.turn = self.signed.turn.saturating_add(1);
        let disk = self.disk.as_mut();
        let written = if self.is_old { make(disk, &signed) } else { put(disk, &signed) };
        written.map_err(|source| failed(self.disk.as_ref(), source))?;
        self.is_old = false;
        self.signed = signed;
        Ok(())
    }
}

fn failed(disk: &dyn GuardDisk, source: std::io::Error) -> GuardError {
    GuardError::File { path: disk.path().to_owned(), source }
}

/// A new file with one record, under another name until it is whole: one that was cut off would be
/// damaged for ever.
fn make(disk: &mut dyn GuardDisk, signed: &Signed) -> std::io::Result<()> {
    disk.draft(2 * SLOT)?;
    put(disk, signed)?;
    disk.publish()?;
    disk.sync_folder()
}

/// Writes a record into the slot whose turn it is.
fn put(disk: &mut dyn GuardDisk, signed: &Signed) -> std::io::Result<()> {
    let text = serde_json::to_string(signed)?;
    let mut slot = format!("{}{text}\n", Hash::of(&[text.as_bytes()])).into_bytes();
    slot.resize(usize::try_from(SLOT).unwrap_or(usize::MAX), b' ');
    disk.write(&slot, (signed.turn % 2) * SLOT)?;
    disk.sync()
}

/// The record in a slot, if it is whole.
fn read_slot(disk: &dyn GuardDisk, place: u64, slot: u64) -> Option<Signed> {
    let mut bytes = vec![0; usize::try_from(slot).ok()?];
    disk.read(&mut bytes, place * slot).ok()?;
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
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;

    /// A folder with the engine's log, as it is when a node votes.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        File::create(folder.path().join(LOG)).unwrap();
        folder
    }

    #[test]
    fn a_key_never_signs_backwards() {
        let folder = folder();
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
        let folder = folder();
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
    fn a_lost_sector_leaves_the_other_slot() {
        let folder = folder();
        let path = folder.path().join("guard");
        let guard = Guard::create(&path, "demo/1").unwrap();
        guard.vote(1).unwrap();
        guard.vote(2).unwrap();
        let last = guard.signed().turn % 2;
        drop(guard);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 8_192);
        let file = File::options().write(true).open(&path).unwrap();
        file.write_all_at(&[0xff; 4_096], last * 4_096).unwrap();
        assert_eq!(Guard::open(&path, "demo/1").unwrap().signed().height, 1);
    }

    #[test]
    fn the_file_of_an_older_program_is_read_and_then_made_anew() {
        let folder = folder();
        let path = folder.path().join("guard");
        let old = File::create(&path).unwrap();
        for (turn, height) in [(4, 7), (5, 8)] {
            let signed =
                Signed { origin: "demo/1".into(), turn, height, size: 9, root: Hash::ZERO };
            let text = serde_json::to_string(&signed).unwrap();
            let mut slot = format!("{}{text}\n", Hash::of(&[text.as_bytes()])).into_bytes();
            slot.resize(1_024, b' ');
            old.write_all_at(&slot, (turn % 2) * 1_024).unwrap();
        }
        let guard = Guard::open(&path, "demo/1").unwrap();
        assert_eq!(guard.signed().height, 8);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 2_048, "reading changes nothing");
        assert!(guard.vote(7).is_err());
        guard.vote(9).unwrap();
        guard.vote(10).unwrap();
        drop(guard);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 8_192);
        assert_eq!(Guard::open(&path, "demo/1").unwrap().signed().height, 10);
    }

    #[test]
    fn without_the_engines_log_nothing_is_voted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guard");
        let guard = Guard::create(&path, "demo/1").unwrap();
        assert!(matches!(guard.vote(1), Err(GuardError::File { .. })));
        assert_eq!(guard.signed().height, 0);
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
