//! Sealing: AES-256-GCM (NIST SP 800-38D) under a key that is used for one file only.

use crate::b64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::fmt;

/// What the tag is over, beside the file: sealed bytes of another format never open as these.
const ABOUT: &[u8] = b"furlong/attachment/v1";

/// The key of one sealed file. Whoever has it and the sealed bytes has the file.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey([u8; 32]);

/// Sealed bytes that do not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key does not open these bytes: they were damaged, or belong to another key")]
pub struct SealError;

impl SealKey {
    /// From bytes of a generator that nobody can predict, drawn for one file.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 43 characters of base64url.
    pub fn parse(text: &str) -> Option<Self> {
        b64::decode_array(text).ok().map(Self)
    }

    /// 43 characters of base64url.
    pub fn to_b64(&self) -> String {
        b64::encode(&self.0)
    }

    fn cipher(&self) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0).map_err(|_cause| SealError)?;
        Ok(LessSafeKey::new(key))
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(..)")
    }
}

/// The nonce is always zero: a key seals one file, so that it is never used twice, and whoever has
/// key and file can make the sealed bytes again and hold them against the name.
fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

/// Seals a file: as many bytes, and a tag of 16.
pub fn seal(key: &SealKey, mut file: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let cipher = key.cipher()?;
    cipher
        .seal_in_place_append_tag(nonce(), Aad::from(ABOUT), &mut file)
        .map_err(|_cause| SealError)?;
    Ok(file)
}

/// Opens what [`seal`] made.
pub fn open(key: &SealKey, mut sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let cipher = key.cipher()?;
    let opened = cipher.open_in_place(nonce(), Aad::from(ABOUT), &mut sealed);
    let length = opened.map_err(|_cause| SealError)?.len();
    sealed.truncate(length);
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::{SealError, SealKey, open, seal};

    #[test]
    fn what_is_sealed_tells_nothing_and_opens_with_its_key_only() {
        let file = b"%PDF-1.7 certificate of a farm, certificate of a farm".to_vec();
        let (key, other) = (SealKey::from_bytes([1; 32]), SealKey::from_bytes([2; 32]));
        let sealed = seal(&key, file.clone()).unwrap();
        assert_eq!(sealed.len(), file.len() + 16);
        assert!(!sealed.windows(8).any(|part| file.windows(8).any(|known| known == part)));
        assert_ne!(sealed, seal(&other, file.clone()).unwrap(), "a guess cannot be confirmed");
        assert_eq!(open(&key, sealed.clone()).unwrap(), file);
        assert_eq!(open(&other, sealed.clone()), Err(SealError));
        for place in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            assert_eq!(open(&key, damaged), Err(SealError), "byte {place}");
        }
        assert_eq!(open(&key, Vec::new()), Err(SealError));
        assert_eq!(SealKey::parse(&key.to_b64()), Some(key));
    }

    /// An outside value: Python's `cryptography`, AESGCM(bytes(range(32))).encrypt(bytes(12),
    /// b"furlong", b"furlong/attachment/v1").
    #[test]
    fn the_bytes_are_those_of_another_implementation() {
        let key = SealKey::from_bytes(std::array::from_fn(|place| u8::try_from(place).unwrap()));
        let sealed = seal(&key, b"furlong".to_vec()).unwrap();
        assert_eq!(hex::encode(sealed), "68c9c7b2da42e475bf8cbdfe5c1c84f784ccf1542b9a93");
    }
}
