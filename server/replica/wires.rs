//! How the engine reaches the other members' nodes: settings become the engine's own, and who is at
//! the other end follows from the chain.

use crate::config::{Consensus, Pace, Peer, Relay};
use engine::{AddressError, ListenAddress, PeerAddress, Settings, StartError};
use ledger::OrgId;
use ledger::rows::EpochRow;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// Settings that lead nowhere.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// An address.
    #[error("furlong.toml: {0}")]
    Address(#[from] AddressError),
    /// A key of a peer.
    #[error(transparent)]
    Key(#[from] StartError),
    /// Others vote, and this node does not say where it waits for them.
    #[error(
        "the chain has {0} members with a vote: say in furlong.toml under [consensus] where their \
         nodes reach this one, such as listen = \"/ip4/0.0.0.0/tcp/26656\""
    )]
    NoListen(usize),
}

/// The settings.
#[derive(Debug, Clone)]
pub struct Wires {
    /// How nodes agree.
    pub consensus: Consensus,
    /// The other members' nodes, as they are known now.
    pub peers: watch::Receiver<Arc<Vec<Peer>>>,
}

impl Wires {
    /// The engine's settings in an epoch, with its log at `wal`. A peer whose member has no vote in
    /// this epoch is left out: nobody knows by which key it would answer.
    pub(super) fn settings(
        &self,
        row: &EpochRow,
        me: &OrgId,
        wal: PathBuf,
    ) -> Result<Settings, WireError> {
        if let [only] = row.validators.as_slice()
            && only.iss == *me
        {
            return Ok(Settings::alone("furlong", wal));
        }
        let listen = self.consensus.listen.as_deref();
        let listen = listen.ok_or(WireError::NoListen(row.validators.len()))?;
        let (known, mut peers) = (self.peers.borrow().clone(), Vec::new());
        for validator in row.validators.iter().filter(|row| row.iss != *me) {
            let Some(peer) = known.iter().find(|peer| peer.iss == validator.iss) else {
                tracing::warn!(
                    iss = %validator.iss,
                    "furlong.toml names no [[peer]] for a member with a vote: it may reach this \
                     node, and this node does not look for it"
                );
                continue;
            };
            let Some(key) = validator.node.as_ed25519() else { continue };
            let id = engine::peer_id_of(*key.as_bytes())?;
            peers.push(PeerAddress::parse(&format!("{}/p2p/{id}", peer.consensus))?);
        }
        Ok(Settings {
            name: "furlong".to_owned(),
            wal,
            listen: ListenAddress::parse(listen)?,
            peers,
            relay: match self.consensus.relay {
                Relay::Gossip => engine::Relay::Gossip,
                Relay::Direct => engine::Relay::Direct,
            },
            pace: match self.consensus.pace {
                Pace::Wide => engine::Pace::Wide,
                Pace::Near => engine::Pace::Near,
            },
            connections_per_ip: self.consensus.connections_per_ip,
        })
    }
}
