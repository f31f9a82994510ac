//! How this node and those of the other members reach each other.

use ledger::OrgId;
use serde::{Deserialize, Serialize};

/// How nodes agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Consensus {
    /// Where other members' nodes reach this one, such as `/ip4/0.0.0.0/tcp/26656`. A node without
    /// peers needs none.
    pub listen: Option<String>,
    /// How votes spread; all nodes of a chain must say the same.
    pub relay: Relay,
    /// How long a round waits for its proposer and for votes; all nodes should say the same.
    pub pace: Pace,
    /// Connections from one IP address: more where several nodes share one.
    pub connections_per_ip: usize,
}

impl Default for Consensus {
    fn default() -> Self {
        Self { listen: None, relay: Relay::Gossip, pace: Pace::Wide, connections_per_ip: 5 }
    }
}

/// How votes spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relay {
    /// Through other nodes where there is no straight line.
    Gossip,
    /// From each node to each: only where every node reaches every other.
    Direct,
}

/// How long a round waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pace {
    /// 3 s for a proposal, 1 s for votes: nodes far apart.
    Wide,
    /// 700 ms and 300 ms: nodes in one country.
    Near,
}

/// Another member's node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// The member.
    pub iss: OrgId,
    /// Where its pages and API are: `https://node.example`, or `http://` in a network of its own.
    pub url: String,
    /// Where it waits for votes: `/dns4/node.example/tcp/26656`. Its identity follows from the
    /// chain, which names the key of every member's node.
    pub consensus: String,
}
