//! The outbox: what was signed stays on the disk until a node has given its receipts.
//!
//! One file a document. Its name follows from the document's bytes, the chain and the signer, so
//! that the same command, run again after the network came back, sends the very same statements
//! and records nothing twice.

use super::attach::Stored;
use super::package::{Cover, Package, Waiting};
use anyhow::{Context as _, bail};
use ledger::{Hash, OrgId};
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// A folder of packages.
pub(super) struct Outbox(PathBuf);

/// What the files' names end in.
const ENDING: &str = "jsonl";

impl Outbox {
    /// Opens a folder, which only its owner can read: it holds what events conceal.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("the outbox {} cannot be made", folder.display()))?;
        Ok(Self(folder.to_owned()))
    }

    /// Where the package of a document lies, if it lies there.
    pub(super) fn place(&self, document: &[u8], origin: &str, iss: &OrgId) -> PathBuf {
        let document = Hash::of(&[document]);
        let name =
            Hash::of(&[document.as_bytes(), origin.as_bytes(), b"\n", iss.as_str().as_bytes()]);
        self.0.join(format!("{name}.{ENDING}"))
    }

    /// The packages of this signer that wait for this chain, by name.
    pub(super) fn left(
        &self,
        origin: &str,
        iss: &OrgId,
    ) -> anyhow::Result<Vec<(PathBuf, Package)>> {
        let failed = || format!("the outbox {} cannot be read", self.0.display());
        let mut left = Vec::new();
        for entry in std::fs::read_dir(&self.0).with_context(failed)? {
            let path = entry.with_context(failed)?.path();
            if path.extension().is_none_or(|ending| ending != ENDING) {
                continue;
            }
            let package = read(&path)?;
            if package.cover.origin == origin && package.cover.iss == *iss {
                left.push((path, package));
            }
        }
        left.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(left)
    }
}

/// Writes a package; it is on the disk when this returns.
pub(super) fn keep(path: &Path, package: &Package) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(&package.cover)?;
    text.push('\n');
    for waiting in &package.waiting {
        text.push_str(&serde_json::to_string(waiting)?);
        text.push('\n');
    }
    let draft = path.with_extension("part");
    let write = || -> std::io::Result<()> {
        let mut options = File::options();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&draft, path)?;
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    write().with_context(|| format!("the outbox file {} cannot be written", path.display()))
}

/// The folder of the files that statements of a package name.
fn folder(package: &Path) -> PathBuf {
    package.with_extension("files")
}

/// Writes the files that statements of a package name; they are on the disk when this returns.
pub(super) fn keep_files(package: &Path, files: &[Stored]) -> anyhow::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let folder = folder(package);
    let write = || -> std::io::Result<()> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        for one in files {
            let path = folder.join(one.digest.to_hex());
            let mut options = File::options();
            let mut file =
                options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
            file.write_all(&one.bytes)?;
            file.sync_all()?;
        }
        File::open(&folder)?.sync_all()
    };
    write().with_context(|| format!("the outbox folder {} cannot be written", folder.display()))
}

/// A file that a statement of a package names, if it still lies there.
pub(super) fn file(package: &Path, digest: &str) -> anyhow::Result<Vec<u8>> {
    let path = folder(package).join(digest);
    std::fs::read(&path)
        .with_context(|| format!("the outbox file {} cannot be read", path.display()))
}

/// Reads a package.
pub(super) fn read(path: &Path) -> anyhow::Result<Package> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the outbox file {} cannot be read", path.display()))?;
    let mut lines = text.lines();
    let cover = lines.next().and_then(|line| serde_json::from_str::<Cover>(line).ok());
    let waiting: Result<Vec<Waiting>, serde_json::Error> =
        lines.map(serde_json::from_str).collect();
    match (cover.filter(|cover| cover.v == 1), waiting) {
        (Some(cover), Ok(waiting)) => Ok(Package { cover, waiting }),
        (None, _) | (_, Err(_)) => {
            bail!("{} is no outbox file of this program: move it out of the folder", path.display())
        }
    }
}

/// Drops a package whose statements all have an answer.
pub(super) fn done(path: &Path) -> anyhow::Result<()> {
    std::fs::remove_file(path)
        .with_context(|| format!("the outbox file {} cannot be removed", path.display()))?;
    let folder = folder(path);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("the outbox folder {} cannot be removed", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn file_of(path: &Path, package: &Package) -> Vec<u8> {
        file(path, &package.waiting[0].files[0]).unwrap()
    }

    #[test]
    fn a_package_lies_where_its_document_says_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(&folder.path().join("out")).unwrap();
        let iss = OrgId::parse("https://id.gs1.org/417/9506000134352").unwrap();
        let cover =
            Cover { v: 1, origin: "a.example/1".into(), iss: iss.clone(), file: "a.json".into() };
        let waiting = Waiting {
            event_id: "urn:uuid:1".into(),
            pointer: "/epcisBody/eventList/0".into(),
            jws: "a.b.c".into(),
            disclosures: vec!["d".into(), "e".into()],
            files: vec![Hash::of(&[b"f"]).to_hex()],
        };
        let package = Package { cover, waiting: vec![waiting] };
        let path = outbox.place(b"{}", "a.example/1", &iss);
        let file = Stored { digest: Hash::of(&[b"f"]), bytes: b"f".to_vec() };
        keep_files(&path, &[file]).unwrap();
        keep(&path, &package).unwrap();
        assert_eq!(outbox.left("a.example/1", &iss).unwrap(), [(path.clone(), package.clone())]);
        assert!(outbox.left("b.example/1", &iss).unwrap().is_empty());
        assert_ne!(path, outbox.place(b"{ }", "a.example/1", &iss));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(file_of(&path, &package), b"f");
        done(&path).unwrap();
        assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 0);
        assert!(outbox.left("a.example/1", &iss).unwrap().is_empty());
    }
}
