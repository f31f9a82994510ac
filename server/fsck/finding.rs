//! What is wrong, where, and what to do.

use ledger::Hash;
use serde::Serialize;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: `block 12`, `leaf 57 (block 12)`, `member row 3`.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: Advice,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// The bytes of the ledger are not those that were decided.
    Restore,
    /// Only what was worked out from them is wrong.
    Derived,
    /// Only the tables that pages read are wrong.
    Pages,
    /// What this node keeps of concealed fields.
    Vault,
    /// A file that a record names.
    File,
    /// The newest signatures; the node makes them again.
    SignAgain,
    /// The database is older than what this node's keys have signed.
    Behind,
}

impl Advice {
    /// The sentence for people.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Restore => {
                "Stop the node and keep a copy of its folder. Put back a copy of the database that \
                 passes this check, and leave the guard file as it is."
            }
            Self::Derived => {
                "The records themselves are whole, and this follows from them. Stop the node, keep a \
                 copy of its folder, and run `furlong fsck --repair`."
            }
            Self::Pages => {
                "The record is whole. Stop the node and run `furlong rebuild`, which loses nothing."
            }
            Self::Vault => {
                "The records themselves are whole. Put back a copy of the database that passes this \
                 check, or ask whoever signed the event to send its concealed fields again."
            }
            Self::File => {
                "The records themselves are whole, and pages leave the file out. Put the file back \
                 from a copy of the folder, or have its sender send it again: the digest shows \
                 that it is the same."
            }
            Self::SignAgain => "Start the node: it signs the newest checkpoint again.",
            Self::Behind => {
                "An older copy of the database was put back. Do not start the node with it: put \
                 back the newest one, and leave the guard file as it is."
            }
        }
    }
}

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Blocks whose every rule holds.
    pub blocks: u64,
    /// Leaves whose bytes have the hash that is stored.
    pub leaves: u64,
    /// Signatures of statements that are good.
    pub signatures: u64,
    /// Blocks that a quorum decided.
    pub certificates: u64,
    /// Files that records name, whose bytes are those that were stored.
    pub files: u64,
    /// Files that records name for everybody and that never came to this node.
    pub files_absent: u64,
    /// Files of no record: a sender was cut off, and the node takes them away.
    pub orphans: Vec<Hash>,
    /// Whether there is a guard file, which says what this node's keys have signed.
    pub has_guard: bool,
    /// Up to which block the tables that pages read were held against the record; nothing where they
    /// were not: they are empty or of another version, and the node makes them anew when it starts.
    pub pages: Option<u64>,
    /// Whether one of the findings, listed or not, is of what follows from nothing.
    pub is_damaged: bool,
    /// Whether every block was checked; without it the blocks from `blocks` on were not held
    /// against those before them.
    pub is_whole: bool,
    /// What is wrong, in the order of the ledger.
    pub findings: Vec<Finding>,
    /// Findings beyond those that are listed.
    pub unlisted: u64,
}

/// A damaged disk can break everything; nobody reads more than so many lines.
const LISTED_MAX: usize = 100;

impl Report {
    /// Whether nothing is wrong.
    pub const fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.is_whole
    }

    /// Whether something is wrong that only a copy of the database puts right.
    pub fn needs_a_copy(&self) -> bool {
        !self.is_whole || self.is_damaged
    }

    /// Whether something is wrong that has one of these remedies.
    pub fn has(&self, advice: &[Advice]) -> bool {
        self.findings.iter().any(|finding| advice.contains(&finding.advice))
    }

    pub(super) fn add(&mut self, found: impl IntoIterator<Item = Finding>) {
        for finding in found {
            self.is_damaged |= matches!(finding.advice, Advice::Restore | Advice::Behind);
            if self.findings.len() < LISTED_MAX {
                self.findings.push(finding);
            } else {
                self.unlisted += 1;
            }
        }
    }
}

impl Finding {
    pub(super) fn new(place: String, what: impl Into<String>, advice: Advice) -> Self {
        Self { place, what: what.into(), advice }
    }

    pub(super) fn of_block(height: u64, what: impl Into<String>) -> Self {
        Self::new(format!("block {height}"), what, Advice::Restore)
    }
}
