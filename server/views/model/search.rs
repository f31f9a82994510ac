//! Answers to a typed code: nothing wrong, several candidates, or what is wrong with it.

use serde::Serialize;

use super::Words;

/// What a reader typed and what it may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Search {
    /// The texts as typed, cut to the length that the form allows.
    pub code: String,
    pub lot: String,
    /// More than one when lots differ only in case, O and 0, spaces or a leading L.
    pub candidates: Vec<Candidate>,
    /// Products and lots that have the words.
    pub hits: Hits,
    /// Why the text cannot be a code; nothing was found then.
    pub fault: Option<BadCode>,
}

/// What was found by words: at most 20 lots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// A product each.
    pub groups: Vec<Group>,
    /// There are more than are listed.
    pub more: bool,
}

/// A product, and those of its lots that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The product; its path leads to its page.
    pub product: Candidate,
    /// Its number, 14 digits; none if it has only a name of its firm's own.
    pub gtin: Option<String>,
    /// The lots; the newest first.
    pub lots: Vec<Candidate>,
}

/// One lot that the text may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Path of its page.
    pub path: String,
    pub names: Words,
    pub brand: Option<Words>,
    /// The lot as printed.
    pub lot: Option<String>,
}

/// A text that is not a code, with what would have been right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadCode {
    /// The text as it came, cut to 100 characters.
    pub text: String,
    pub fault: CodeFault,
}

/// What is wrong with a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum CodeFault {
    /// The last digit does not fit the others.
    CheckDigit {
        key: KeyKind,
        /// The digit that stands there, and the one that the others ask for.
        found: char,
        expected: char,
        /// Path of the page of the corrected code.
        corrected: Option<String>,
    },
    /// The wrong number of digits.
    Length { key: KeyKind, found: usize },
    /// Something that cannot stand in such a code.
    Character { key: KeyKind, found: char },
    /// Nothing was typed.
    Empty,
    /// A lot or serial is longer than 20 characters (GS1 General Specifications, AI 10 and 21).
    TooLong { found: usize },
    /// A lot was typed without the product's number.
    NumberMissing,
    /// Not a kind of code that is known here.
    NotACode,
}

/// Which number was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// The number under the bar code: 8, 12, 13 or 14 digits.
    Gtin,
    /// The number of a case or pallet: 18 digits.
    Sscc,
    /// The number of a company or place: 13 digits.
    Gln,
    Lot,
    Serial,
}
