//! How this node and those of the other members reach each other.

use ledger::OrgId;
use ledger::key::Jwk;
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
    /// The key by which it is known while the chain does not name it: that of a member which has no
    /// vote yet, or not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeKey>,
}

/// A node's Ed25519 key: in a setting, its 32 bytes in unpadded base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeKey(Jwk);

/// Not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no node key: it has 43 characters, and furlong peer add takes it from joiner.json"
)]
pub struct NodeKeyError(String);

impl NodeKey {
    /// The key of a validator's row.
    pub const fn of(jwk: Jwk) -> Self {
        Self(jwk)
    }

    /// It.
    pub const fn jwk(&self) -> &Jwk {
        &self.0
    }
}

impl TryFrom<String> for NodeKey {
    type Error = NodeKeyError;

    fn try_from(text: String) -> Result<Self, NodeKeyError> {
        let jwk = Jwk::of("Ed25519".to_owned(), "OKP".to_owned(), text.clone(), None);
        jwk.map(Self).map_err(|_cause| NodeKeyError(text))
    }
}

impl From<NodeKey> for String {
    fn from(key: NodeKey) -> Self {
        key.0.as_ed25519().map(|key| ledger::b64::encode(key.as_bytes())).unwrap_or_default()
    }
}
