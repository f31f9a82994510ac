//! The three lines that are signed, and the messages made of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Signature, Timed};
use crate::Hash;
use crate::key::{Ed25519Secret, P256Secret};

/// The state of a log: C2SP tlog-checkpoint without extension lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The chain.
    pub origin: String,
    /// How many leaves its tree has.
    pub size: u64,
    /// The root of that tree.
    pub root: Hash,
}

/// The text is not a checkpoint of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a checkpoint is three lines: origin, size in decimal digits, root in base64")]
pub struct CheckpointError;

impl Checkpoint {
    /// The text: `<origin>\n<size>\n<base64 of the root>\n`.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.as_bytes()))
    }

    /// Reads what [`Checkpoint::text`] writes, in that one spelling.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(CheckpointError);
        let (origin, size, root) = (line()?, line()?, line()?);
        let root = STANDARD.decode(root).ok().ok_or(CheckpointError)?;
        let checkpoint = Self {
            origin: origin.to_owned(),
            size: size.parse().ok().ok_or(CheckpointError)?,
            root: Hash::from_slice(&root).ok().ok_or(CheckpointError)?,
        };
        if !origin.is_empty() && checkpoint.text() == text {
            Ok(checkpoint)
        } else {
            Err(CheckpointError)
        }
    }

    /// What a C2SP cosignature (note type 0x04) at this time, in seconds, signs.
    pub fn cosignature_message(&self, time: u64) -> String {
        format!("cosignature/v1\ntime {time}\n{}", self.text())
    }

    /// What a browser cosignature (ES256) at this time, in seconds, signs.
    pub fn p256_message(&self, time: u64) -> String {
        format!("furlong-cosignature-p256/v1\ntime {time}\n{}", self.text())
    }

    /// Signs as the log (note type 0x01).
    pub fn sign_log(&self, key: &Ed25519Secret) -> Signature {
        Signature::from_bytes(key.sign(self.text().as_bytes()))
    }

    /// Cosigns for C2SP tools, at this time in seconds.
    pub fn cosign(&self, key: &Ed25519Secret, time: u64) -> Timed {
        let message = self.cosignature_message(time);
        Timed { time, sig: Signature::from_bytes(key.sign(message.as_bytes())) }
    }

    /// Cosigns for browsers, at this time in seconds.
    pub fn cosign_p256(&self, key: &P256Secret, time: u64) -> Timed {
        let message = self.p256_message(time);
        Timed { time, sig: Signature::from_bytes(key.sign(message.as_bytes())) }
    }
}
