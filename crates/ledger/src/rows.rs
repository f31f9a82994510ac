//! Rows of the two state trees, and their bytes.
//!
//! Members stand in the order of RFC 8785 (sorted), so that serde writes the canonical form.

use crate::OrgId;
use crate::key::Jwk;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// One who votes, signs checkpoints and answers peers for a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validator {
    /// Ed25519: C2SP cosignatures (note type 0x04).
    pub cosign: Jwk,
    /// P-256: cosignatures that every browser can check.
    pub cosign_p256: Jwk,
    /// Where its node answers: a DNS name, or `name:port`.
    pub host: String,
    /// The member.
    pub iss: OrgId,
    /// Ed25519: log signatures (note type 0x01).
    pub log: Jwk,
    /// Ed25519: identity between peers.
    pub node: Jwk,
    /// P-256: votes.
    pub vote: Jwk,
}

/// Row 0 of the members tree: who decides in this epoch, and by which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpochRow {
    /// From 0.
    pub epoch: u64,
    /// The rule set that judges statements.
    pub rules: u64,
    /// The members of the epoch.
    pub validators: Vec<Validator>,
}

/// Whether an organisation may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrgStatus {
    /// It may.
    Active,
    /// It may only retire keys and recall.
    Suspended,
    /// Its sponsor or itself ended it.
    Ended,
    /// The members did.
    Expelled,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgRow {
    /// Its name on the chain.
    pub iss: OrgId,
    /// Its name in words.
    pub name: String,
    /// GS1 company prefixes, sorted.
    pub prefixes: Vec<String>,
    /// Roles, sorted.
    pub roles: Vec<String>,
    /// The height that enrolled it.
    pub since: u64,
    /// The member that answers for it; members have none.
    pub sponsor: Option<OrgId>,
    /// Whether it may act.
    pub status: OrgStatus,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Manages the organisation.
    Admin,
    /// Signs events.
    Event,
    /// Signs events inside another firm's system, which `held_by` names.
    System,
    /// Adds and retires event keys.
    Registrar,
    /// Receives confidential fields; signs nothing.
    Agree,
}

/// A key of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRow {
    /// The height that added it.
    pub added: u64,
    /// Statements at this height or later are disputed.
    pub compromised_since: Option<u64>,
    /// Who holds a system key.
    pub held_by: Option<OrgId>,
    /// Whose key it is.
    pub iss: OrgId,
    /// The key.
    pub jwk: Jwk,
    /// Its RFC 7638 thumbprint.
    pub kid: String,
    /// The last instant (block time, ms) at which it may sign.
    pub not_after: Option<u64>,
    /// What it is for.
    pub purpose: Purpose,
    /// The last height at which it may sign.
    pub retired: Option<u64>,
}

/// What an organisation says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecallState {
    /// Wait: it is being looked into.
    Hold,
    /// Recalled.
    Recalled,
}

/// One organisation's word on a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecallBy {
    /// The leaf that says so.
    pub index: u64,
    /// Who says so.
    pub iss: OrgId,
    /// What it says.
    pub state: RecallState,
}

/// A code that is on hold or recalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecallRow {
    /// By whom, sorted by `iss`; never empty.
    pub by: Vec<RecallBy>,
    /// The code, canonical.
    pub code: String,
}

/// A row of the members tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberRow {
    /// Row 0.
    Epoch(EpochRow),
    /// An organisation.
    Org(OrgRow),
    /// A key.
    Key(KeyRow),
}

/// The text is not a row, or not in the one spelling that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a row in its canonical form")]
pub struct NotARow;

/// The canonical text of a row.
///
/// serde cannot fail on these types: no map has a key that is not a string, and no float is there.
pub fn text<R: Serialize>(row: &R) -> String {
    serde_json::to_string(row).unwrap_or_default()
}

/// Reads a row that must be in canonical form: written again it gives the same bytes.
pub fn read<R: Serialize + DeserializeOwned>(bytes: &str) -> Result<R, NotARow> {
    let row: R = serde_json::from_str(bytes).map_err(|_cause: serde_json::Error| NotARow)?;
    if text(&row) == bytes { Ok(row) } else { Err(NotARow) }
}

impl MemberRow {
    /// Its canonical text.
    pub fn text(&self) -> String {
        match self {
            Self::Epoch(row) => text(row),
            Self::Org(row) => text(row),
            Self::Key(row) => text(row),
        }
    }

    /// Reads any of the three. They cannot be mistaken for one another: each has members that the
    /// others refuse.
    pub fn read(bytes: &str) -> Result<Self, NotARow> {
        read(bytes)
            .map(Self::Key)
            .or_else(|_cause: NotARow| read(bytes).map(Self::Org))
            .or_else(|_cause: NotARow| read(bytes).map(Self::Epoch))
    }
}
