//! The name of a product, as printed below its code.

use thiserror::Error;

/// The most characters that a label has room for: three lines.
const CHARACTERS_MAX: usize = 60;

/// A product's name for a label: 1 to 60 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductName(String);

/// The name cannot stand on a label.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing but spaces.
    #[error("the product's name is empty: leave it out, or write 1 to 60 characters")]
    Empty,
    /// Too long for three lines.
    #[error("the product's name has at most 60 characters on a label, not {0}")]
    TooLong(usize),
    /// A line break or the like.
    #[error("the product's name holds a character that does not print: {0:?}")]
    Control(char),
}

impl ProductName {
    /// Reads a name; spaces at its ends and double spaces are dropped.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if let Some(control) = text.chars().find(|character| is_unprintable(*character)) {
            return Err(NameError::Control(control));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join(" ");
        match name.chars().count() {
            0 => Err(NameError::Empty),
            1..=CHARACTERS_MAX => Ok(Self(name)),
            found => Err(NameError::TooLong(found)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, and marks that would turn the direction of the text around them.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{ffff}'
        )
}
