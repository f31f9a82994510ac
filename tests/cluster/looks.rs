//! What must hold when all lines are whole again: nothing acknowledged is lost, all nodes have the
//! same record, and it goes on.

use super::bed::Cluster;
use super::load::{Receipts, Signer};
use crate::support::{Client, on_folder};
use ledger::Hash;
use ledger::checkpoint::SignedCheckpoint;
use serde_json::Value;
use std::sync::Arc;

/// Asks so often before it gives up: minutes, whatever the machine.
const ASKS_MAX: usize = 100_000;

/// Each node takes a statement, and every node confirms it.
pub(super) fn goes_on(cluster: &Cluster, receipts: &Arc<Receipts>) {
    for who in cluster.live() {
        let signer = Signer::new(cluster, who, receipts);
        assert!(signer.send(&cluster.client(who)), "node {who} orders nothing");
    }
    let highest = receipts.all().iter().map(height).max().expect("receipts");
    for who in cluster.live() {
        until_confirmed(&cluster.client(who), highest, who);
    }
}

fn height(receipt: &Value) -> u64 {
    receipt["height"].as_u64().expect("a height")
}

pub(super) fn until_confirmed(client: &Client, height: u64, who: usize) {
    let mut answers = (0..ASKS_MAX).map(|_| client.get("/readyz").json());
    let is_there = |told: &Value| {
        told["projected"].as_u64() >= Some(height) && told["height"].as_u64() >= Some(height)
    };
    assert!(answers.any(|told| is_there(&told)), "node {who} does not come to block {height}");
}

/// All live nodes have every acknowledged statement at its place, and one tree.
pub(super) fn agree(cluster: &Cluster, receipts: &Receipts) {
    let live = cluster.live();
    let trees: Vec<(u64, Hash)> = live.iter().map(|who| settled(cluster, *who)).collect();
    assert!(trees.windows(2).all(|two| two[0] == two[1]), "{trees:?}");
    for who in live {
        let client = cluster.client(who);
        for receipt in receipts.all() {
            let leaf = receipt["leaf_hash"].as_str().expect("a hash");
            let found = client.get(&format!("/api/v1/statements/{leaf}")).json();
            for name in ["index", "height", "time_ms", "block_id"] {
                assert_eq!(found[name], receipt[name], "node {who}: {found}");
            }
        }
    }
}

/// The tree that a quorum has signed last, once nothing is under way any more.
fn settled(cluster: &Cluster, who: usize) -> (u64, Hash) {
    let client = cluster.client(who);
    let tip = client.get("/readyz").json()["height"].as_u64().expect("a height");
    for _ in 0..ASKS_MAX {
        let answer = client.get("/log/checkpoint.json");
        let checkpoint: SignedCheckpoint = serde_json::from_slice(&answer.body).expect("signed");
        let held = checkpoint.check(&cluster.origin(), &cluster.genesis.validators);
        let cosigned = held.expect("a quorum's signatures");
        assert!(cosigned.validators >= 3, "{cosigned:?}");
        let now = client.get("/readyz").json();
        // One block record and one statement a block at least: the newest tree has a known size.
        if now["height"].as_u64() == Some(tip) && now["confirmed"] == checkpoint.size {
            return (checkpoint.size, checkpoint.root);
        }
    }
    panic!("node {who} confirms nothing new");
}

/// Ends all nodes, and each database is held against itself: tables of pages too, which therefore
/// are the same on all, because the trees are.
pub(super) fn end_clean(mut cluster: Cluster) {
    for who in cluster.live() {
        cluster.stop(who);
    }
    for who in 0..super::bed::GLNS.len() {
        let (clean, told) = on_folder(&["fsck"], cluster.home(who).path());
        assert!(clean, "node {who}: {told}");
    }
}
