//! One disclosure: salt, name and value, and the digest that stands for it (RFC 9901 section 4.2.1).

use crate::{Hash, b64};
use json::{Json, Limits};

/// A salt, a name and a value, with the text that the digest is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    text: String,
    digest: Hash,
    salt: Vec<u8>,
    name: String,
    value: Json,
}

/// Why a text is no disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureError {
    /// Longer than a statement could be.
    #[error("a disclosure has at most 47,000 characters")]
    TooLong,
    /// Not base64url in its one spelling.
    #[error("a disclosure is base64url without padding")]
    Encoding,
    /// Not a list of three.
    #[error("a disclosure holds a strict JSON list of a salt, a name and a value")]
    Shape,
    /// Too little salt to hide a guessable value.
    #[error("the salt of a disclosure is base64url of at least 16 bytes")]
    Salt,
    /// A name that RFC 9901 keeps for itself.
    #[error("a disclosure cannot be named _sd, _sd_alg or ...")]
    Name,
    /// Digests within a disclosed value.
    #[error("the value of a disclosure holds no digests of its own")]
    Recursion,
    /// A number that readers may see differently.
    #[error("a number of the disclosure is not the same for every JSON reader")]
    Number,
}

/// The largest text of a disclosure, in bytes.
pub(super) const TEXT_BYTES_MAX: usize = 47_000;

/// A salt that cannot be guessed (RFC 9901 section 9.3).
const SALT_BYTES_MIN: usize = 16;

const LIMITS: Limits =
    Limits { bytes_max: TEXT_BYTES_MAX, depth_max: 16, values_max: TEXT_BYTES_MAX };

impl Disclosure {
    /// Reads one, as it stands between tildes.
    pub fn parse(text: &str) -> Result<Self, DisclosureError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(DisclosureError::TooLong);
        }
        let bytes = b64::decode(text).map_err(|_cause| DisclosureError::Encoding)?;
        let list = json::parse(&bytes, &LIMITS).map_err(|_cause| DisclosureError::Shape)?;
        let Some([Json::String(salt), Json::String(name), value]) = list.as_array() else {
            return Err(DisclosureError::Shape);
        };
        let salt = b64::decode(salt).map_err(|_cause| DisclosureError::Salt)?;
        if salt.len() < SALT_BYTES_MIN {
            return Err(DisclosureError::Salt);
        }
        if super::spot::is_reserved(name) {
            return Err(DisclosureError::Name);
        }
        check_value(value)?;
        Ok(Self {
            text: text.to_owned(),
            digest: Hash::of(&[text.as_bytes()]),
            salt,
            name: name.clone(),
            value: value.clone(),
        })
    }

    /// Makes one. The salt must be 16 fresh random bytes.
    pub fn make(salt: [u8; 16], name: &str, value: &Json) -> Result<Self, DisclosureError> {
        let list =
            Json::Array(vec![Json::String(b64::encode(&salt)), Json::from(name), value.clone()]);
        Self::parse(&b64::encode(list.to_string().as_bytes()))
    }

    /// The text that travels and that the digest is over.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text: what stands in `_sd`, as base64url.
    pub const fn digest(&self) -> Hash {
        self.digest
    }

    /// The salt, 16 bytes or more.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// The name of the member.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of the member.
    pub const fn value(&self) -> &Json {
        &self.value
    }
}

fn check_value(value: &Json) -> Result<(), DisclosureError> {
    match value {
        Json::Null | Json::Bool(_) | Json::String(_) => Ok(()),
        Json::Number(number) if number.is_interoperable() => Ok(()),
        Json::Number(_) => Err(DisclosureError::Number),
        Json::Array(items) => items.iter().try_for_each(check_value),
        Json::Object(members) => members.iter().try_for_each(|(name, below)| {
            if super::spot::is_reserved(name) {
                Err(DisclosureError::Recursion)
            } else {
                check_value(below)
            }
        }),
    }
}
