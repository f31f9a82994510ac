//! A chain of one.

use super::super::{
    Ledger, LogHead, StartError, Stopped, ValidatorKey, log_head, runtime, verify_certificate,
};
use super::memory::{MemoryLedger, PowerCut};
use super::node::{
    MemoryGuard, ORIGIN, Running, address, alone, begin, ledger, validators, vote_key,
};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a chain is watched that should do nothing.
const WATCHED: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_alone_decides_what_is_submitted() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    let node = Running::new(0, alone(dir.path()), &ledger, &guard).await;

    for number in 1..=50 {
        ledger.submit(&format!("statement {number}"));
        ledger.until_tip(number).await;
    }
    node.stop().await;

    assert_eq!(guard.height(), 50);
    for (height, block) in ledger.decisions() {
        assert_eq!(block.statements, [format!("statement {height}")]);
        let certified =
            verify_certificate(ORIGIN, &validators(1), block.certificate).await.unwrap();
        assert_eq!((certified.height, certified.id), (height, block.id));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_happens_while_nothing_waits() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    let node = Running::new(0, alone(dir.path()), &ledger, &guard).await;

    // Alone, a node is asked for its first block at once and has none.
    ledger.until_asked(1).await;
    let first = quietly(&ledger).await;
    ledger.submit("late in the round");
    ledger.until_tip(1).await;

    let second = quietly(&ledger).await;
    ledger.submit("in a height that was held");
    ledger.until_tip(2).await;
    node.stop().await;

    assert_eq!((first, second), ((0, 1), (1, 2)));
}

/// The tip and how often a block was asked for, unchanged over a while.
async fn quietly(ledger: &MemoryLedger) -> (u64, usize) {
    let before = (ledger.tip(), ledger.proposals_asked());
    tokio::time::sleep(WATCHED).await;
    assert_eq!(before, (ledger.tip(), ledger.proposals_asked()), "the chain is not quiet");
    before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_node_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    for number in 1..=5 {
        let node = Running::new(0, alone(dir.path()), &ledger, &guard).await;
        ledger.submit(&format!("statement {number}"));
        ledger.until_tip(number).await;
        node.stop().await;
    }
    assert_eq!(ledger.decisions().len(), 5);
}

