//! Public keys as JWKs (RFC 7517, RFC 7518 section 6.2, RFC 8037), and the two signature schemes.

use crate::{Hash, b64};
use ed25519_dalek::Signer as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde::{Deserialize, Serialize};

/// A public key of one of the two kinds that the protocol knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "RawJwk", into = "RawJwk")]
pub enum Jwk {
    /// ECDSA over P-256 with SHA-256: statements, votes, browser cosignatures.
    P256(P256Key),
    /// Ed25519: checkpoints and peers.
    Ed25519(Ed25519Key),
}

/// A point of P-256, not the one at infinity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct P256Key {
    /// SEC 1 section 2.3.3, uncompressed: 0x04, x, y.
    point: [u8; 65],
}

/// An Ed25519 public key that is not of small order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ed25519Key {
    bytes: [u8; 32],
}

/// A key or a signature is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key of the two kinds.
    #[error("a key is a JWK with kty EC, crv P-256, x, y or with kty OKP, crv Ed25519, x")]
    NotAKey,
    /// The coordinates are not a point of the curve, or one of small order.
    #[error("the coordinates of the key are not a point that may be used")]
    NotAPoint,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJwk {
    crv: String,
    kty: String,
    x: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    y: Option<String>,
}

impl TryFrom<RawJwk> for Jwk {
    type Error = KeyError;

    fn try_from(raw: RawJwk) -> Result<Self, KeyError> {
        let coordinate = |text: &str| {
            b64::decode_array::<32>(text).map_err(|_cause: b64::NotCanonical| KeyError::NotAKey)
        };
        match (raw.kty.as_str(), raw.crv.as_str(), raw.y) {
            ("EC", "P-256", Some(y)) => {
                let mut sec1 = vec![4];
                sec1.extend(coordinate(&raw.x)?);
                sec1.extend(coordinate(&y)?);
                P256Key::from_sec1(&sec1).map(Self::P256)
            }
            ("OKP", "Ed25519", None) => {
                Ed25519Key::from_bytes(coordinate(&raw.x)?).map(Self::Ed25519)
            }
            _ => Err(KeyError::NotAKey),
        }
    }
}

impl From<Jwk> for RawJwk {
    fn from(jwk: Jwk) -> Self {
        match jwk {
            Jwk::P256(key) => {
                let (x, y) = key.coordinates();
                Self {
                    crv: "P-256".to_owned(),
                    kty: "EC".to_owned(),
                    x: b64::encode(x),
                    y: Some(b64::encode(y)),
                }
            }
            Jwk::Ed25519(key) => Self {
                crv: "Ed25519".to_owned(),
                kty: "OKP".to_owned(),
                x: b64::encode(&key.bytes),
                y: None,
            },
        }
    }
}

impl Jwk {
    /// From the texts of its members; `y` of a P-256 key only.
    pub fn of(crv: String, kty: String, x: String, y: Option<String>) -> Result<Self, KeyError> {
        Self::try_from(RawJwk { crv, kty, x, y })
    }

    /// The JWK as text: members sorted, no spaces, which is also what RFC 7638 hashes.
    pub fn text(&self) -> String {
        match self {
            Self::P256(key) => {
                let (x, y) = key.coordinates();
                let (x, y) = (b64::encode(x), b64::encode(y));
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            Self::Ed25519(key) => {
                let x = b64::encode(&key.bytes);
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)
            }
        }
    }

    /// The key id: RFC 7638 thumbprint with SHA-256, 43 characters of base64url.
    pub fn kid(&self) -> String {
        Hash::of(&[self.text().as_bytes()]).to_b64()
    }

    /// Whether `signature` over `message` is by this key.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        match self {
            Self::P256(key) => key.verifies(message, signature),
            Self::Ed25519(key) => key.verifies(message, signature),
        }
    }

    /// The P-256 key, if it is one.
    pub const fn as_p256(&self) -> Option<&P256Key> {
        if let Self::P256(key) = self { Some(key) } else { None }
    }

    /// The Ed25519 key, if it is one.
    pub const fn as_ed25519(&self) -> Option<&Ed25519Key> {
        if let Self::Ed25519(key) = self { Some(key) } else { None }
    }
}

impl P256Key {
    /// From SEC 1 bytes, compressed or not.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, KeyError> {
        let key = p256::PublicKey::from_sec1_bytes(bytes)
            .map_err(|_cause: p256::elliptic_curve::Error| KeyError::NotAPoint)?;
        let encoded = key.to_encoded_point(false);
        let point = encoded.as_bytes().try_into();
        Ok(Self {
            point: point.map_err(|_cause: std::array::TryFromSliceError| KeyError::NotAPoint)?,
        })
    }

    /// SEC 1, uncompressed.
    pub const fn sec1(&self) -> &[u8; 65] {
        &self.point
    }

    fn coordinates(&self) -> (&[u8], &[u8]) {
        let (_, both) = self.point.split_at(1);
        both.split_at(32)
    }

    /// Whether `signature` (r then s) over SHA-256 of `message` is by this key, and low-S.
    ///
    /// ECDSA takes s and n - s alike; only one of them is a signature here, because a leaf must
    /// not have two spellings.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        is_low_s(signature)
            && ring::signature::UnparsedPublicKey::new(
                &ring::signature::ECDSA_P256_SHA256_FIXED,
                &self.point,
            )
            .verify(message, signature)
            .is_ok()
    }
}

