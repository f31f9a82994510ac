//! What a row says beside the bytes of its leaf is worked out again.

use super::scene::{LOT, Scene, event};
use crate::support::{FARM, SHOP};
use std::path::Path;
use std::process::Command;

/// The row of a leaf in SQLite's file format (section 2.1): hash, prefix, signer, jti; the signer
/// takes one byte where its number is 2 or more.
const HASH: usize = 0;
const SIGNER: usize = 32 + 8;
const JTI: usize = SIGNER + 1;

fn fsck(folder: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_furlong"));
    let done = command.args(["fsck", "--dir"]).arg(folder).output().expect("the program runs");
    (done.status.success(), String::from_utf8(done.stdout).expect("text"))
}

#[test]
fn a_flipped_bit_beside_a_leaf_is_found_and_named() {
    let mut scene = Scene::new();
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    let jws =
        scene.sign_event(SHOP, &event(2, "storing", LOT, "2026-11-11T09:00:00+01:00", ""), None);
    let leaf = scene.record(&jws);
    scene.world.stop();
    let folder = scene.world.folder.path();
    assert!(fsck(folder).0, "{}", fsck(folder).1);
    let path = folder.join("chain.db");
    let whole = std::fs::read(&path).expect("a database");
    let hash = ledger::tree::leaf_hash(jws.as_bytes());
    let rows: Vec<usize> =
        (0..whole.len() - 80).filter(|at| whole[*at..].starts_with(hash.as_bytes())).collect();
    assert!(!rows.is_empty(), "the row is in the database");
    assert_eq!(whole[rows[0] + SIGNER], 2, "the second signer");
    for (what, at, bit, told) in [
        ("the hash", HASH, 0x20, "its bytes do not have the hash that is stored"),
        ("a signer that is nobody", SIGNER, 0x01, "its row names another signer"),
        ("the other signer", SIGNER, 0x03, "its row names another signer"),
        ("the id", JTI, 0x04, "its row has another id"),
    ] {
        let mut bytes = whole.clone();
        for row in &rows {
            bytes[row + at] ^= bit;
        }
        std::fs::write(&path, bytes).expect("it is written");
        let (clean, found) = fsck(folder);
        assert!(!clean, "{what}: {found}");
        assert!(found.contains(&format!("leaf {leaf} (block ")), "{what}: {found}");
        assert!(found.contains(told), "{what}: {found}");
    }
    std::fs::write(&path, whole).expect("it is written");
    assert!(fsck(folder).0);
}