/// What row 0 says when the one validator's key is that of `who`.
fn only(who: u8) -> Vec<ValidatorKey> {
    let point = vote_key(who).verifying_key().to_encoded_point(true);
    vec![ValidatorKey { public_key: point.as_bytes().to_vec(), power: 1 }]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_vote_key_signs_from_the_next_epoch_on() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    ledger.end_epoch(2, address(1), only(1));
    let node = Running::new(0, alone(dir.path()), &ledger, &guard).await;
    ledger.submit("in the first epoch");
    ledger.until_tip(1).await;
    ledger.submit("ends it");
    // Work waits already when the epoch ends; the old key must not take it.
    ledger.until_tip(2).await;
    ledger.submit("in the second epoch");
    node.end_of_epoch().await;
    assert_eq!(ledger.tip(), 2);

    let mut node = Running::new(1, alone(dir.path()), &ledger, &guard).await;
    node.reach(&ledger, 3).await;
    node.stop().await;
    for (height, block) in ledger.decisions() {
        let (signer, other) = if height < 3 { (0, 1) } else { (1, 0) };
        let good = verify_certificate(ORIGIN, &only(signer), block.certificate.clone()).await;
        assert_eq!(good.unwrap().height, height);
        assert!(verify_certificate(ORIGIN, &only(other), block.certificate).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_validator_whose_key_cannot_be_read_is_not_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let guard = MemoryGuard::default();
    let unreadable = ValidatorKey { public_key: Vec::new(), power: 1 };
    let ledger = Arc::new(MemoryLedger::new(address(0), [only(0), vec![unreadable]].concat()));
    let end = Running::new(0, alone(dir.path()), &ledger, &guard).await.end().await;
    assert_eq!(
        end.to_string(),
        "stopped: the ledger's validators of height 1 are no validator set: the key of validator \
         number 1, counted from 0, does not parse"
    );
}

#[test]
fn a_power_cut_neither_loses_nor_forks() {
    for at in [PowerCut::AfterBuild, PowerCut::BeforeCommit, PowerCut::AfterCommit] {
        let dir = tempfile::tempdir().unwrap();
        let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
        let ids = go_dark(dir.path(), &ledger, &guard, at);

        // The second statement would give another block, if the first one could be forgotten.
        ledger.submit("after the cut");
        let lit = runtime().unwrap();
        lit.block_on(async {
            let mut node = Running::new(0, alone(dir.path()), &ledger, &guard).await;
            node.reach(&ledger, 3).await;
            node.stop().await;
        });

        let decisions = ledger.decisions();
        assert_eq!(decisions[&1].statements, ["before the cut"], "{at:?}");
        assert_eq!(decisions[&2].statements, ["during the cut"], "{at:?}");
        assert_eq!(decisions[&3].statements, ["after the cut"], "{at:?}");
        assert!(ids.iter().all(|id| *id == decisions[&2].id), "{at:?} changed its mind");
    }
}

/// Runs a node until the power is cut in height 2; gives the blocks stored for that height.
fn go_dark(
    dir: &Path,
    ledger: &Arc<MemoryLedger>,
    guard: &MemoryGuard,
    at: PowerCut,
) -> Vec<[u8; 32]> {
    let machine = runtime().unwrap();
    machine.block_on(async {
        // Not stopped but dropped, with the runtime, in the middle of what it does.
        let _node = Running::new(0, alone(dir), ledger, guard).await;
        ledger.submit("before the cut");
        ledger.until_tip(1).await;
        ledger.cut_power(2, at);
        ledger.submit("during the cut");
        ledger.until_dark().await;
    });
    machine.shutdown_background();
    // The log's thread ends a moment after its channel; a process would be gone.
    File::open(alone(dir).wal).unwrap().lock().unwrap();
    ledger.stored_ids(2).into_iter().collect()
}

#[test]
fn the_log_tells_what_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    let wal = alone(dir.path()).wal;
    assert_eq!(log_head(&wal).unwrap(), None);
    go_dark(dir.path(), &ledger, &guard, PowerCut::BeforeCommit);
    let whole = log_head(&wal).unwrap().unwrap();
    // The block, the proposal and the two votes for it.
    assert!(whole.height == 2 && whole.entries >= 3, "{whole:?}");
    let file = File::options().write(true).open(&wal).unwrap();
    file.set_len(file.metadata().unwrap().len() - 1).unwrap();
    let torn = log_head(&wal).unwrap().unwrap();
    assert_eq!(torn, LogHead { entries: whole.entries - 1, ..whole });
    file.set_len(5).unwrap();
    assert_eq!(log_head(&wal).unwrap(), None);
}

#[test]
fn a_damaged_vote_log_ends_the_node() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    go_dark(dir.path(), &ledger, &guard, PowerCut::BeforeCommit);
    let wal = alone(dir.path()).wal;
    let mut bytes = std::fs::read(&wal).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&wal, bytes).unwrap();

    let end = runtime()
        .unwrap()
        .block_on(async { Running::new(0, alone(dir.path()), &ledger, &guard).await.end().await });
    assert!(matches!(end, Stopped::Engine), "{end}");

    // The engine has cut the bad entry off. What it voted for before is what is decided.
    runtime().unwrap().block_on(async {
        let mut node = Running::new(0, alone(dir.path()), &ledger, &guard).await;
        node.reach(&ledger, 2).await;
        node.stop().await;
    });
    assert_eq!(ledger.decisions()[&2].statements, ["during the cut"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_ledger_ends_the_node() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    ledger.fail();
    ledger.submit("a statement");
    let end = Running::new(0, alone(dir.path()), &ledger, &guard).await.end().await;
    assert_eq!(end.to_string(), "stopped: the disk is full");
    assert_eq!(ledger.tip(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_behind_the_guard_ends_the_node_before_it_votes() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::at(7));
    ledger.submit("a statement");
    let end = Running::new(0, alone(dir.path()), &ledger, &guard).await.end().await;
    assert_eq!(end.to_string(), "stopped before a vote: this key voted at height 7 already");
    assert_eq!(ledger.tip(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_vote_log_serves_one_engine() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, guard) = (ledger(0, 1), MemoryGuard::default());
    let node = Running::new(0, alone(dir.path()), &ledger, &guard).await;
    let second = begin(0, alone(dir.path()), &ledger, &guard).await;
    assert!(matches!(second, Err(StartError::Engine(_))));
    ledger.submit("a statement");
    ledger.until_tip(1).await;
    node.stop().await;
}