impl Ed25519Key {
    /// From its 32 bytes. Keys of small order are refused: signatures under them prove nothing.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes)
            .map_err(|_cause: ed25519_dalek::SignatureError| KeyError::NotAPoint)?;
        if key.is_weak() { Err(KeyError::NotAPoint) } else { Ok(Self { bytes }) }
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Whether `signature` over `message` is by this key, by the strict rules (RFC 8032 without
    /// small-order points).
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        ed25519_dalek::VerifyingKey::from_bytes(&self.bytes).is_ok_and(|key| {
            key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
        })
    }
}

/// n/2 of P-256, rounded down (FIPS 186-5, SP 800-186 section 3.2.1.3).
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// n of P-256.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// Whether 0 < r < n and 0 < s <= n/2.
pub fn is_low_s(signature: &[u8; 64]) -> bool {
    let (r, s) = signature.split_at(32);
    let in_range = |half: &[u8], last_excluded: bool, bound: &[u8; 32]| {
        half.iter().any(|byte| *byte != 0)
            && if last_excluded { half < bound.as_slice() } else { half <= bound.as_slice() }
    };
    in_range(r, true, &ORDER) && in_range(s, false, &HALF_ORDER)
}

/// A secret P-256 key. It writes low-S signatures, the same one for the same message (RFC 6979).
#[derive(Clone)]
pub struct P256Secret(p256::ecdsa::SigningKey);

impl P256Secret {
    /// From the 32 bytes of the scalar, which the caller drew at random.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        p256::ecdsa::SigningKey::from_slice(bytes)
            .map(Self)
            .map_err(|_cause: p256::ecdsa::Error| KeyError::NotAPoint)
    }

    /// The scalar, for the key file.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// The public half.
    pub fn public(&self) -> Jwk {
        let encoded = self.0.verifying_key().to_encoded_point(false);
        let mut point = [0; 65];
        point.copy_from_slice(encoded.as_bytes());
        Jwk::P256(P256Key { point })
    }

    /// Signs SHA-256 of `message`: r then s, low-S.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: p256::ecdsa::Signature = self.0.sign(message);
        signature.normalize_s().unwrap_or(signature).to_bytes().into()
    }
}

/// A secret Ed25519 key.
#[derive(Clone)]
pub struct Ed25519Secret(ed25519_dalek::SigningKey);

impl Ed25519Secret {
    /// From its 32 byte seed, which the caller drew at random.
    pub fn from_bytes(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, for the key file.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> Jwk {
        Jwk::Ed25519(Ed25519Key { bytes: self.0.verifying_key().to_bytes() })
    }

    /// Signs `message`.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_what_its_public_half_accepts() {
        let secret = P256Secret::from_bytes(&[7; 32]).unwrap();
        let signature = secret.sign(b"hake");
        assert!(is_low_s(&signature));
        assert!(secret.public().verifies(b"hake", &signature));
        assert!(!secret.public().verifies(b"tuna", &signature));
        let log = Ed25519Secret::from_bytes(&[7; 32]);
        assert!(log.public().verifies(b"hake", &log.sign(b"hake")));
    }

    #[test]
    fn the_other_s_is_not_a_signature() {
        let secret = P256Secret::from_bytes(&[9; 32]).unwrap();
        let signature = secret.sign(b"mango");
        let parsed = p256::ecdsa::Signature::from_slice(&signature).unwrap();
        let (r, s) = (parsed.r(), parsed.s());
        let high = p256::ecdsa::Signature::from_scalars(*r, -*s).unwrap();
        let high: [u8; 64] = high.to_bytes().into();
        assert!(!is_low_s(&high));
        assert!(!secret.public().verifies(b"mango", &high));
    }

    #[test]
    fn a_jwk_has_one_spelling() {
        let jwk = P256Secret::from_bytes(&[7; 32]).unwrap().public();
        let text = serde_json::to_string(&jwk).unwrap();
        assert_eq!(text, jwk.text());
        assert_eq!(serde_json::from_str::<Jwk>(&text).unwrap(), jwk);
        assert_eq!(jwk.kid().len(), 43);
        let off_curve = text.replace("\"x\":\"", "\"x\":\"A").replace("A\",\"y", "\",\"y");
        assert!(serde_json::from_str::<Jwk>(&off_curve).is_err());
    }

    #[test]
    fn a_signature_with_a_small_r_is_none() {
        // Anybody who has the key can make it: R is the identity, S = SHA-512(R, A, M) a. RFC 8032
        // takes it, and so does WebCrypto.
        let text = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADqXjokLc6MrrVmALGUL22Wy4PVtZqYxd3GAl6oUBprCw";
        let signature = b64::decode_array::<64>(text).unwrap();
        let key = Ed25519Secret::from_bytes(&[7; 32]).public();
        let plain =
            ed25519_dalek::VerifyingKey::from_bytes(key.as_ed25519().unwrap().as_bytes()).unwrap();
        let parsed = ed25519_dalek::Signature::from_bytes(&signature);
        assert!(ed25519_dalek::Verifier::verify(&plain, b"hake", &parsed).is_ok());
        assert!(!key.verifies(b"hake", &signature));
    }

    #[test]
    fn small_order_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(Ed25519Key::from_bytes(identity), Err(KeyError::NotAPoint));
    }
}
