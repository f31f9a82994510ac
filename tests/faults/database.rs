//! A database that is older than what the node has signed, torn, or damaged: the node does not sign
//! beside it, and no false proof leaves.

use super::load::{Load, one_line};
use crate::support::{FARM, Process, World, copy, event, refused};
use ledger::evidence::{Ask, Outcome, check};
use ledger::tree::leaf_hash;
use std::io::Read as _;
use std::path::Path;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000077";

/// A node that was killed, and the sizes of its chain.
fn killed(world: &World, count: usize) -> Load<'_> {
    let mut load = Load::new(world);
    let process = Process::serve(world.folder.path());
    load.send_all(&process.client, count);
    process.kill();
    load
}

fn cut(file: &Path, bytes: u64) {
    let file = std::fs::File::options().write(true).open(file).unwrap();
    file.set_len(bytes).unwrap();
}

/// The node says that what it has signed is not all there.
fn is_behind(folder: &Path) {
    let line = one_line(&refused(folder, &[]));
    assert!(line.contains("its database is older than its guard file"), "{line}");
}

#[test]
fn a_torn_log_of_the_database_is_noticed_and_nothing_is_signed_beside_it() {
    let world = World::founded();
    let mut load = killed(&world, 12);
    let log = world.folder.path().join("chain.db-wal");
    let whole = std::fs::read(&log).unwrap();
    assert!(!whole.is_empty(), "the kill left a log");
    for part in [whole.len() * 3 / 4, whole.len() / 2] {
        let torn = World::of_copy(&world);
        cut(&torn.folder.path().join("chain.db-wal"), part as u64);
        // The index of the log is made anew from what is there.
        std::fs::remove_file(torn.folder.path().join("chain.db-shm")).unwrap();
        is_behind(torn.folder.path());
        is_behind(torn.folder.path());
    }
    load.stands(world.folder.path());
}

#[test]
fn an_older_copy_of_the_database_does_not_start_and_the_newer_one_does() {
    let world = World::founded();
    let mut load = Load::new(&world);
    let process = Process::serve(world.folder.path());
    load.send_all(&process.client, 3);
    process.stop();
    let before = World::of_copy(&world);
    let process = Process::serve(world.folder.path());
    load.send_all(&process.client, 3);
    process.stop();
    let restored = World::of_copy(&world);
    for name in ["chain.db", "read.db"] {
        let from = before.folder.path().join(name);
        std::fs::copy(from, restored.folder.path().join(name)).unwrap();
    }
    is_behind(restored.folder.path());
    is_behind(restored.folder.path());
    load.stands(world.folder.path());
}

/// What a frame of zstd holds, as far as it goes.
fn unpacked(frame: &[u8]) -> Vec<u8> {
    let mut raw = Vec::new();
    if let Ok(decoder) = zstd::Decoder::new(frame) {
        // What follows the frame is none; what came before counts.
        drop(decoder.single_frame().read_to_end(&mut raw));
    }
    raw
}

/// Where the chunks of leaves begin that hold some bytes: zstd hides what is in them.
fn chunks_with(database: &[u8], bytes: &[u8]) -> Vec<usize> {
    let holds = |at: &usize| unpacked(&database[*at..]).windows(bytes.len()).any(|at| at == bytes);
    let begins = |at: &usize| database[*at..].starts_with(b"\x28\xb5\x2f\xfd");
    (0..database.len()).filter(begins).filter(holds).collect()
}

/// Flips a bit of a chunk, and the next one where that says the same in other words.
fn flip(database: &mut [u8], chunk: usize, at: usize) {
    let before = unpacked(&database[chunk..]);
    for at in chunk + at.. {
        database[at] ^= 0x10;
        if unpacked(&database[chunk..]) != before {
            return;
        }
    }
}

#[test]
fn a_node_that_was_stopped_leaves_nothing_in_the_logs_of_its_databases() {
    let mut world = World::new();
    for lot in ["A1", "A2", "A3", "A4", "A5", "A6"] {
        world.record(&world.signed(FARM, event(&format!("{ID}-{lot}"), lot)));
        world.stop();
        for log in ["chain.db-wal", "read.db-wal"] {
            let left = std::fs::metadata(world.folder.path().join(log)).map_or(0, |log| log.len());
            assert_eq!(left, 0, "{log} after {lot}");
        }
        world.serve();
    }
}

/// Readers get an error or a proof that nobody believes; never a page that says that all is well.
#[test]
fn a_flipped_bit_in_a_stored_leaf_becomes_no_proof() {
    let mut world = World::new();
    let jws = world.signed(FARM, event(ID, "A1"));
    world.record(&jws);
    world.stop();
    let path = world.folder.path().join("chain.db");
    let whole = std::fs::read(&path).unwrap();
    let chunks = chunks_with(&whole, ID.as_bytes());
    assert!(!chunks.is_empty(), "the event is in the database");
    for bit in [40, 90, 140] {
        let mut bytes = whole.clone();
        for chunk in &chunks {
            flip(&mut bytes, *chunk, bit);
        }
        std::fs::write(&path, bytes).unwrap();
        world.serve();
        let file = world.operator().get(&format!("/api/v1/evidence/{ID}"));
        if file.status == 200 {
            let anchors = [world.origin.clone()];
            let ask = Ask { anchors: &anchors, now_s: Some(1_794_484_830), ..Ask::default() };
            assert!(!matches!(check(&file.body, &ask), Outcome::Holds(_)), "{bit}");
        } else {
            assert!(matches!(file.status, 404 | 500), "{bit}: {}", file.text());
        }
        let leaf = leaf_hash(jws.as_bytes());
        let status = world.client().get(&format!("/api/v1/statements/{leaf}"));
        assert_eq!(status.json()["status"], "committed", "{bit}: the place in the record stands");
        world.stop();
    }
    std::fs::write(&path, whole).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    copy(world.folder.path(), elsewhere.path());
    Process::serve(elsewhere.path()).stop();
}
