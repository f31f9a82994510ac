//! Why a text is no name of goods, place or firm, and what would have been right.

use thiserror::Error;

/// Why a single key or attribute was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Another number of digits than the key has.
    #[error("the {key} should have {wanted} digits, not {found}")]
    Length {
        /// What was being read: "GTIN", "GLN", ...
        key: &'static str,
        /// The lengths that would do.
        wanted: &'static str,
        /// The length that was sent.
        found: usize,
    },
    /// A character that is no digit.
    #[error("the {key} has digits only, but character {position} is {character:?}")]
    NotDigit {
        /// What was being read.
        key: &'static str,
        /// What stands there.
        character: char,
        /// Where, counted from 1.
        position: usize,
    },
    /// The last digit does not fit the others.
    #[error("the check digit of {body}? should be {should}")]
    CheckDigit {
        /// The digits before the check digit.
        body: String,
        /// The digit that would have been right.
        should: u8,
    },
    /// Nothing where a value was due.
    #[error("the {key} is empty")]
    Empty {
        /// What was being read.
        key: &'static str,
    },
    /// More characters than the key may have.
    #[error("the {key} has at most {max} characters, not {found}")]
    TooLong {
        /// What was being read.
        key: &'static str,
        /// The most it may have.
        max: usize,
        /// The number that was sent.
        found: usize,
    },
    /// A character outside the key's set.
    #[error("the {key} may not hold {character:?} (character {position}); it may hold {allowed}")]
    Character {
        /// What was being read.
        key: &'static str,
        /// What stands there.
        character: char,
        /// Where, counted from 1.
        position: usize,
        /// The characters that would do, in words.
        allowed: &'static str,
    },
    /// `.` and `..` are steps in a path (RFC 3986 section 5.2.4), so no link could carry them.
    #[error("the {key} cannot be {found:?} alone, because a link cannot carry it")]
    Dots {
        /// What was being read.
        key: &'static str,
        /// `.` or `..`
        found: String,
    },
    /// Six digits that are no date.
    #[error(
        "{found} is no date: it should be YYMMDD, such as 261231, or 261200 for the month's end"
    )]
    NoDate {
        /// What was sent.
        found: String,
    },
}

/// Why a text names no goods, no place and no firm.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    /// A key in it is wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It is no absolute URI.
    #[error("not an absolute URI such as https://id.gs1.org/01/09506000134352: {0}")]
    Uri(&'static str),
    /// Longer than any name needs to be.
    #[error("a name has at most {max} bytes, not {found}")]
    TooLong {
        /// The most it may have.
        max: usize,
        /// The number that was sent.
        found: usize,
    },
    /// A `%` that no two hexadecimal digits follow, or bytes that are not UTF-8.
    #[error("{0:?} is not percent-encoded text: write % itself as %25")]
    Percent(String),
    /// A Digital Link whose parts do not fit together.
    #[error("the GS1 Digital Link is wrong: {0}")]
    DigitalLink(String),
    /// An EPC URN whose parts do not fit together.
    #[error("the EPC URN is wrong: {0}")]
    Urn(String),
    /// A house lot whose parts do not fit together.
    #[error("the house lot is wrong: {0}")]
    House(String),
    /// Typed text that is no code at all.
    #[error("{0}")]
    Typed(&'static str),
}
