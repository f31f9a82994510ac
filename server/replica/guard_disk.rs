//! The disk under a guard file: a real folder, or in the simulation one whose power fails.

use super::guard::LOG;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// What a guard file needs of its disk. Each call is one thing that may be the last before the
/// power goes.
pub trait GuardDisk: Send {
    /// Where the file stands, for messages.
    fn path(&self) -> &Path;
    /// Whether there is a file.
    fn is_there(&self) -> io::Result<bool>;
    /// Opens it; its length in bytes.
    fn open(&mut self) -> io::Result<u64>;
    /// Fills `bytes` from the open file, from the byte `at` on.
    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()>;
    /// Opens a new file of `length` zeros under another name.
    fn draft(&mut self, length: u64) -> io::Result<()>;
    /// Writes into the open file.
    fn write(&mut self, bytes: &[u8], at: u64) -> io::Result<()>;
    /// What was written to the open file survives from now on, its length too.
    fn sync(&mut self) -> io::Result<()>;
    /// Puts the draft in the place of the file.
    fn publish(&mut self) -> io::Result<()>;
    /// That it stands there survives from now on.
    fn sync_folder(&mut self) -> io::Result<()>;
    /// What was written to the engine's log beside the file survives from now on.
    fn sync_log(&self) -> io::Result<()>;
}

/// The folder of a node.
pub(super) struct Folder {
    path: PathBuf,
    file: Option<File>,
}

impl Folder {
    /// The folder in which a guard file stands or will stand.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), file: None }
    }

    fn draft_path(&self) -> PathBuf {
        self.path.with_extension("part")
    }

    fn file(&self) -> io::Result<&File> {
        self.file.as_ref().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl GuardDisk for Folder {
    fn path(&self) -> &Path {
        &self.path
    }

    fn is_there(&self) -> io::Result<bool> {
        self.path.try_exists()
    }

    fn open(&mut self) -> io::Result<u64> {
        let file = File::options().read(true).write(true).open(&self.path)?;
        let length = file.metadata()?.len();
        self.file = Some(file);
        Ok(length)
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.file()?.read_exact_at(bytes, at)
    }

    fn draft(&mut self, length: u64) -> io::Result<()> {
        let mut options = File::options();
        let file =
            options.read(true).write(true).create(true).truncate(true).open(self.draft_path())?;
        file.set_len(length)?;
        self.file = Some(file);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.file()?.write_all_at(bytes, at)
    }

    fn sync(&mut self) -> io::Result<()> {
        // The data and what is needed to find it again, the length among it (fdatasync(2)).
        self.file()?.sync_data()
    }

    fn publish(&mut self) -> io::Result<()> {
        self.file()?.sync_all()?;
        std::fs::rename(self.draft_path(), &self.path)
    }

    fn sync_folder(&mut self) -> io::Result<()> {
        File::open(self.path.parent().unwrap_or(Path::new(".")))?.sync_all()
    }

    fn sync_log(&self) -> io::Result<()> {
        File::open(self.path.with_file_name(LOG))?.sync_data()
    }
}
