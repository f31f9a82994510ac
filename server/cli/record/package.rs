//! Signed events on their way to a node.

use ledger::OrgId;
use serde::{Deserialize, Serialize};

/// The events of one document that one organisation signed for one chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) cover: Cover,
    pub(super) waiting: Vec<Waiting>,
}

/// The first line of an outbox file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cover {
    /// Always 1.
    pub(super) v: u64,
    /// The chain.
    pub(super) origin: String,
    /// Who signed.
    pub(super) iss: OrgId,
    /// The document, as its sender named it.
    pub(super) file: String,
}

/// A signed event. It is an outbox file's other lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Waiting {
    /// The event's id.
    pub(super) event_id: String,
    /// Where it stands in the document.
    pub(super) pointer: String,
    /// The statement.
    pub(super) jws: String,
    /// What it conceals; for the vault of this organisation's own node only.
    pub(super) disclosures: Vec<String>,
    /// SHA-256 of the files that it names, in hexadecimal digits; they lie beside the package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) files: Vec<String>,
}

impl Waiting {
    /// Statement and disclosures, as the vault takes them.
    pub(super) fn sd_jwt(&self) -> String {
        format!("{}~{}~", self.jws, self.disclosures.join("~"))
    }
}
