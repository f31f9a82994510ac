//! What is wrong with a document or an event, where, and what would have been right.

use json::Pointer;
use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {text}", if pointer == &Pointer::root() { "the whole text".to_owned() } else { pointer.to_string() })]
pub struct Fault {
    /// Where: an RFC 6901 pointer into the text that was judged; of a missing member, the object that
    /// lacks it.
    pub pointer: Pointer,
    /// What kind of thing.
    pub code: FaultCode,
    /// A sentence: what is wrong, and what would have been right.
    pub text: String,
}

/// The kinds of things that are wrong; a program may act on them, their names do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultCode {
    /// The bytes are no strict JSON text, or over a limit.
    NotJson,
    /// The JSON is no EPCIS document and no event.
    NotEpcis,
    /// A member that must be there is not.
    Missing,
    /// A member that may not stand there.
    NotAllowed,
    /// A value of another JSON kind than the member has.
    WrongKind,
    /// A list or text without content, where there must be some.
    Empty,
    /// No instant with a zone, or no zone offset.
    BadTime,
    /// No absolute URI.
    BadUri,
    /// A GS1 key with a wrong check digit, length or character.
    BadKey,
    /// A word that the vocabulary does not have.
    UnknownWord,
    /// A number or amount that the standard does not allow.
    BadNumber,
    /// A unit that is no UN/ECE Recommendation 20 code.
    BadUnit,
    /// The same value twice in a list that holds each once.
    Repeated,
    /// A rule between several members is broken.
    Rule,
    /// `_sd` where nothing may be concealed, or badly formed.
    Concealment,
    /// There are more faults than are listed.
    More,
}

impl FaultCode {
    /// The name of the kind, for programs: `bad-key`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::NotEpcis => "not-epcis",
            Self::Missing => "missing",
            Self::NotAllowed => "not-allowed",
            Self::WrongKind => "wrong-kind",
            Self::Empty => "empty",
            Self::BadTime => "bad-time",
            Self::BadUri => "bad-uri",
            Self::BadKey => "bad-key",
            Self::UnknownWord => "unknown-word",
            Self::BadNumber => "bad-number",
            Self::BadUnit => "bad-unit",
            Self::Repeated => "repeated",
            Self::Rule => "rule",
            Self::Concealment => "concealment",
            Self::More => "more",
        }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
