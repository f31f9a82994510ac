//! A founding in two steps: everything is written into a folder of its own, then moved.
//!
//! The moves are renames within one file system. Until the genesis is in its place there is no
//! chain, and nobody was told of one: what a founding that was cut off left behind is thrown away.

use super::found::FoundingError;
use crate::home::Home;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The folder within the data folder.
const NAME: &str = "founding.part";

/// What a founding makes, in the order in which it moves.
const ENTRIES: [&str; 5] = ["keys", "operator.token", "guard", "genesis.sigs", GENESIS];

/// The one that makes it a chain.
const GENESIS: &str = "genesis.json";

/// Files on their way into a data folder.
pub(super) struct Staging {
    target: PathBuf,
    home: Home,
}

impl Staging {
    /// A new folder; what an earlier founding left is thrown away. The caller has locked `home`.
    pub(super) fn begin(home: &Home) -> Result<Self, FoundingError> {
        let target = home.path().to_owned();
        let path = target.join(NAME);
        let failed = |source| FoundingError::File { path: path.clone(), source };
        if path.exists() {
            clean(&target, &path).map_err(failed)?;
        }
        let occupied = ENTRIES.iter().map(|name| target.join(name)).find(|entry| entry.exists());
        if let Some(entry) = occupied {
            return Err(FoundingError::Occupied(entry));
        }
        std::fs::create_dir(&path).map_err(failed)?;
        Ok(Self { target, home: Home::at(path) })
    }

    /// Where the files are to be written.
    pub(super) const fn home(&self) -> &Home {
        &self.home
    }

    /// Brings all of it to the disk and then to its place.
    pub(super) fn finish(self) -> Result<(), FoundingError> {
        let path = self.home.path();
        let finish = || -> io::Result<()> {
            sync(path)?;
            sync(&self.target)?;
            let place = |name| std::fs::rename(path.join(name), self.target.join(name));
            ENTRIES.into_iter().filter(|name| *name != GENESIS).try_for_each(place)?;
            // The others are in their place, whatever happens, before there is a chain.
            sync_folder(&self.target)?;
            place(GENESIS)?;
            std::fs::remove_dir(path)?;
            sync_folder(&self.target)?;
            // The data folder itself may be new.
            sync_folder(&self.target.canonicalize()?.join(".."))
        };
        finish().map_err(|source| FoundingError::File { path: path.to_owned(), source })
    }
}

/// Throws away what a founding left that was cut off. What it moved is what its folder lacks, once
/// the genesis, which is written last, is there.
fn clean(target: &Path, path: &Path) -> io::Result<()> {
    if path.join(GENESIS).exists() {
        for name in ENTRIES {
            let (here, there) = (path.join(name), target.join(name));
            if !here.exists() && there.exists() {
                std::fs::rename(there, here)?;
            }
        }
        // First back, then away: a cut between the two leaves a folder that lacks nothing.
        sync_folder(target)?;
        std::fs::remove_file(path.join(GENESIS))?;
        sync_folder(path)?;
    }
    std::fs::remove_dir_all(path)
}

/// A folder and everything below it.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(folder: &Path) {
        std::fs::create_dir(folder.join("keys")).unwrap();
        for name in ["keys/a.key", "operator.token", "guard", "genesis.sigs", "genesis.json"] {
            std::fs::write(folder.join(name), name).unwrap();
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_founding_that_was_cut_off_anywhere_is_not_in_the_way() {
        for moved in 0..ENTRIES.len() {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("furlong.toml"), "").unwrap();
            let home = Home::at(folder.path());
            let first = Staging::begin(&home).unwrap();
            fill(first.home().path());
            for name in ENTRIES.into_iter().take(moved) {
                let from = first.home().path().join(name);
                std::fs::rename(from, folder.path().join(name)).unwrap();
            }
            let second = Staging::begin(&home).unwrap();
            assert_eq!(names(folder.path()), ["founding.part", "furlong.toml"], "{moved}");
            fill(second.home().path());
            second.finish().unwrap();
            let mut all: Vec<&str> = ENTRIES.to_vec();
            all.push("furlong.toml");
            all.sort_unstable();
            assert_eq!(names(folder.path()), all);
        }
    }

    #[test]
    fn a_founding_that_was_cut_off_while_writing_is_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let first = Staging::begin(&home).unwrap();
        std::fs::create_dir(first.home().path().join("keys")).unwrap();
        assert!(names(Staging::begin(&home).unwrap().home().path()).is_empty());
    }

    #[test]
    fn keys_of_others_are_never_touched() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("keys")).unwrap();
        let begun = Staging::begin(&Home::at(folder.path()));
        assert!(matches!(begun, Err(FoundingError::Occupied(_))));
        assert_eq!(names(folder.path()), ["keys"]);
    }
}
