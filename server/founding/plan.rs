//! What a founder decides.

use ledger::OrgId;
use ledger::genesis::Genesis;
use serde::{Deserialize, Serialize};

/// A chain to be founded by one member.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The chain's name: a lower-case DNS name.
    pub name: String,
    /// The member that runs the first validator.
    pub founder: Founder,
    /// Organisations that are there from the start, sponsors before those they answer for.
    pub others: Vec<OrgPlan>,
    /// Milliseconds since 1970.
    pub created_ms: u64,
}

/// What one of several founders brings.
#[derive(Debug, Clone)]
pub struct Ours {
    /// It.
    pub founder: Founder,
    /// Those that it answers for, sponsors before those they answer for.
    pub others: Vec<OrgPlan>,
    /// Where the other nodes reach its own.
    pub reach: Reach,
}

/// Where a node is reached. It may change later, and stands in no genesis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Pages and API: `https://node.example`.
    pub url: String,
    /// Votes: `/dns4/node.example/tcp/26656`.
    pub consensus: String,
}

/// A member that runs a validator.
#[derive(Debug, Clone)]
pub struct Founder {
    /// It.
    pub org: OrgPlan,
    /// Where its node answers: a DNS name, or `name:port`.
    pub host: String,
}

/// An organisation of the genesis.
#[derive(Debug, Clone)]
pub struct OrgPlan {
    /// Its name on the chain.
    pub iss: OrgId,
    /// Its name in words.
    pub name: String,
    /// GS1 company prefixes.
    pub prefixes: Vec<String>,
    /// Roles.
    pub roles: Vec<String>,
    /// Who answers for it.
    pub sponsor: Option<OrgId>,
}

/// A chain that was founded.
#[derive(Debug, Clone)]
pub struct Founded {
    /// Its name for ever.
    pub origin: String,
    /// Its genesis.
    pub genesis: Genesis,
}
