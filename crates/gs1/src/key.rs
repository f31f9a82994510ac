//! The three numeric GS1 keys: digits, the last of which checks the others.

use std::fmt;

use crate::KeyError;

/// The GS1 check digit of these digits (GS1 General Specifications 7.9): from the right, weights
/// 3, 1, 3, 1, ..., and then what is missing to the next ten. Characters that are no digits count 0.
pub fn check_digit(digits: &str) -> u8 {
    let sum = digits.bytes().rev().enumerate().fold(0_u8, |sum, (index, byte)| {
        let digit = if byte.is_ascii_digit() { byte - b'0' } else { 0 };
        let weight = if index.is_multiple_of(2) { 3 } else { 1 };
        (sum + digit * weight) % 10
    });
    (10 - sum) % 10
}

/// `digits` and their check digit.
pub(crate) fn with_check_digit(digits: &str) -> String {
    format!("{digits}{}", check_digit(digits))
}

/// Refuses all but digits; `key` is the name used in the error.
pub(crate) fn only_digits(text: &str, key: &'static str) -> Result<(), KeyError> {
    match text.chars().zip(1..).find(|(character, _)| !character.is_ascii_digit()) {
        Some((character, position)) => Err(KeyError::NotDigit { key, character, position }),
        None => Ok(()),
    }
}

fn checked(text: &str, key: &'static str) -> Result<(), KeyError> {
    let Some((split, _)) = text.char_indices().next_back() else {
        return Err(KeyError::Empty { key });
    };
    let (body, last) = text.split_at(split);
    let should = check_digit(body);
    if last.bytes().eq([b'0' + should]) {
        Ok(())
    } else {
        Err(KeyError::CheckDigit { body: body.to_owned(), should })
    }
}

fn parse_digits(
    text: &str,
    key: &'static str,
    wanted: &[(usize, &'static str)],
) -> Result<(), KeyError> {
    if text.is_empty() {
        return Err(KeyError::Empty { key });
    }
    let found = text.chars().count();
    if !wanted.iter().any(|(length, _)| *length == found) {
        let words = wanted.first().map_or("", |(_, words)| *words);
        return Err(KeyError::Length { key, wanted: words, found });
    }
    only_digits(text, key)?;
    checked(text, key)
}

macro_rules! digits_key {
    ($name:ident) => {
        impl $name {
            /// The digits, check digit included.
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

/// A Global Trade Item Number (AI 01): fourteen digits, check digit verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(String);

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits; shorter numbers get zeros in front.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        const WORDS: &str = "8, 12, 13 or 14";
        parse_digits(text, "GTIN", &[(8, WORDS), (12, WORDS), (13, WORDS), (14, WORDS)])?;
        Ok(Self(format!("{text:0>14}")))
    }

    /// The digits against which GS1 company prefixes are matched: all but the indicator.
    pub fn owner_digits(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }
}

/// A Global Location Number (AI 410 to 417): thirteen digits, check digit verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gln(String);

impl Gln {
    /// Reads 13 digits.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        parse_digits(text, "GLN", &[(13, "13")])?;
        Ok(Self(text.to_owned()))
    }

    /// The digits against which GS1 company prefixes are matched: all of them.
    pub fn owner_digits(&self) -> &str {
        &self.0
    }
}

/// A Serial Shipping Container Code (AI 00): eighteen digits, check digit verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sscc(String);

impl Sscc {
    /// Reads 18 digits.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        parse_digits(text, "SSCC", &[(18, "18")])?;
        Ok(Self(text.to_owned()))
    }

    /// The digits against which GS1 company prefixes are matched: all but the extension digit.
    pub fn owner_digits(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }
}

digits_key!(Gtin);
digits_key!(Gln);
digits_key!(Sscc);
