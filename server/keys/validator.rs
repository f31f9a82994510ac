//! The five keys of a validator, and finding those that an epoch names.
//!
//! Each set lies in a folder of its own: `validator`, which founding writes, and `validator-N`,
//! which [`Keyring::draw`] does. Row 0 of the members says which set signs in an epoch; names of
//! folders say nothing.

use super::{KeyFile, KeyFileError, Kind, Secret};
use ledger::OrgId;
use ledger::key::{Ed25519Secret, P256Secret};
use ledger::rows::Validator;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The purposes of a validator's keys, which are the names of their files.
pub const VALIDATOR_KEYS: [(&str, Kind); 5] = [
    ("vote", Kind::P256),
    ("log", Kind::Ed25519),
    ("cosign", Kind::Ed25519),
    ("cosign_p256", Kind::P256),
    ("node", Kind::Ed25519),
];

/// The set that founding writes.
const FIRST: &str = "validator";
/// A set is drawn at each epoch at most, and epochs are few in a year.
const SETS_MAX: usize = 1_000;

/// One set, ready to sign.
#[derive(Clone)]
pub struct ValidatorSecrets {
    /// The member.
    pub iss: OrgId,
    /// Votes.
    pub vote: P256Secret,
    /// Signs as the log.
    pub log: Ed25519Secret,
    /// Cosigns for C2SP tools.
    pub cosign: Ed25519Secret,
    /// Cosigns for browsers.
    pub cosign_p256: P256Secret,
    /// What peers know the node by.
    pub node: Ed25519Secret,
}

/// No keys, or not those that are needed.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// A file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// A folder.
    #[error("the folder {path} cannot be used")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key file of the other kind.
    #[error("the key file {0} holds a key of another kind")]
    Kind(PathBuf),
    /// Two sets of two members.
    #[error("the validator keys of this folder belong to two members, {0} and {1}")]
    TwoOwners(OrgId, OrgId),
    /// No set at all.
    #[error("there are no validator keys in {0}")]
    None(PathBuf),
    /// None of the sets is the one.
    #[error(
        "no keys of this folder are those by which {iss} signs in epoch {epoch}: put the key files \
         of that validator back below {folder}"
    )]
    NotHere {
        /// The member.
        iss: OrgId,
        /// The epoch.
        epoch: u64,
        /// The folder with the sets.
        folder: PathBuf,
    },
}

/// The sets of a node: the folder `keys` of its data folder, read anew at each question, so that a
/// set which was drawn beside a running node is found.
#[derive(Debug, Clone)]
pub struct Keyring(PathBuf);

impl Keyring {
    /// The sets below a folder; nothing is read.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Whose keys they are.
    pub fn owner(&self) -> Result<OrgId, KeyringError> {
        let mut owner: Option<OrgId> = None;
        for folder in self.folders()? {
            let iss = KeyFile::read(&folder.join("vote.key"))?.iss;
            match owner {
                Some(known) if known != iss => return Err(KeyringError::TwoOwners(known, iss)),
                Some(_) | None => owner = Some(iss),
            }
        }
        owner.ok_or_else(|| KeyringError::None(self.0.clone()))
    }

    /// The set by which a validator signs in an epoch.
    pub fn of(&self, row: &Validator, epoch: u64) -> Result<ValidatorSecrets, KeyringError> {
        self.find(row, epoch).map(|(_, found)| found)
    }

    /// The folder of that set.
    pub fn folder_of(&self, row: &Validator, epoch: u64) -> Result<PathBuf, KeyringError> {
        self.find(row, epoch).map(|(folder, _)| folder)
    }

    fn find(
        &self,
        row: &Validator,
        epoch: u64,
    ) -> Result<(PathBuf, ValidatorSecrets), KeyringError> {
        for folder in self.folders()? {
            if KeyFile::read(&folder.join("vote.key"))?.kid != row.vote.kid() {
                continue;
            }
            let found = ValidatorSecrets::read(&folder)?;
            if found.row(&row.host) == *row {
                return Ok((folder, found));
            }
        }
        Err(KeyringError::NotHere { iss: row.iss.clone(), epoch, folder: self.0.clone() })
    }

    /// The set that was drawn last: by its keys others know a node that has no vote.
    pub fn newest(&self) -> Result<Option<ValidatorSecrets>, KeyringError> {
        let number = |folder: &PathBuf| {
            let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.rsplit('-').next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(0)
        };
        let newest = self.folders()?.into_iter().max_by_key(number);
        newest.map(|folder| ValidatorSecrets::read(&folder)).transpose()
    }

