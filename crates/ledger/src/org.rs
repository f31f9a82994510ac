//! Names of organisations.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An organisation: `https://id.gs1.org/417/<GLN>`, or
/// `https://<chain name>/party/<sponsor GLN>/<number>` for one without a GLN. It is a name and
/// need not resolve.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrgId(String);

/// The text names no organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" names no organisation: it should be https://id.gs1.org/417/ and a GLN of 13 digits \
     with the right check digit, or https://CHAIN/party/GLN/NUMBER"
)]
pub struct OrgIdError(String);

const GS1: &str = "https://id.gs1.org/417/";

impl OrgId {
    /// Reads one of the two forms.
    pub fn parse(text: &str) -> Result<Self, OrgIdError> {
        let taken = match text.strip_prefix(GS1) {
            Some(gln) => is_gln(gln),
            None => is_party(text),
        };
        if taken { Ok(Self(text.to_owned())) } else { Err(OrgIdError(text.to_owned())) }
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands for it in a cosigner's name: the GLN, or the number of a party.
    pub fn short(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

fn is_gln(text: &str) -> bool {
    gs1::Gln::parse(text).is_ok()
}

fn is_party(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let parts: Vec<&str> = rest.split('/').collect();
    let [chain, "party", gln, number] = parts.as_slice() else { return false };
    is_chain_name(chain)
        && is_gln(gln)
        && (1..=9).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !number.starts_with('0')
}

/// Whether a text may name a chain: a lower-case DNS name of 1 to 63 characters.
pub fn is_chain_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for OrgId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OrgId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_and_no_other() {
        for text in [
            "https://id.gs1.org/417/9506000134352",
            "https://demo.furlong.example/party/9506000134352/7",
        ] {
            assert!(OrgId::parse(text).is_ok(), "{text}");
        }
        for text in [
            "https://id.gs1.org/417/9506000134353",
            "https://id.gs1.org/414/9506000134352",
            "http://id.gs1.org/417/9506000134352",
            "https://demo.furlong.example/party/9506000134352/07",
            "https://Demo.example/party/9506000134352/7",
            "https://id.gs1.org/417/9506000134352/",
            "",
        ] {
            assert!(OrgId::parse(text).is_err(), "{text}");
        }
    }
}
