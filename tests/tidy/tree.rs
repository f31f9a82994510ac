//! The repository as text, or a few lines that stand for one.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 3] = [".git", "node_modules", "target"];

/// Files that the checks read; of others only the name counts.
const READ: [&str; 8] = [".rs", ".md", ".sql", ".html", ".ftl", ".toml", ".js", ".css"];

/// Files by their path from the root, with `/` between folders.
#[derive(Debug)]
pub(super) struct Tree(BTreeMap<String, String>);

impl Tree {
    /// The repository in which the tests run.
    pub(super) fn of_repository() -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut files)?;
        Ok(Self(files))
    }

    /// These files and no others.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self(files.iter().map(owned).collect())
    }

    /// Path and text of the files whose path begins and ends like this.
    pub(super) fn files<'a>(
        &'a self,
        start: &'a str,
        end: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .filter(move |(path, _)| path.starts_with(start) && path.ends_with(end))
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Whether there is such a file or folder.
    pub(super) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.0.contains_key(path) || self.0.keys().any(|file| file.starts_with(&folder))
    }
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if !entry.file_type()?.is_dir() {
            let is_read = READ.iter().any(|end| name.ends_with(end));
            let text = if is_read { std::fs::read_to_string(entry.path())? } else { String::new() };
            files.insert(path, text);
        } else if !FOREIGN.contains(&name.as_str()) {
            read(&entry.path(), &format!("{path}/"), files)?;
        }
    }
    Ok(())
}

/// Fails with one line for each fault.
pub(super) fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}\n", faults.len(), faults.join("\n"));
}

/// Fails unless the faults are as many as the words, and each holds its words.
pub(super) fn assert_told(faults: &[String], words: &[&str]) {
    assert_eq!(faults.len(), words.len(), "{faults:#?}");
    for (fault, words) in faults.iter().zip(words) {
        assert!(fault.contains(words), "{fault:?} should say {words:?}");
    }
}

#[test]
fn the_repository_is_read_whole() {
    let tree = Tree::of_repository().unwrap();
    let own = tree.text("tests/tidy/tree.rs").unwrap();
    assert!(own.starts_with("//! The repository as text"));
    assert!(tree.has("Cargo.lock") && tree.has("crates/gs1") && tree.has("crates/gs1/"));
    assert!(!tree.has("crates/gs") && !tree.has("target"));
}
