//! Why bytes are no statement.

use json::Pointer;

/// A rule of the form is broken: which, where, and what would have been right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("S{rule}{}: {text}", if pointer.is_empty() { String::new() } else { format!(" at {pointer}") })]
pub struct FormError {
    /// The number of the rule in `docs/protocol/`: 1 to 24.
    pub rule: u8,
    /// RFC 6901, from the payload; empty for the whole.
    pub pointer: String,
    /// One sentence.
    pub text: String,
}

/// One fault.
pub(crate) fn fault(rule: u8, at: &Pointer, text: impl Into<String>) -> FormError {
    FormError { rule, pointer: at.to_string(), text: text.into() }
}
