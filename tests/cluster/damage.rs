//! What one of four loses or has twice: votes, the database, an older copy of it, its keys. It reads
//! from the others what it lacks, and signs nothing beside what it has signed.

use super::bed::Cluster;
use super::faults::{SOME, whole};
use super::load::{Load, Receipts};
use super::looks::until_confirmed;
use crate::support::{PROGRAM, Process, on_folder};
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::tempdir;

/// The one.
const IT: usize = 2;

fn begin() -> (Cluster, Arc<Receipts>, Load) {
    let (cluster, receipts) = (Cluster::start(), Arc::new(Receipts::default()));
    let load = Load::begin(&cluster, &receipts);
    receipts.more(SOME);
    (cluster, receipts, load)
}

fn height(cluster: &Cluster, who: usize) -> u64 {
    cluster.client(who).get("/readyz").json()["height"].as_u64().expect("a height")
}

/// Files of a database and its logs.
fn remove(folder: &Path, names: &[&str]) {
    for name in names {
        for file in [name.to_string(), format!("{name}-wal"), format!("{name}-shm")] {
            let gone = std::fs::remove_file(folder.join(file));
            assert!(gone.is_ok() || gone.unwrap_err().kind() == std::io::ErrorKind::NotFound);
        }
    }
}

#[test]
fn a_torn_end_of_the_vote_log_costs_nothing() {
    let (mut cluster, receipts, load) = begin();
    for bytes in [1, 7] {
        cluster.kill(IT);
        let log = File::options().write(true).open(cluster.home(IT).path().join("consensus.wal"));
        let log = log.expect("the vote log");
        let length = log.metadata().expect("its length").len();
        log.set_len(length.saturating_sub(bytes)).expect("it is cut");
        receipts.more(SOME);
        cluster.serve(IT);
        until_confirmed(&cluster.client(IT), height(&cluster, 0), IT);
    }
    whole(cluster, &receipts, load);
}

#[test]
fn a_lost_database_is_read_from_the_others_before_the_node_votes() {
    let (mut cluster, receipts, load) = begin();
    cluster.kill(IT);
    remove(cluster.home(IT).path(), &["chain.db", "read.db"]);
    receipts.more(SOME);
    cluster.serve(IT);
    until_confirmed(&cluster.client(IT), height(&cluster, 0), IT);
    whole(cluster, &receipts, load);
}

#[test]
fn an_older_copy_of_the_database_is_brought_up_by_the_others() {
    let (mut cluster, receipts, load) = begin();
    cluster.stop(IT);
    let (folder, copy) = (cluster.home(IT).path().to_owned(), tempdir().expect("a folder"));
    for name in ["chain.db", "read.db"] {
        std::fs::copy(folder.join(name), copy.path().join(name)).expect("a backup");
    }
    cluster.serve(IT);
    receipts.more(SOME);
    cluster.kill(IT);
    remove(&folder, &["chain.db", "read.db"]);
    for name in ["chain.db", "read.db"] {
        std::fs::copy(copy.path().join(name), folder.join(name)).expect("the backup");
    }
    cluster.serve(IT);
    until_confirmed(&cluster.client(IT), height(&cluster, 0), IT);
    whole(cluster, &receipts, load);
}

#[test]
fn a_flipped_bit_in_a_stored_body_is_found_and_the_others_have_it_right() {
    let (mut cluster, receipts, load) = begin();
    cluster.stop(IT);
    let folder = cluster.home(IT).path().to_owned();
    flip_a_body(&folder.join("chain.db"));
    let (clean, told) = on_folder(&["fsck"], &folder);
    assert!(!clean, "{told}");
    // What is wrong is told, and the way out is to read it all from the others.
    remove(&folder, &["chain.db", "read.db"]);
    cluster.serve(IT);
    until_confirmed(&cluster.client(IT), height(&cluster, 0), IT);
    whole(cluster, &receipts, load);
}

/// Turns one bit in the bytes of a packed chunk.
fn flip_a_body(database: &Path) {
    /// RFC 8878 section 3.1.1: what a zstd frame begins with.
    const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
    let mut bytes = std::fs::read(database).expect("the database");
    let frames = bytes.windows(4).enumerate().filter(|(_, four)| *four == FRAME);
    let at = frames.map(|(at, _)| at).nth(1).expect("packed chunks") + 40;
    bytes[at] ^= 1;
    std::fs::write(database, bytes).expect("the database");
}

/// Either of the two may be the one that sees the other's vote first.
#[test]
fn two_processes_with_the_same_keys_notice_each_other_and_harm_nobody() {
    let (mut cluster, receipts, load) = begin();
    cluster.stop(IT);
    let second = tempdir().expect("a folder");
    let dir = second.path().join("copy");
    let copied = Command::new("cp").arg("-a").arg(cluster.home(IT).path()).arg(&dir).status();
    assert!(copied.expect("cp").success());
    cluster.serve(IT);
    receipts.more(SOME);
    let mut serve = Command::new(PROGRAM);
    serve.args(["serve", "--listen", "127.0.0.1:0", "--dir"]).arg(&dir);
    serve.env("FURLONG_CONSENSUS__LISTEN", "/ip4/127.0.0.1/tcp/0");
    let ended = match Process::try_spawn(serve) {
        Err(ended) => Some(ended),
        Ok(mut twin) => {
            let mut one_ends = || {
                receipts.more(1);
                cluster.has_ended(IT) || twin.has_ended()
            };
            assert!((0..ROUNDS_MAX).any(|_| one_ends()), "unnoticed");
            if cluster.has_ended(IT) {
                twin.kill();
                cluster.ended(IT)
            } else {
                Some(twin.ended())
            }
        }
    };
    let (code, told) = ended.expect("one of them ended");
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("another process runs with the keys of this node"), "{told}");
    // The first may have learned of it as well.
    if cluster.live().contains(&IT) {
        cluster.kill(IT);
    }
    cluster.serve(IT);
    whole(cluster, &receipts, load);
}

/// So many statements are recorded at most until they notice each other.
const ROUNDS_MAX: usize = 2_000;

/// Its blocks and its votes on the blocks of others count for nothing while it is off: those are ten
/// minutes old, or to come. The others decide.
#[test]
fn a_clock_that_is_ten_minutes_off_takes_one_of_four_out_of_the_vote_only() {
    let (mut cluster, receipts, load) = begin();
    cluster.kill(IT);
    cluster.serve_off(IT, 600);
    receipts.more(2 * SOME);
    until_confirmed(&cluster.client(IT), height(&cluster, 0), IT);
    cluster.kill(IT);
    cluster.serve(IT);
    whole(cluster, &receipts, load);
}