    /// Draws a new set and writes it; when this returns it is on the disk. Answers with its folder.
    pub fn draw(&self, iss: &OrgId) -> Result<(PathBuf, ValidatorSecrets), KeyringError> {
        let named = (1..=SETS_MAX).map(|number| self.0.join(format!("{FIRST}-{number}")));
        let folder = named.into_iter().find(|folder| !folder.exists());
        let folder = folder.ok_or_else(|| KeyringError::None(self.0.clone()))?;
        let secrets = ValidatorSecrets::draw(iss)?;
        for (purpose, secret) in secrets.all() {
            let file = KeyFile::new(&secret, iss.clone(), purpose);
            file.write(&folder.join(format!("{purpose}.key")))?;
        }
        // The names too: an epoch whose keys a power cut took cannot go on.
        [folder.as_path(), self.0.as_path()].into_iter().try_for_each(sync)?;
        Ok((folder, secrets))
    }

    /// The folders that hold a set, by name. One whose keys were destroyed is none.
    fn folders(&self) -> Result<Vec<PathBuf>, KeyringError> {
        let failed = |source| KeyringError::Folder { path: self.0.clone(), source };
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.0).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_set = name == FIRST || name.starts_with("validator-");
            if is_set && path.join("vote.key").exists() {
                found.push(path);
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

fn sync(folder: &Path) -> Result<(), KeyringError> {
    let failed = |source| KeyringError::Folder { path: folder.to_owned(), source };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

impl ValidatorSecrets {
    fn draw(iss: &OrgId) -> Result<Self, KeyFileError> {
        let p256 = super::file::draw_p256;
        let ed25519 = || super::fill::<32>().map(|bytes| Ed25519Secret::from_bytes(&bytes));
        Ok(Self {
            iss: iss.clone(),
            vote: p256()?,
            log: ed25519()?,
            cosign: ed25519()?,
            cosign_p256: p256()?,
            node: ed25519()?,
        })
    }

    fn read(folder: &Path) -> Result<Self, KeyringError> {
        let key = |purpose: &str| -> Result<(PathBuf, Secret, OrgId), KeyringError> {
            let path = folder.join(format!("{purpose}.key"));
            let file = KeyFile::read(&path)?;
            let secret = file.secret().ok_or_else(|| KeyringError::Kind(path.clone()))?;
            Ok((path, secret, file.iss))
        };
        let p256 = |purpose: &str| {
            let (path, secret, _) = key(purpose)?;
            secret.as_p256().cloned().ok_or(KeyringError::Kind(path))
        };
        let ed25519 = |purpose: &str| {
            let (path, secret, _) = key(purpose)?;
            secret.as_ed25519().cloned().ok_or(KeyringError::Kind(path))
        };
        Ok(Self {
            iss: key("vote")?.2,
            vote: p256("vote")?,
            log: ed25519("log")?,
            cosign: ed25519("cosign")?,
            cosign_p256: p256("cosign_p256")?,
            node: ed25519("node")?,
        })
    }

    fn all(&self) -> [(&'static str, Secret); 5] {
        [
            ("vote", Secret::P256(self.vote.clone())),
            ("log", Secret::Ed25519(self.log.clone())),
            ("cosign", Secret::Ed25519(self.cosign.clone())),
            ("cosign_p256", Secret::P256(self.cosign_p256.clone())),
            ("node", Secret::Ed25519(self.node.clone())),
        ]
    }

    /// The validator as row 0 names it.
    pub fn row(&self, host: &str) -> Validator {
        Validator {
            cosign: self.cosign.public(),
            cosign_p256: self.cosign_p256.public(),
            host: host.to_owned(),
            iss: self.iss.clone(),
            log: self.log.public(),
            node: self.node.public(),
            vote: self.vote.public(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_that_row_0_names_is_found_among_several() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::at(folder.path());
        assert!(matches!(ring.owner(), Err(KeyringError::None(_))));
        let iss = OrgId::parse("https://id.gs1.org/417/9506000134352").unwrap();
        let (first_folder, first) = ring.draw(&iss).unwrap();
        let (second_folder, second) = ring.draw(&iss).unwrap();
        assert_ne!(first_folder, second_folder);
        assert_eq!(ring.owner().unwrap(), iss);
        for one in [&first, &second] {
            let row = one.row("node.example");
            assert_eq!(ring.of(&row, 3).unwrap().row("node.example"), row);
        }
        let mixed = Validator { log: second.log.public(), ..first.row("node.example") };
        let told = ring.of(&mixed, 3).err().unwrap().to_string();
        assert!(told.contains("in epoch 3"), "{told}");
        // Keys of an epoch that is over are destroyed, and nothing misses them.
        std::fs::remove_dir_all(first_folder).unwrap();
        assert!(ring.of(&first.row("node.example"), 0).is_err());
        assert!(ring.of(&second.row("node.example"), 1).is_ok());
        let other = OrgId::parse("https://id.gs1.org/417/9520999000009").unwrap();
        ring.draw(&other).unwrap();
        assert!(matches!(ring.owner(), Err(KeyringError::TwoOwners(..))));
    }
}
