//! The three small values that votes name: who, at which height, for which block.

use super::malachite::app::types::core as types;
use arc_malachitebft_signing_ecdsa as ecdsa;
use sha2::{Digest, Sha256};
use std::fmt;

/// A P-256 key that checks votes.
pub(super) type PublicKey = ecdsa::PublicKey<ecdsa::P256Config>;
/// A P-256 key that signs votes.
pub(super) type PrivateKey = ecdsa::PrivateKey<ecdsa::P256Config>;
/// An ECDSA signature over P-256 and SHA-256, 64 bytes `r || s`.
pub(super) type Signature = ecdsa::Signature<ecdsa::P256Config>;

/// Bytes that are no P-256 public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no P-256 public key: give the SEC 1 point, 33 or 65 bytes")]
pub struct KeyError;

/// The short name of a validator: the first 20 bytes of SHA-256 of its compressed SEC 1 key.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub [u8; 20]);

impl Address {
    /// The address that belongs to a key.
    pub(super) fn of(key: &PublicKey) -> Self {
        let digest: [u8; 32] = Sha256::digest(key.to_vec()).into();
        let mut bytes = [0; 20];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        Self(bytes)
    }

    /// The address that belongs to a key in SEC 1 form, compressed or not: both give the same.
    pub fn of_sec1(key: &[u8]) -> Result<Self, KeyError> {
        PublicKey::from_sec1_bytes(key).map(|key| Self::of(&key)).map_err(|_cause| KeyError)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl types::Address for Address {}

/// The number of a block. Height 0 is the genesis, which nobody votes on.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Height(pub u64);

impl fmt::Display for Height {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl types::Height for Height {
    const ZERO: Self = Self(0);
    const INITIAL: Self = Self(1);

    fn increment_by(&self, n: u64) -> Self {
        // A height that a peer made up must not be able to overflow.
        Self(self.0.saturating_add(n))
    }

    fn decrement_by(&self, n: u64) -> Option<Self> {
        self.0.checked_sub(n).map(Self)
    }

    fn as_u64(&self) -> u64 {
        self.0
    }
}

/// What is voted on: SHA-256 of a block's header (`protocol.md` section 5).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub [u8; 32]);

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl types::Value for BlockId {
    type Id = Self;

    fn id(&self) -> Self {
        *self
    }
}
