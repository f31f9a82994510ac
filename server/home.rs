//! The data folder: what lies where.

use ledger::OrgId;
use std::path::{Path, PathBuf};

/// A node's data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The folder at a path; nothing is touched.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// `genesis.json`
    pub fn genesis(&self) -> PathBuf {
        self.0.join("genesis.json")
    }

    /// `genesis.sigs`
    pub fn signatures(&self) -> PathBuf {
        self.0.join("genesis.sigs")
    }

    /// `founder.json`, what one of several founders brings.
    pub fn founder(&self) -> PathBuf {
        self.0.join("founder.json")
    }

    /// `joiner.json`, what one who joins a chain tells its members.
    pub fn joiner(&self) -> PathBuf {
        self.0.join("joiner.json")
    }

    /// `joined.json`, the trees that the members told one who joined.
    pub fn joined(&self) -> PathBuf {
        self.0.join("joined.json")
    }

    /// The guard file.
    pub fn guard(&self) -> PathBuf {
        self.0.join("guard")
    }

    /// The token of the operator.
    pub fn operator_token(&self) -> PathBuf {
        self.0.join("operator.token")
    }

    /// The folders of keys.
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// A key of the validator that founded the chain: `vote`, `log`, `cosign`, `cosign_p256`, `node`.
    pub fn validator_key(&self, purpose: &str) -> PathBuf {
        self.keys().join("validator").join(format!("{purpose}.key"))
    }

    /// A key of an organisation: `admin-1`, `admin-2`, `event`, `system`.
    pub fn org_key(&self, iss: &OrgId, name: &str) -> PathBuf {
        // The two forms of an id end in a GLN, or in a sponsor's GLN and a number.
        let mut parts: Vec<&str> = iss.as_str().rsplit('/').take(2).collect();
        parts.reverse();
        self.keys().join(parts.join("-")).join(format!("{name}.key"))
    }
}
