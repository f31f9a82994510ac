//! Why there is no label.

use thiserror::Error;

/// The label was not made.
#[derive(Debug, Error)]
pub enum LabelError {
    /// The code would be too big.
    #[error("the link in the code has at most {max} characters, not {found}: use a shorter host")]
    TooLong {
        /// The most it may have.
        max: usize,
        /// What it has.
        found: usize,
    },
    /// The global resolver knows GS1 keys only.
    #[error(
        "id.gs1.org leads to goods with a GTIN or an SSCC only: for other goods name a host of \
         label.hosts"
    )]
    NeedsHost,
    /// The font has no sign for it.
    #[error(
        "the label's font has no sign for {0:?}: write the name in Latin, Greek, Cyrillic or Arabic \
         letters, or leave it out"
    )]
    Sign(char),
    /// What we drew does not read as what it should say.
    #[error("the finished code reads {read:?} instead of {payload}, so it is not handed out")]
    Unreadable {
        /// What it should say.
        payload: String,
        /// What was read: nothing, or one text for each code that was found.
        read: Vec<String>,
    },
    /// The drawing itself did not work.
    #[error("the label could not be drawn: {0}")]
    Drawing(String),
}

/// A fault of the drawing in words.
pub(super) fn drawing(error: impl std::fmt::Display) -> LabelError {
    LabelError::Drawing(error.to_string())
}
