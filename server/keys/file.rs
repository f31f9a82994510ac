//! The key file.

use ledger::OrgId;
use ledger::b64;
use ledger::key::{Ed25519Secret, Jwk, P256Secret};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Which scheme a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// ECDSA over P-256.
    P256,
    /// Ed25519.
    Ed25519,
}

/// What a key file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// Always 1.
    pub v: u64,
    /// The scheme.
    pub kind: Kind,
    /// Whose key it is.
    pub iss: OrgId,
    /// What it is for: a purpose of the ledger (`admin`, `event`, ...) or of a validator (`vote`,
    /// `log`, `cosign`, `cosign_p256`, `node`).
    pub purpose: String,
    /// The key id, to tell files apart.
    pub kid: String,
    /// The secret: base64url of 32 bytes.
    secret: String,
}

/// A secret key, ready to sign.
#[derive(Clone)]
pub enum Secret {
    /// For statements, votes and browser cosignatures.
    P256(P256Secret),
    /// For checkpoints and peers.
    Ed25519(Ed25519Secret),
}

/// A key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("the key file {path} cannot be used")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Others could read it.
    #[error("others can read the key file {0}: run `chmod 600` on it")]
    Open(PathBuf),
    /// It is something else.
    #[error("{0} is not a key file")]
    Form(PathBuf),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] super::RandomError),
}

impl Secret {
    /// Draws a new one.
    pub fn draw(kind: Kind) -> Result<Self, super::RandomError> {
        match kind {
            Kind::Ed25519 => Ok(Self::Ed25519(Ed25519Secret::from_bytes(&super::fill::<32>()?))),
            Kind::P256 => draw_p256().map(Self::P256),
        }
    }

    /// The public half.
    pub fn public(&self) -> Jwk {
        match self {
            Self::P256(secret) => secret.public(),
            Self::Ed25519(secret) => secret.public(),
        }
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        match self {
            Self::P256(secret) => secret.sign(message),
            Self::Ed25519(secret) => secret.sign(message),
        }
    }

    /// The P-256 secret, if it is one.
    pub const fn as_p256(&self) -> Option<&P256Secret> {
        if let Self::P256(secret) = self { Some(secret) } else { None }
    }

    /// The Ed25519 secret, if it is one.
    pub const fn as_ed25519(&self) -> Option<&Ed25519Secret> {
        if let Self::Ed25519(secret) = self { Some(secret) } else { None }
    }
}

/// Fewer than one draw in 2^32 is not a scalar of P-256; then again.
pub(super) fn draw_p256() -> Result<P256Secret, super::RandomError> {
    loop {
        if let Ok(secret) = P256Secret::from_bytes(&super::fill::<32>()?) {
            return Ok(secret);
        }
    }
}

impl KeyFile {
    /// A file's content for a secret.
    pub fn new(secret: &Secret, iss: OrgId, purpose: &str) -> Self {
        let (kind, bytes) = match secret {
            Secret::P256(secret) => (Kind::P256, secret.to_bytes()),
            Secret::Ed25519(secret) => (Kind::Ed25519, secret.to_bytes()),
        };
        Self {
            v: 1,
            kind,
            iss,
            purpose: purpose.to_owned(),
            kid: secret.public().kid(),
            secret: b64::encode(&bytes),
        }
    }

    /// Reads a file. One that others can read is refused: the key may be known to them.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::File { path: path.to_owned(), source };
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Open(path.to_owned()));
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let not_a_key = || KeyFileError::Form(path.to_owned());
        let file: Self =
            serde_json::from_str(&text).map_err(|_cause: serde_json::Error| not_a_key())?;
        let right = file.secret().is_some_and(|secret| secret.public().kid() == file.kid);
        if right && file.v == 1 { Ok(file) } else { Err(not_a_key()) }
    }

    /// Writes a new file, readable by its owner alone; one that is there stays as it is.
    pub fn write(&self, path: &Path) -> Result<(), KeyFileError> {
        let failed = |source| KeyFileError::File { path: path.to_owned(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        let text = serde_json::to_string_pretty(self)
            .map_err(|_cause: serde_json::Error| KeyFileError::Form(path.to_owned()))?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }

    /// The secret; none if the file's text is not one.
    pub fn secret(&self) -> Option<Secret> {
        let bytes = b64::decode_array::<32>(&self.secret).ok()?;
        match self.kind {
            Kind::P256 => P256Secret::from_bytes(&bytes).ok().map(Secret::P256),
            Kind::Ed25519 => Some(Secret::Ed25519(Ed25519Secret::from_bytes(&bytes))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_private_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/event.key");
        let iss = OrgId::parse("https://id.gs1.org/417/9506000134352").unwrap();
        let secret = Secret::draw(Kind::P256).unwrap();
        let file = KeyFile::new(&secret, iss, "event");
        file.write(&path).unwrap();
        assert_eq!(KeyFile::read(&path).unwrap(), file);
        assert!(file.write(&path).is_err(), "a key is never overwritten");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(KeyFile::read(&path), Err(KeyFileError::Open(_))));
    }
}
