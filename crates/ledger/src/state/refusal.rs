//! Why a statement is not valid now.

use std::fmt;

/// The rules of authority, as `docs/protocol/governance.md` numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// V1: the chain knows the key.
    KeyKnown,
    /// V2: the key belongs to `iss`.
    KeyOwn,
    /// V3: the key is not retired.
    KeyActive,
    /// V4: the block's time is not after the key's `not_after`.
    KeyInTime,
    /// V5: the key's purpose may sign this.
    Purpose,
    /// V6: the organisation may act.
    Organisation,
    /// V7: (iss, jti) is unused.
    Unused,
    /// V8: the key of a vouched statement was the organisation's, for events.
    Vouched,
    /// V9: the signer is the one who may say this.
    Authority,
    /// V10: what it is about is there, and in the state that it needs.
    Target,
    /// V11: the new name, key or prefix is nobody's.
    Free,
    /// V12: the proposal is open, and the ballot is the organisation's first.
    Ballot,
    /// V13: the signer owns every code that it recalls, or is a regulator.
    Owner,
    /// V14: an organisation has at most 32 open proposals.
    Bound,
    /// V15: this program knows the rules of the epoch.
    Rules,
}

impl Rule {
    /// `V1` to `V15`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyKnown => "V1",
            Self::KeyOwn => "V2",
            Self::KeyActive => "V3",
            Self::KeyInTime => "V4",
            Self::Purpose => "V5",
            Self::Organisation => "V6",
            Self::Unused => "V7",
            Self::Vouched => "V8",
            Self::Authority => "V9",
            Self::Target => "V10",
            Self::Free => "V11",
            Self::Ballot => "V12",
            Self::Owner => "V13",
            Self::Bound => "V14",
            Self::Rules => "V15",
        }
    }

    /// Whether the same statement may become valid later: its key is still on its way.
    pub const fn may_pass_later(self) -> bool {
        matches!(self, Self::KeyKnown)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A statement is not valid in this state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {text}")]
pub struct Refusal {
    /// Which rule.
    pub rule: Rule,
    /// One sentence.
    pub text: String,
}

/// A block is not valid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("statement {position} of the block: {rule}: {text}")]
pub struct Invalid {
    /// Which statement, from 0.
    pub position: usize,
    /// Which rule.
    pub rule: Rule,
    /// One sentence.
    pub text: String,
}

/// One refusal.
pub(super) fn refuse<T>(rule: Rule, text: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { rule, text: text.into() })
}
