//! The name by which an event holds a file: `ni:///sha-256;<digest>?ct=<media type>` (RFC 6920), and
//! `&key=<key>` after it where the stored bytes are sealed.

use super::media::Media;
use super::seal::SealKey;
use crate::Hash;
use json::Json;
use std::fmt;

/// A statement names at most so many files; further names count for nothing.
pub const NAMES_MAX: usize = 64;

/// What every name begins with.
const START: &str = "ni:///sha-256;";

/// The longest name has some 130 characters.
const BYTES_MAX: usize = 256;

/// A file, as an event names it.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName {
    /// SHA-256 of the bytes as they are stored: of a sealed file, the sealed ones.
    pub digest: Hash,
    /// What the file is, once it is opened.
    pub media: Media,
    /// What opens it, if it is sealed.
    pub key: Option<SealKey>,
}

/// Why a text names no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileNameError {
    /// Another kind of URI.
    #[error("a file is named ni:///sha-256;DIGEST?ct=MEDIA-TYPE, the digest in base64url")]
    Form,
    /// Not one of [`Media`].
    #[error(
        "a file is a PDF, a JPEG, PNG or WebP picture, or a series as text/csv or application/json"
    )]
    Media,
    /// Not 32 bytes.
    #[error("the key of a sealed file is 43 characters of base64url")]
    Key,
}

impl FileName {
    /// Reads a name in its one spelling.
    pub fn parse(text: &str) -> Result<Self, FileNameError> {
        let short = Some(text).filter(|text| text.len() <= BYTES_MAX);
        let rest = short.and_then(|text| text.strip_prefix(START)).ok_or(FileNameError::Form)?;
        let (digest, query) = rest.split_once("?ct=").ok_or(FileNameError::Form)?;
        let digest = Hash::from_b64(digest).map_err(|_cause| FileNameError::Form)?;
        let (media, key) = match query.split_once("&key=") {
            Some((media, key)) => (media, Some(SealKey::parse(key).ok_or(FileNameError::Key)?)),
            None => (query, None),
        };
        Ok(Self { digest, media: Media::parse(media).ok_or(FileNameError::Media)?, key })
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{START}{}?ct={}", self.digest.to_b64(), self.media.as_str())?;
        match &self.key {
            Some(key) => write!(f, "&key={}", key.to_b64()),
            None => Ok(()),
        }
    }
}

/// Never the key: logs are read by more people than files.
impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sealed = if self.key.is_some() { ", sealed" } else { "" };
        write!(f, "FileName({}, {}{sealed})", self.digest, self.media.as_str())
    }
}

/// The files that an event names: every text in it that is such a name, each once, in the order in
/// which they stand, wherever they stand.
pub fn names_in(epcis: &Json) -> Vec<FileName> {
    let mut found = Vec::new();
    gather(epcis, &mut found);
    found
}

fn gather(value: &Json, found: &mut Vec<FileName>) {
    match value {
        Json::String(text) => {
            if let Ok(name) = FileName::parse(text)
                && found.len() < NAMES_MAX
                && !found.contains(&name)
            {
                found.push(name);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Json::Object(members) => members.iter().for_each(|(_, value)| gather(value, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{FileName, FileNameError, NAMES_MAX, names_in};
    use crate::Hash;
    use crate::attachment::{Media, SealKey};
    use json::Json;

    fn name(bytes: &[u8], media: Media, key: Option<u8>) -> FileName {
        let key = key.map(|byte| SealKey::from_bytes([byte; 32]));
        FileName { digest: Hash::of(&[bytes]), media, key }
    }

    #[test]
    fn a_name_has_one_spelling() {
        for media in Media::ALL {
            for key in [None, Some(7)] {
                let name = name(b"x", media, key);
                assert_eq!(FileName::parse(&name.to_string()), Ok(name));
            }
        }
        let good = name(b"x", Media::Pdf, None).to_string();
        for (text, error) in [
            (good.replace("sha-256", "sha-512"), FileNameError::Form),
            (good.replace("ni:///", "ni://host/"), FileNameError::Form),
            (good.replace("?ct=application/pdf", ""), FileNameError::Form),
            (good.replace("?ct=application/pdf", "?ver=CBV2.0"), FileNameError::Form),
            (good.replace("application/pdf", "text/html"), FileNameError::Media),
            (good.replace("application/pdf", "Application/PDF"), FileNameError::Media),
            (format!("{good}&len=3"), FileNameError::Media),
            (format!("{good}&key=AAAA"), FileNameError::Key),
            (format!("{good}{}", " ".repeat(300)), FileNameError::Form),
            (String::new(), FileNameError::Form),
        ] {
            assert_eq!(FileName::parse(&text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_key_is_not_printed() {
        let sealed = name(b"x", Media::Pdf, Some(7));
        let key = sealed.key.as_ref().unwrap().to_b64();
        assert!(sealed.to_string().ends_with(&key));
        assert!(!format!("{sealed:?}").contains(&key));
    }

    #[test]
    fn names_are_found_wherever_they_stand_and_are_bounded() {
        let one = name(b"1", Media::Csv, None);
        let two = name(b"2", Media::Pdf, None);
        let text = format!(
            r#"{{"eventID":"ni:///sha-256;{}?ver=CBV2.0","certificationInfo":["{two}","{two}"],
            "sensorElementList":[{{"sensorMetadata":{{"rawData":"{one}"}}}}]}}"#,
            one.digest.to_b64()
        );
        let limits = json::Limits { bytes_max: 10_000, depth_max: 8, values_max: 100 };
        let event = json::parse(text.as_bytes(), &limits).unwrap();
        assert_eq!(names_in(&event), [two, one]);
        let text = |n: u32| Json::String(name(&n.to_be_bytes(), Media::Png, None).to_string());
        let many = Json::Array((0..100).map(text).collect());
        assert_eq!(names_in(&many).len(), NAMES_MAX);
    }
}
