//! What a node answers.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a node says about a statement that is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The leaf hash: the statement's name at the node.
    pub leaf_hash: String,
    /// Its place in the log.
    pub index: u64,
    /// The block that holds it.
    pub height: u64,
    /// Block time, milliseconds since 1970.
    pub time_ms: u64,
    /// The block's id.
    pub block_id: String,
}

/// One line of the answer to many statements.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Told {
    /// It is in the ledger.
    Committed(Receipt),
    /// It waits for a block.
    Pending {},
    /// It was not taken.
    Refused {
        /// Why.
        problem: Problem,
    },
}

/// A key that may come with a later block.
const UNKNOWN_KEY: &str = "/problems/unknown-key";

/// A refusal (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of refusal, for programs: `/problems/unknown-key`.
    #[serde(default, rename = "type")]
    pub kind: Box<str>,
    /// What kind of refusal, in words.
    pub title: String,
    /// The HTTP status that belongs to it.
    pub status: u16,
    /// What is wrong and what would have been right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where in what was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Every fault, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<ProblemFault>,
}

/// One of several faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFault {
    /// RFC 6901.
    pub pointer: String,
    /// What is wrong and what would have been right.
    pub detail: String,
}

impl Problem {
    /// A refusal that says no more than its status.
    pub(super) fn bare(status: u16) -> Self {
        let title = format!("the node answered with status {status} and no reason");
        let kind = Box::default();
        Self { kind, title, status, detail: None, pointer: None, faults: Vec::new() }
    }

    /// Whether the same statement may be taken at another time: the node is busy, full or broken,
    /// or does not know the key yet. Only such a statement is worth keeping.
    pub fn is_for_later(&self) -> bool {
        matches!(self.status, 429 | 500..) || *self.kind == *UNKNOWN_KEY
    }

    /// A statement that is still waiting for a block after all tries.
    pub fn unanswered() -> Self {
        Self { title: "the node has not put it into a block yet".to_owned(), ..Self::bare(503) }
    }

    /// Whether the same request may be taken a moment later, because the node is busy.
    pub const fn may_pass(&self) -> bool {
        self.status == 503
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail.as_deref().unwrap_or(&self.title))?;
        if let Some(pointer) = self.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
            write!(f, " (at {pointer})")?;
        }
        self.faults.iter().try_for_each(|fault| {
            let at = if fault.pointer.is_empty() { "the whole event" } else { &fault.pointer };
            write!(f, "\n    {at}: {}", fault.detail)
        })
    }
}
