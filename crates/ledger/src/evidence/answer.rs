//! What is asked of a file, and what is answered.

use crate::rows::{Purpose, RecallState};
use crate::statement::Vct;
use crate::{Hash, OrgId};

/// What the checker knows besides the file.
#[derive(Debug, Clone, Default)]
pub struct Ask<'a> {
    /// The chains that are trusted; empty if none is known. With any, every chain of the file must
    /// be one of them.
    pub anchors: &'a [String],
    /// What the reader asked about.
    pub subject: Asked<'a>,
    /// Codes that the page in front of the reader lists, in any spelling: each, its more general
    /// codes and the dates in it need a proof too. What cannot be recalled is passed over.
    pub extra_codes: &'a [String],
    /// The time now, in seconds since 1970.
    pub now_s: Option<u64>,
    /// Fail if the newest quorum is older than this, in seconds; needs `now_s`.
    pub max_age_s: Option<u64>,
}

/// What a file has to be about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked<'a> {
    /// Whatever it says.
    #[default]
    Anything,
    /// No code: the reader asked about goods that cannot be recalled.
    NoCode,
    /// This code, in its canonical form.
    Code(&'a str),
}

/// A step of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Everything that needs no hash and no key.
    Form,
    /// The genesis is that of the chain, and the chain is the trusted one.
    Chain,
    /// Enough validators of each epoch stand behind its checkpoint.
    Quorum,
    /// The newest block record closes the tree.
    Tip,
    /// Records and leaves are in the tree, leaves in their blocks.
    Inclusion,
    /// The rows are in the members tree.
    Members,
    /// Each leaf's key was active and of the right purpose.
    Key,
    /// Every code that the file is about has a proof, present or absent.
    Recalls,
    /// Every statement's signature.
    Signature,
    /// Every concealed field that is shown.
    Disclosures,
    /// How old the newest quorum is.
    Freshness,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 11] = [
        Self::Form,
        Self::Chain,
        Self::Quorum,
        Self::Tip,
        Self::Inclusion,
        Self::Members,
        Self::Key,
        Self::Recalls,
        Self::Signature,
        Self::Disclosures,
        Self::Freshness,
    ];

    /// The name that every checker uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Chain => "chain",
            Self::Quorum => "quorum",
            Self::Tip => "tip",
            Self::Inclusion => "inclusion",
            Self::Members => "members",
            Self::Key => "key",
            Self::Recalls => "recalls",
            Self::Signature => "signature",
            Self::Disclosures => "disclosures",
            Self::Freshness => "freshness",
        }
    }
}

/// The first step that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} failed at {}: {text}", step.as_str(), if at.is_empty() { "the file" } else { at })]
pub struct Broken {
    /// The step.
    pub step: Step,
    /// Where in the file, as an RFC 6901 pointer; empty for the whole.
    pub at: String,
    /// Why, in one sentence.
    pub text: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every step holds, and every chain is trusted.
    Holds(Report),
    /// Every step holds, but nobody said which chain is to be trusted.
    UnknownChain(Report),
    /// A step failed.
    Broken(Broken),
}

/// What a file proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The code that the file is about.
    pub subject: Option<String>,
    /// Each chain, in the file's order.
    pub chains: Vec<ChainReport>,
    /// The age in seconds of the oldest of the chains' newest quorums, if the time now is known.
    pub age_s: Option<u64>,
}

/// What one chain proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// The chain.
    pub origin: String,
    /// The epoch whose validators signed.
    pub epoch: u64,
    /// How many validators there are.
    pub validators: usize,
    /// How many of them confirm the checkpoint.
    pub confirmed_by: usize,
    /// When a quorum last confirmed it, in seconds since 1970.
    pub as_of_s: u64,
    /// How many leaves the tree has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// The height of the newest block.
    pub height: u64,
    /// The statements, in the file's order.
    pub leaves: Vec<LeafReport>,
    /// Codes on hold or recalled, in byte order.
    pub recalled: Vec<RecallFound>,
    /// Codes of which nobody says anything, in byte order.
    pub not_recalled: Vec<String>,
}

/// A statement that is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafReport {
    /// Where it stands in the tree.
    pub index: u64,
    /// The height of its block.
    pub height: u64,
    /// The time of its block, in milliseconds since 1970.
    pub time_ms: u64,
    /// What kind of statement it is.
    pub vct: Vct,
    /// Who signed it.
    pub iss: OrgId,
    /// The signer's name in words.
    pub name: String,
    /// What the signing key is for.
    pub purpose: Purpose,
    /// Whose system holds the key, if not the signer's own.
    pub held_by: Option<OrgId>,
    /// Whether its key was stolen by then, as its owner says.
    pub disputed: bool,
}

/// What one organisation says of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallFound {
    /// The code.
    pub code: String,
    /// Who says so.
    pub iss: OrgId,
    /// On hold or recalled.
    pub state: RecallState,
    /// The leaf that says so.
    pub index: u64,
}
