//! The three keys that are text: at most 20 characters of GS1's set 82.

use std::fmt;

use crate::KeyError;

/// The most characters that AI 10, 21 and 254 hold.
const CHARACTERS_MAX: usize = 20;

const ALLOWED: &str = "letters A-Z a-z, digits and !\"%&'()*+,-./:;<=>?_";

/// Whether a character is of GS1 AI encodable character set 82 (General Specifications 7.11).
pub(crate) const fn is_set_82(character: char) -> bool {
    matches!(
        character,
        '!' | '"' | '%'..='?' | 'A'..='Z' | '_' | 'a'..='z'
    )
}

fn parse_text(text: &str, key: &'static str) -> Result<String, KeyError> {
    if text.is_empty() {
        return Err(KeyError::Empty { key });
    }
    let found = text.chars().count();
    if CHARACTERS_MAX < found {
        return Err(KeyError::TooLong { key, max: CHARACTERS_MAX, found });
    }
    if let Some((character, position)) =
        text.chars().zip(1..).find(|(character, _)| !is_set_82(*character))
    {
        return Err(KeyError::Character { key, character, position, allowed: ALLOWED });
    }
    no_dots(key, text)?;
    Ok(text.to_owned())
}

/// Refuses `.` and `..`: as a segment of a path they vanish.
pub(crate) fn no_dots(key: &'static str, text: &str) -> Result<(), KeyError> {
    if text == "." || text == ".." {
        return Err(KeyError::Dots { key, found: text.to_owned() });
    }
    Ok(())
}

macro_rules! text_key {
    ($name:ident, $key:literal) => {
        impl $name {
            /// Reads 1 to 20 characters of set 82, kept as printed.
            pub fn parse(text: &str) -> Result<Self, KeyError> {
                parse_text(text, $key).map(Self)
            }

            /// The text as printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = KeyError;

            fn from_str(text: &str) -> Result<Self, KeyError> {
                Self::parse(text)
            }
        }
    };
}

/// A batch or lot number (AI 10), as printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lot(String);

impl Lot {
    /// The spelling under which search finds this lot; see [`crate::fold()`].
    pub fn folded(&self) -> String {
        crate::fold(&self.0)
    }
}

/// A serial number (AI 21), as printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

/// A GLN extension (AI 254): a door, a tank, a shelf within a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extension(String);

text_key!(Lot, "lot");
text_key!(Serial, "serial number");
text_key!(Extension, "GLN extension");
