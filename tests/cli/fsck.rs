//! `furlong fsck` and `furlong rebuild`.

use super::program::{Desk, copy};

const ID: &str = "urn:uuid:66666666-6666-4666-8666-666666666666";

/// A desk whose node has recorded something and is down, and the hash of the event's leaf.
fn desk() -> (Desk, Vec<u8>) {
    let desk = Desk::founded();
    let node = desk.serve();
    let recorded = desk.record_one(&node, ID);
    node.stop();
    let hash = recorded["receipt"]["leaf_hash"].as_str().unwrap();
    (desk, hex::decode(hash).unwrap())
}

/// Flips one bit of every copy of `pattern` in the database, `after` bytes behind its start.
fn flip(desk: &Desk, folder: &str, pattern: &[u8], after: usize) {
    copy(&desk.path("node"), &desk.path(folder));
    let path = desk.path(folder).join("chain.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let found: Vec<usize> =
        (0..bytes.len() - pattern.len()).filter(|at| bytes[*at..].starts_with(pattern)).collect();
    assert!(!found.is_empty(), "the pattern is in the database");
    for at in found {
        bytes[at + after] ^= 0x20;
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let (desk, hash) = desk();
    let clean = desk.run(&["fsck", "--dir", "node"]).coded(0);
    assert!(clean.out.contains("Nothing is wrong"), "{}", clean.out);
    assert!(
        clean.out.contains("2 blocks, 4 leaves, 1 signatures, 1 certificates"),
        "{}",
        clean.out
    );
    for (folder, pattern, after, told) in [
        // The frame of a chunk of leaves begins with zstd's magic number.
        ("chunk", b"\x28\xb5\x2f\xfd".as_slice(), 60, "WRONG  block 0"),
        ("record", br#""height":1,"time_ms":"#, 22, "WRONG  block 1"),
        ("leaf", &hash, 9, "leaf 3 (block 1): its bytes do not have the hash that is stored"),
        ("member", br#","status":"active""#, 11, "member row"),
    ] {
        flip(&desk, folder, pattern, after);
        let found = desk.run(&["fsck", "--dir", folder]).coded(1);
        assert!(found.out.contains(told), "{folder}: {}", found.out);
        assert!(found.out.contains("Stop the node"), "{folder}: {}", found.out);
        let json = desk.run(&["fsck", "--json", "--dir", folder]).coded(1).lines();
        assert_eq!(json[0]["clean"], false, "{folder}");
    }
}

#[test]
fn a_database_older_than_its_guard_file_is_found() {
    let (desk, _) = desk();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
    copy(&desk.path("node"), &desk.path("old"));
    let node = desk.serve();
    desk.record_one(&node, ID);
    node.stop();
    std::fs::copy(desk.path("node/guard"), desk.path("old/guard")).unwrap();
    let found = desk.run(&["fsck", "--dir", "old"]).coded(1);
    assert!(found.out.contains("WRONG  the guard file"), "{}", found.out);
    assert!(found.out.contains("put back the newest one"), "{}", found.out);
}

#[test]
fn a_damaged_read_model_is_made_anew() {
    let (desk, _) = desk();
    for name in ["read.db-wal", "read.db-shm"] {
        drop(std::fs::remove_file(desk.path("node").join(name)));
    }
    desk.write("node/read.db", "no database");
    let rebuilt = desk.run(&["rebuild", "--dir", "node"]).coded(0);
    assert!(rebuilt.out.contains("2 blocks were projected again"), "{}", rebuilt.out);
    let node = desk.serve();
    let ask = ["evidence", "--node", &node.url, ID, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat()).coded(0);
    node.stop();
    desk.run(&["verify", "evidence.json", "--chain", &desk.origin()]).coded(0);
}

#[test]
fn a_folder_without_a_chain_is_told() {
    let desk = Desk::founded();
    for command in ["fsck", "rebuild"] {
        let none = desk.run(&[command, "--dir", "nowhere"]).coded(1);
        assert!(none.err.contains("furlong init"), "{}", none.err);
        let unserved = desk.run(&[command, "--dir", "node"]).coded(1);
        assert!(unserved.err.contains("no database yet"), "{}", unserved.err);
    }
}
