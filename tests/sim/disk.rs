//! A disk in memory whose power fails between any two calls, and in the middle of a write.

use super::chance::Chance;
use furlong::replica::GuardDisk;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

/// The disk of one node; clones are the same disk.
#[derive(Clone, Default)]
pub(super) struct Platter(Arc<Mutex<Surface>>);

/// What there is, as programs see it and as it would be found after a power cut.
#[derive(Default)]
struct Surface {
    files: Vec<File>,
    seen: Names,
    kept: Names,
    handle: Option<usize>,
    /// After so many more calls the power goes.
    fuse: Option<usize>,
    log_synced: bool,
}

#[derive(Clone, Copy, Default)]
struct Names {
    guard: Option<usize>,
    part: Option<usize>,
}

#[derive(Default)]
struct File {
    seen: Vec<u8>,
    kept: Vec<u8>,
    /// Where the last write begins that no sync followed.
    writing: Option<usize>,
}

const SECTOR: usize = 4_096;

impl Platter {
    fn surface(&self) -> MutexGuard<'_, Surface> {
        self.0.lock().unwrap()
    }

    /// The power goes after so many calls.
    pub(super) fn arm(&self, calls: usize) {
        self.surface().fuse = Some(calls);
    }

    /// Whether what the engine wrote down reached the disk.
    pub(super) fn log_is_synced(&self) -> bool {
        self.surface().log_synced
    }

    /// The engine writes into its log.
    pub(super) fn log_written(&self) {
        self.surface().log_synced = false;
    }

    /// The guard file is gone.
    pub(super) fn lose(&self) {
        let mut surface = self.surface();
        surface.seen = Names::default();
        surface.kept = Names::default();
        surface.handle = None;
    }

    /// The power is gone: of what no sync followed, some is there and some is not.
    pub(super) fn cut(&self, chance: &mut Chance) {
        let mut surface = self.surface();
        surface.fuse = None;
        surface.handle = None;
        for file in &mut surface.files {
            file.cut(chance);
        }
        let names = if chance.one_in(2) { surface.seen } else { surface.kept };
        (surface.seen, surface.kept) = (names, names);
    }
}

impl File {
    fn cut(&mut self, chance: &mut Chance) {
        match (chance.below(3), self.writing.take()) {
            (0, _) => self.kept = self.seen.clone(),
            // The sector that was being written holds something else altogether.
            (1, Some(at)) if at + SECTOR <= self.kept.len() => {
                self.kept[at..at + SECTOR].fill(0xff);
            }
            _ => {}
        }
        self.seen = self.kept.clone();
    }
}

impl Surface {
    /// Uses up the fuse.
    fn step(&mut self) -> io::Result<()> {
        match self.fuse.as_mut() {
            None => Ok(()),
            Some(0) => Err(io::Error::other("the power is gone")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
        }
    }

    fn open_file(&mut self) -> io::Result<&mut File> {
        let handle = self.handle.ok_or(io::ErrorKind::NotFound)?;
        Ok(&mut self.files[handle])
    }
}

impl GuardDisk for Platter {
    fn path(&self) -> &Path {
        Path::new("guard")
    }

    fn is_there(&self) -> io::Result<bool> {
        Ok(self.surface().seen.guard.is_some())
    }

    fn open(&mut self) -> io::Result<u64> {
        let mut surface = self.surface();
        let place = surface.seen.guard.ok_or(io::ErrorKind::NotFound)?;
        surface.handle = Some(place);
        Ok(u64::try_from(surface.files[place].seen.len()).unwrap())
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let mut surface = self.surface();
        let at = usize::try_from(at).unwrap();
        let length = bytes.len();
        let found = surface.open_file()?.seen.get(at..at + length);
        bytes.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn draft(&mut self, length: u64) -> io::Result<()> {
        let mut surface = self.surface();
        surface.step()?;
        let seen = vec![0; usize::try_from(length).unwrap()];
        surface.files.push(File { seen, kept: Vec::new(), writing: None });
        let place = surface.files.len() - 1;
        surface.seen.part = Some(place);
        surface.handle = Some(place);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut surface = self.surface();
        let at = usize::try_from(at).unwrap();
        let file = surface.open_file()?;
        file.seen[at..at + bytes.len()].copy_from_slice(bytes);
        file.writing = Some(at);
        // If the power goes now, the write may have got through all the same.
        surface.step()
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut surface = self.surface();
        surface.step()?;
        let file = surface.open_file()?;
        file.kept = file.seen.clone();
        file.writing = None;
        Ok(())
    }

    fn publish(&mut self) -> io::Result<()> {
        let mut surface = self.surface();
        surface.seen = Names { guard: surface.seen.part, part: None };
        surface.step()
    }

    fn sync_folder(&mut self) -> io::Result<()> {
        let mut surface = self.surface();
        surface.step()?;
        surface.kept = surface.seen;
        Ok(())
    }

    fn sync_log(&self) -> io::Result<()> {
        let mut surface = self.surface();
        surface.step()?;
        surface.log_synced = true;
        Ok(())
    }
}
