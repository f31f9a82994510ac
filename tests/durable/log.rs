//! The engine's log, torn and deleted, after a real kill between a vote and its block.

use crate::support::{Client, FARM, Process, World, event, refused};
use engine::log_head;
use furlong::replica::Guard;
use furlong::store::{Place, blocks};
use serde_json::Value;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Some kills come between two blocks; so many are tried at most.
const KILLS_MAX: usize = 100;

/// The height that is voted on and not decided, if the kill came there and the log has a vote.
fn voted(world: &World) -> Option<u64> {
    let folder = world.folder.path();
    let guard = Guard::open(&folder.join("guard"), &world.origin).unwrap().signed().height;
    let mut db = Place::Sqlite(folder.to_owned()).chain_reader().unwrap();
    let tip = blocks::newest(&mut db).unwrap().unwrap().height;
    let head = log_head(&folder.join("consensus.wal")).unwrap()?;
    // With the guard's record of a height there always is an entry of that height.
    assert!(guard <= tip || (head.height == guard && head.entries > 0), "{guard} {tip} {head:?}");
    (guard == tip + 1 && head.entries >= 2).then_some(guard)
}

/// Whole entries of a log that a node is writing.
fn entries(log: &Path) -> u64 {
    log_head(log).ok().flatten().map_or(0, |head| head.entries)
}

fn until(done: impl Fn() -> bool) {
    while !done() {
        std::thread::yield_now();
    }
}

fn send_all(world: &World, client: &Client, number: &AtomicUsize, tell: &mpsc::Sender<Value>) {
    while send(world, client, number, tell) {}
}

/// Sends an event; false if there is no receipt, because the kill cut the connection.
fn send(world: &World, client: &Client, number: &AtomicUsize, tell: &mpsc::Sender<Value>) -> bool {
    let n = number.fetch_add(1, Ordering::SeqCst);
    let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
    let jws = world.signed(FARM, event(&id, "A1"));
    let path = "/api/v1/statements?wait=committed";
    let sent = client.try_post(path, "application/jose", jws.as_bytes());
    let receipt = sent.filter(|answer| answer.status == 201).map(|answer| answer.json());
    receipt.is_some_and(|receipt| tell.send(receipt).is_ok())
}

/// A node that was killed in the middle of a height, and every receipt that it gave.
fn killed_while_voting() -> (World, Vec<Value>) {
    let mut world = World::new();
    world.stop();
    let number = AtomicUsize::new(0);
    let mut receipts = Vec::new();
    for round in 0..KILLS_MAX {
        let process = Process::serve(world.folder.path());
        let (tell, told) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let (tell, client) = (tell.clone(), process.client.clone());
                let (world, number) = (&world, &number);
                scope.spawn(move || send_all(world, &client, number, &tell));
            }
            drop(tell);
            receipts.extend(told.iter().take(3 + round % 5));
            // The log begins anew with each height. After its block, each entry is a vote that was
            // signed.
            let log = world.folder.path().join("consensus.wal");
            until(|| entries(&log) < 2);
            until(|| entries(&log) >= 2);
            process.kill();
        });
        receipts.extend(told.try_iter());
        if voted(&world).is_some() {
            return (world, receipts);
        }
    }
    panic!("no kill came between a vote and its block");
}

fn holds_all(process: &Process, receipts: &[Value]) {
    for receipt in receipts {
        let leaf = receipt["leaf_hash"].as_str().unwrap();
        let found = process.client.get(&format!("/api/v1/statements/{leaf}")).json();
        assert_eq!(found["index"], receipt["index"], "{found}");
    }
}

fn size(log: &Path) -> u64 {
    std::fs::metadata(log).unwrap().len()
}

#[test]
fn a_torn_log_goes_on_and_a_lost_one_is_noticed() {
    let (world, receipts) = killed_while_voting();
    let height = voted(&world).unwrap();

    let torn = World::of_copy(&world);
    let log = torn.folder.path().join("consensus.wal");
    let file = std::fs::File::options().write(true).open(&log).unwrap();
    file.set_len(size(&log) - 1).unwrap();
    let process = Process::serve(torn.folder.path());
    holds_all(&process, &receipts);
    process.kill();

    for emptied in [false, true] {
        let lost = World::of_copy(&world);
        let (folder, log) = (lost.folder.path(), lost.folder.path().join("consensus.wal"));
        if emptied {
            std::fs::write(&log, "").unwrap();
        } else {
            std::fs::remove_file(&log).unwrap();
        }
        // However often it is started.
        for _ in 0..2 {
            let (code, told) = refused(folder, &[]);
            assert_eq!(code, Some(1), "{told}");
            assert!(told.contains(&format!("has voted at height {height}")), "{told}");
        }
        let process = Process::serve_with(folder, &["--accept-lost-guard"]);
        holds_all(&process, &receipts);
        process.kill();
    }
}
