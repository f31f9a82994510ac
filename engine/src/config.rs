//! The engine's settings, typed, and what they become in its own configuration.

use super::malachite::app::config::{
    ConsensusConfig, NodeConfig, PubSubProtocol, ValuePayload, ValueSyncConfig,
};
use super::malachite::app::net::{Multiaddr, PeerId};
use super::malachite::app::types::core::LinearTimeouts;
use std::path::PathBuf;
use std::time::Duration;

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// The address to listen on.
    #[error("write the address to listen on like /ip4/0.0.0.0/tcp/26656, not {0:?}")]
    Listen(String),
    /// The address of a peer.
    #[error("write a peer like /dns4/node.example/tcp/26656/p2p/12D3KooW..., not {0:?}")]
    Peer(String),
}

/// Where this node waits for others: `/ip4/<address>/tcp/<port>` or `/ip6/...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddress(String);

impl ListenAddress {
    /// A free port on this machine only: for a node without peers.
    pub fn loopback() -> Self {
        Self("/ip4/127.0.0.1/tcp/0".to_owned())
    }

    /// Reads an address; port 0 means any free one.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let fault = || AddressError::Listen(text.to_owned());
        match text.split('/').collect::<Vec<_>>().as_slice() {
            ["", "ip4" | "ip6", _, "tcp", _] if text.parse::<Multiaddr>().is_ok() => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(fault()),
        }
    }

    fn multiaddr(&self) -> Result<Multiaddr, AddressError> {
        self.0.parse().map_err(|_cause| AddressError::Listen(self.0.clone()))
    }
}

/// Where another node is, and who it is: `/ip4|ip6|dns4|dns6|dns/<host>/tcp/<port>/p2p/<peer id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerAddress(Multiaddr);

impl PeerAddress {
    /// Reads an address. The peer id may not be left out: a connection that a peer opens comes
    /// from another port, and without the id it would not be recognised and be cut.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let fault = || AddressError::Peer(text.to_owned());
        match text.split('/').collect::<Vec<_>>().as_slice() {
            ["", "ip4" | "ip6" | "dns" | "dns4" | "dns6", _, "tcp", _, "p2p", id]
                if id.parse::<PeerId>().is_ok() =>
            {
                text.parse().map(Self).map_err(|_cause| fault())
            }
            _ => Err(fault()),
        }
    }
}

/// How messages spread. All nodes of a chain must use the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relay {
    /// Through other nodes where there is no straight line: for firms on the internet.
    Gossip,
    /// From each node to each, faster: only where every node reaches every other.
    Direct,
}

/// How long a round waits for its proposer and for votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// 3 s for a proposal, 1 s for votes: nodes far apart.
    Wide,
    /// 700 ms and 300 ms: nodes in one country. A dead proposer costs less.
    Near,
}

impl Pace {
    pub(super) fn timeouts(self) -> LinearTimeouts {
        let (propose, votes) = match self {
            Self::Wide => (Duration::from_secs(3), Duration::from_secs(1)),
            Self::Near => (Duration::from_millis(700), Duration::from_millis(300)),
        };
        LinearTimeouts {
            propose,
            propose_delta: propose / 6,
            prevote: votes,
            prevote_delta: votes / 2,
            precommit: votes,
            precommit_delta: votes / 2,
            rebroadcast: propose + 2 * votes,
            max_timeout: Duration::from_mins(1),
        }
    }
}

/// Timeouts of a chain of one: nobody else can propose, so a round without work just waits. The
/// engine asks us anew in the next round; until then work is proposed late in this one.
pub(super) fn timeouts_alone() -> LinearTimeouts {
    let long = Duration::from_hours(24);
    LinearTimeouts {
        propose: long,
        propose_delta: Duration::ZERO,
        rebroadcast: long,
        max_timeout: long,
        ..Pace::Near.timeouts()
    }
}

/// All that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A name for logs and metrics.
    pub name: String,
    /// The engine's log of the height in progress. Never part of a backup: with an old copy this
    /// node could vote twice. Its directory must exist.
    pub wal: PathBuf,
    /// Where to listen.
    pub listen: ListenAddress,
    /// The other members' nodes. Nobody else may connect.
    pub peers: Vec<PeerAddress>,
    /// How messages spread.
    pub relay: Relay,
    /// How long rounds wait.
    pub pace: Pace,
    /// Connections from one IP address; more than 5 where several nodes share one.
    pub connections_per_ip: usize,
}

impl Settings {
    /// A node that decides alone.
    pub fn alone(name: &str, wal: PathBuf) -> Self {
        Self {
            name: name.to_owned(),
            wal,
            listen: ListenAddress::loopback(),
            peers: Vec::new(),
            // Gossip complains in the log when there is nobody to tell.
            relay: Relay::Direct,
            pace: Pace::Near,
            connections_per_ip: 5,
        }
    }
}

/// The engine's own form of the settings.
#[derive(Debug, Clone)]
pub(super) struct EngineConfig {
    name: String,
    consensus: ConsensusConfig,
    sync: ValueSyncConfig,
}

impl EngineConfig {
    pub(super) fn new(settings: &Settings) -> Result<Self, AddressError> {
        let mut consensus =
            ConsensusConfig { value_payload: ValuePayload::ProposalAndParts, ..Default::default() };
        consensus.p2p.listen_addr = settings.listen.multiaddr()?;
        consensus.p2p.persistent_peers = settings.peers.iter().map(|one| one.0.clone()).collect();
        consensus.p2p.persistent_peers_only = true;
        consensus.p2p.discovery.enabled = false;
        consensus.p2p.discovery.max_connections_per_ip = settings.connections_per_ip;
        consensus.p2p.protocol = match settings.relay {
            Relay::Gossip => PubSubProtocol::default(),
            Relay::Direct => PubSubProtocol::Broadcast,
        };
        // Five blocks of at most 1.125 MiB stay below the 10 MiB of one answer.
        let sync = ValueSyncConfig {
            status_update_interval: Duration::from_secs(1),
            batch_size: 5,
            ..Default::default()
        };
        Ok(Self { name: settings.name.clone(), consensus, sync })
    }
}

impl NodeConfig for EngineConfig {
    fn moniker(&self) -> &str {
        &self.name
    }
    fn consensus(&self) -> &ConsensusConfig {
        &self.consensus
    }
    fn consensus_mut(&mut self) -> &mut ConsensusConfig {
        &mut self.consensus
    }
    fn value_sync(&self) -> &ValueSyncConfig {
        &self.sync
    }
    fn value_sync_mut(&mut self) -> &mut ValueSyncConfig {
        &mut self.sync
    }
}
