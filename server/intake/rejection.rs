//! Why a statement is not taken. A rejection is an answer, never a record.

use crate::metrics::Refused;
use crate::store::StoreError;
use ledger::statement::FormError;

/// One fault of an event, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// RFC 6901, from the event.
    pub pointer: String,
    /// What is wrong and what would have been right.
    pub text: String,
}

/// Why a statement is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// Disclosures do not travel here.
    #[error(
        "this address takes the signed statement alone, without disclosures: send the whole \
         SD-JWT to /api/v1/vault/LEAF-HASH first, and then the part before the first ~ here"
    )]
    Disclosures,
    /// Not a statement.
    #[error("{0}")]
    Form(#[from] FormError),
    /// Nobody here knows the key; it may come with a later block.
    #[error(
        "the key {kid} is not known here: if it was added a moment ago, send the statement again \
         after the block that adds it"
    )]
    KeyUnknown {
        /// The key id.
        kid: String,
        /// Where it is named, if not by the statement itself.
        pointer: Option<&'static str>,
    },
    /// Another statement of the same organisation has this id.
    #[error(
        "another statement of {iss} has the id {jti} already, with other content: give every \
         statement an id of its own"
    )]
    IdTaken {
        /// The organisation.
        iss: String,
        /// The id.
        jti: String,
    },
    /// A signature is not by the key that it names.
    #[error("{0}")]
    Signature(String),
    /// The signer may not say this, now.
    #[error("{text}")]
    NotAllowed {
        /// Why.
        text: String,
        /// Where, if it is not about the whole.
        pointer: Option<&'static str>,
    },
    /// The event breaks the standard.
    #[error("the event has {} fault{}", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    NotAdmitted(Vec<Fault>),
    /// The check itself came to grief: an error of this program, not of the statement.
    #[error("the check of this statement failed here")]
    Failed,
    /// The queue is full.
    #[error("too many statements are waiting to be ordered")]
    Full,
    /// The database did not answer.
    #[error("the statement could not be looked up")]
    Store(#[from] StoreError),
}

impl Rejection {
    /// As what it is counted.
    pub(super) const fn counted(&self) -> Refused {
        match self {
            Self::Disclosures => Refused::Disclosures,
            Self::Form(_) => Refused::Form,
            Self::KeyUnknown { .. } => Refused::UnknownKey,
            Self::IdTaken { .. } => Refused::IdTaken,
            Self::Signature(_) => Refused::Signature,
            Self::NotAllowed { .. } => Refused::NotAllowed,
            Self::NotAdmitted(_) => Refused::NotAdmitted,
            Self::Full => Refused::Full,
            Self::Failed | Self::Store(_) => Refused::Failed,
        }
    }
}
