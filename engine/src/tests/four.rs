//! Four nodes on this machine.

use super::super::{Ledger, Relay};
use super::memory::MemoryLedger;
use super::node::{MemoryGuard, Running, among, ledger};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

struct Cluster<'a> {
    dir: &'a Path,
    ports: Vec<u16>,
    ledgers: Vec<Arc<MemoryLedger>>,
    guards: Vec<MemoryGuard>,
    nodes: Vec<Option<Running>>,
    relay: Relay,
}

impl<'a> Cluster<'a> {
    async fn new(dir: &'a Path, relay: Relay) -> Self {
        let listeners: Vec<TcpListener> =
            (0..4).map(|_who| TcpListener::bind(("127.0.0.1", 0)).unwrap()).collect();
        let ports = listeners.iter().map(|one| one.local_addr().unwrap().port()).collect();
        drop(listeners);
        let mut cluster = Self {
            dir,
            ports,
            ledgers: (0..4).map(|who| ledger(who, 4)).collect(),
            guards: (0..4).map(|_who| MemoryGuard::default()).collect(),
            nodes: (0..4).map(|_who| None).collect(),
            relay,
        };
        for who in 0..4 {
            cluster.start(who).await;
        }
        cluster
    }

    async fn start(&mut self, who: u8) {
        let place = usize::from(who);
        let settings = among(who, &self.ports, self.dir, self.relay);
        let node = Running::new(who, settings, &self.ledgers[place], &self.guards[place]).await;
        self.nodes[place] = Some(node);
    }

    async fn stop(&mut self, who: usize) {
        self.nodes[who].take().unwrap().stop().await;
    }

    /// As the nodes pass statements on to each other.
    fn submit(&self, statement: &str) {
        self.ledgers.iter().for_each(|ledger| ledger.submit(statement));
    }

    async fn until_tip(&self, who: impl IntoIterator<Item = usize>, tip: u64) {
        for who in who {
            self.ledgers[who].until_tip(tip).await;
        }
    }

    fn assert_same_chain(&self) {
        let ids = |ledger: &Arc<MemoryLedger>| -> Vec<_> {
            ledger.decisions().into_values().map(|block| (block.id, block.statements)).collect()
        };
        let first = ids(&self.ledgers[0]);
        assert!(self.ledgers.iter().all(|ledger| ids(ledger) == first), "the chain forked");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_nodes_agree_and_one_that_was_away_catches_up() {
    for relay in [Relay::Gossip, Relay::Direct] {
        let dir = tempfile::tempdir().unwrap();
        let mut cluster = Cluster::new(dir.path(), relay).await;
        for height in 1..=5 {
            cluster.submit(&format!("statement {height}"));
            cluster.until_tip(0..4, height).await;
        }

        cluster.stop(3).await;
        for height in 6..=9 {
            cluster.submit(&format!("statement {height}"));
            cluster.until_tip(0..3, height).await;
        }

        // Nothing waits, so that only the others' tips tell the node that it is behind.
        cluster.start(3).await;
        cluster.until_tip([3], 9).await;
        cluster.submit("statement 10");
        cluster.until_tip(0..4, 10).await;

        for who in 0..4 {
            cluster.stop(who).await;
        }
        cluster.assert_same_chain();
        assert_eq!(cluster.ledgers[0].tip(), 10);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_proposer_needs_to_have_the_statement() {
    let dir = tempfile::tempdir().unwrap();
    let mut cluster = Cluster::new(dir.path(), Relay::Direct).await;
    // A block of 300 kB travels in several parts; the others wake by the first of them.
    let long = "x".repeat(300_000);
    cluster.submit(&long);
    cluster.until_tip(0..4, 1).await;
    // At most one round for each node passes until the one that has it is the proposer.
    cluster.ledgers[0].submit("only here");
    cluster.until_tip(0..4, 2).await;
    for who in 0..4 {
        cluster.stop(who).await;
    }
    cluster.assert_same_chain();
}
