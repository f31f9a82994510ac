//! Room on the disk of the data folder, as an argument (`protocol.md` section 9, "Low disk"): first
//! intake stops, then ordering; reads go on.

use crate::config::Floors;
use rustix::fs::statvfs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

/// How often a stopped node looks whether there is room again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Tells how much room there is.
pub trait Disk: Send + Sync + 'static {
    /// Bytes that this program may still write.
    fn free_bytes(&self) -> io::Result<u64>;
}

/// The disk on which a folder lies.
#[derive(Debug, Clone)]
pub struct DiskOf(pub PathBuf);

impl Disk for DiskOf {
    fn free_bytes(&self) -> io::Result<u64> {
        let found = statvfs(&self.0)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }
}

/// A disk that a test fills.
#[derive(Debug, Clone, Default)]
pub struct ManualDisk {
    free: Arc<AtomicU64>,
}

impl ManualDisk {
    /// One with so many free bytes.
    pub fn with_free(bytes: u64) -> Self {
        let disk = Self::default();
        disk.set_free(bytes);
        disk
    }

    /// Fills or empties it.
    pub fn set_free(&self, bytes: u64) {
        self.free.store(bytes, Ordering::SeqCst);
    }
}

impl Disk for ManualDisk {
    fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.free.load(Ordering::SeqCst))
    }
}

/// Holds the room against the floors; clones share what was told to the operator.
#[derive(Clone)]
pub struct DiskWatch {
    disk: Arc<dyn Disk>,
    floors: Floors,
    told: Arc<AtomicU8>,
}

impl DiskWatch {
    /// Watches a disk.
    pub fn new(disk: Arc<dyn Disk>, floors: Floors) -> Self {
        Self { disk, floors, told: Arc::default() }
    }

    /// Whether statements may be taken.
    pub fn takes_statements(&self) -> bool {
        self.free_mb().is_some_and(|free| free >= self.floors.intake_mb)
    }

    /// Whether blocks may be made.
    pub fn orders(&self) -> bool {
        self.free_mb().is_some_and(|free| free >= self.floors.ordering_mb)
    }

    /// Resolves when blocks may be made.
    pub async fn ordering(&self) {
        while !self.orders() {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Bytes below which no statement is taken, and below which nothing is ordered.
    pub const fn floors_bytes(&self) -> (u64, u64) {
        let Floors { intake_mb, ordering_mb } = self.floors;
        (intake_mb.saturating_mul(1 << 20), ordering_mb.saturating_mul(1 << 20))
    }

    /// Free megabytes. A disk that does not answer counts as full.
    fn free_mb(&self) -> Option<u64> {
        self.free_bytes().map(|free| free >> 20)
    }

    /// Free bytes, if the disk answers.
    pub fn free_bytes(&self) -> Option<u64> {
        match self.disk.free_bytes() {
            Ok(free) => {
                self.tell(free >> 20);
                Some(free)
            }
            Err(error) => {
                if self.told.swap(3, Ordering::Relaxed) != 3 {
                    tracing::error!(%error, "the disk does not say how much room it has");
                }
                None
            }
        }
    }

    /// One line whenever a floor is crossed.
    fn tell(&self, free_mb: u64) {
        let Floors { intake_mb, ordering_mb } = self.floors;
        let level = u8::from(free_mb < intake_mb) + u8::from(free_mb < ordering_mb);
        if self.told.swap(level, Ordering::Relaxed) == level {
            return;
        }
        match (free_mb < intake_mb, free_mb < ordering_mb) {
            (false, false) => tracing::info!(free_mb, "there is room on the disk again"),
            (true, false) => {
                tracing::error!(free_mb, intake_mb, "low disk: no statement is taken; make room");
            }
            (_, true) => {
                tracing::error!(free_mb, ordering_mb, "low disk: nothing is ordered; make room");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_disk_tells_its_room_and_a_missing_one_counts_as_full() {
        let folder = tempfile::tempdir().unwrap();
        let there = DiskOf(folder.path().to_owned());
        assert!(there.free_bytes().unwrap() > 0);
        let floors = Floors { intake_mb: 0, ordering_mb: 0 };
        assert!(DiskWatch::new(Arc::new(there), floors).takes_statements());
        let gone = DiskWatch::new(Arc::new(DiskOf(folder.path().join("gone"))), floors);
        assert!(!gone.takes_statements() && !gone.orders());
    }

    #[test]
    fn intake_stops_before_ordering() {
        let disk = ManualDisk::with_free(600 << 20);
        let watch = DiskWatch::new(Arc::new(disk.clone()), Floors::default());
        let now = |free_mb: u64| {
            disk.set_free(free_mb << 20);
            (watch.takes_statements(), watch.orders())
        };
        assert_eq!(
            [512, 511, 128, 127, 600].map(now),
            [(true, true), (false, true), (false, true), (false, false), (true, true)]
        );
    }
}
