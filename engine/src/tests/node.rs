//! Nodes for the tests: keys, settings, starting and stopping.

use super::super::malachite::app::types::PeerId;
use super::super::{
    Address, End, Engine, Fatal, Identity, ListenAddress, Pace, PeerAddress, Relay, Settings,
    StartError, Stopped, ValidatorKey, VoteGuard, peer_id, start,
};
use super::memory::MemoryLedger;
use p256::ecdsa::SigningKey;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(super) const ORIGIN: &str =
    "test.example/0000000000000000000000000000000000000000000000000000000000000000";

/// The guard file, in memory.
#[derive(Clone, Default)]
pub(super) struct MemoryGuard(Arc<AtomicU64>);

impl MemoryGuard {
    pub(super) fn at(height: u64) -> Self {
        Self(Arc::new(AtomicU64::new(height)))
    }

    pub(super) fn height(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl VoteGuard for MemoryGuard {
    async fn before_vote(&self, height: u64) -> Result<(), Fatal> {
        let highest = self.0.fetch_max(height, Ordering::SeqCst);
        if height < highest {
            return Err(Fatal::new(format!("this key voted at height {highest} already")));
        }
        Ok(())
    }
}

pub(super) fn vote_key(who: u8) -> SigningKey {
    SigningKey::from_slice(&[who + 1; 32]).unwrap()
}

pub(super) fn node_key(who: u8) -> [u8; 32] {
    [who + 101; 32]
}

/// The peer id of a node.
pub(in super::super) fn peer(who: u8) -> PeerId {
    peer_id(node_key(who)).unwrap().parse().unwrap()
}

pub(super) fn address(who: u8) -> [u8; 20] {
    let point = vote_key(who).verifying_key().to_encoded_point(false);
    Address::of_sec1(point.as_bytes()).unwrap().0
}

pub(super) fn validators(count: u8) -> Vec<ValidatorKey> {
    let key = |who| vote_key(who).verifying_key().to_encoded_point(true).as_bytes().to_vec();
    (0..count).map(|who| ValidatorKey { public_key: key(who), power: 1 }).collect()
}

pub(super) fn ledger(who: u8, count: u8) -> Arc<MemoryLedger> {
    Arc::new(MemoryLedger::new(address(who), validators(count)))
}

pub(super) fn alone(dir: &Path) -> Settings {
    Settings::alone("alone", dir.join("consensus.wal"))
}

/// The settings of one of several nodes that listen on `ports` of this machine.
pub(super) fn among(who: u8, ports: &[u16], dir: &Path, relay: Relay) -> Settings {
    let at = |port| format!("/ip4/127.0.0.1/tcp/{port}");
    let own = usize::from(who);
    let peers = (0_u8..).zip(ports).filter(|(other, _port)| *other != who).map(|(other, port)| {
        let id = peer_id(node_key(other)).unwrap();
        PeerAddress::parse(&format!("{}/p2p/{id}", at(*port))).unwrap()
    });
    Settings {
        name: format!("node{who}"),
        wal: dir.join(format!("{who}.wal")),
        listen: ListenAddress::parse(&at(ports[own])).unwrap(),
        peers: peers.collect(),
        relay,
        // Patient: on a machine with other work, a message may take a second.
        pace: Pace::Wide,
        connections_per_ip: 64,
    }
}

pub(super) async fn begin(
    who: u8,
    settings: Settings,
    ledger: &Arc<MemoryLedger>,
    guard: &MemoryGuard,
) -> Result<Engine<MemoryLedger>, StartError> {
    let identity = Identity { origin: ORIGIN.to_owned(), vote: vote_key(who), node: node_key(who) };
    start(settings, identity, Arc::clone(ledger), guard.clone()).await
}

/// A node that runs.
pub(super) struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<End, Stopped>>,
}

impl Running {
    pub(super) async fn new(
        who: u8,
        settings: Settings,
        ledger: &Arc<MemoryLedger>,
        guard: &MemoryGuard,
    ) -> Self {
        let engine = begin(who, settings, ledger, guard).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(engine.run(async { drop(stopped.await) }, async {}));
        Self { stop, task }
    }

    /// Waits until the node has come to `tip`.
    pub(super) async fn reach(&mut self, ledger: &MemoryLedger, tip: u64) {
        tokio::select! {
            () = ledger.until_tip(tip) => {}
            end = &mut self.task => panic!("the node ended before height {tip}: {end:?}"),
        }
    }

    /// Stops the node and waits until it has.
    pub(super) async fn stop(self) {
        drop(self.stop);
        assert_eq!(self.task.await.unwrap().unwrap(), End::Told);
    }

    /// Waits until the node ends because an epoch did.
    pub(super) async fn end_of_epoch(self) {
        assert_eq!(self.task.await.unwrap().unwrap(), End::Epoch);
    }

    /// Waits until the node ends by itself.
    pub(super) async fn end(self) -> Stopped {
        self.task.await.unwrap().unwrap_err()
    }
}
