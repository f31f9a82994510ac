//! Ends of epochs: the validator's keys change, and proofs from before and after hold.

use super::program::{Desk, LOT, Serving, admin_key, change, copy};
use furlong::config::Config;
use furlong::store::{Db, Pool, state};
use serde_json::Value;
use std::process::{Command, Stdio};

fn id(number: u64) -> String {
    format!("urn:uuid:77777777-7777-4777-8777-{number:012}")
}

/// Gives the validator new keys and answers with what the command says.
fn rotate(desk: &Desk, node: &Serving) -> Value {
    desk.run(&rotation(&node.url, &admin_key())).coded(0).lines().remove(0)
}

fn rotation<'a>(url: &'a str, key: &'a str) -> [&'a str; 9] {
    ["key", "rotate-validator", "--node", url, "--key", key, "--dir", "node", "--json"]
}

/// Fetches the evidence of an event into a file, and has both checkers look at it.
fn proves(desk: &Desk, node: &Serving, event: u64, file: &str, epochs: usize) {
    let id = id(event);
    let ask = ["evidence", "--node", &node.url, &id, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", file]].concat()).coded(0);
    let evidence: Value = serde_json::from_slice(&desk.read(file)).unwrap();
    assert_eq!(evidence["chains"][0]["epochs"].as_array().unwrap().len(), epochs);
    holds(desk, file);
}

fn holds(desk: &Desk, file: &str) {
    let origin = desk.origin();
    desk.run(&["verify", file, "--chain", &origin]).coded(0);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/js/check-file.mjs");
    let mut phone = Command::new("node");
    phone.arg(script).arg(desk.path(file)).args(["--chain", &origin]);
    let phone = phone.output().expect("Node.js is installed, as for tests/js");
    assert!(phone.status.success(), "{}", String::from_utf8_lossy(&phone.stdout));
}

fn page(node: &Serving) -> String {
    let path = LOT.strip_prefix("https://id.gs1.org/").unwrap();
    let mut answer = ureq::get(format!("{}/t/{path}", node.url)).call().unwrap();
    answer.body_mut().read_to_string().unwrap()
}

#[test]
fn proofs_from_both_sides_of_an_epoch_hold() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, &id(1));
    proves(&desk, &node, 1, "before.json", 0);
    let told = rotate(&desk, &node);
    assert_eq!(told["epoch"], 1, "{told}");
    // The same process goes on with the new keys.
    desk.record_one(&node, &id(2));
    proves(&desk, &node, 1, "old.json", 1);
    proves(&desk, &node, 2, "new.json", 1);
    holds(&desk, "before.json");
    assert!(page(&node).contains("1 company confirmed this record"), "{}", page(&node));
    node.stop();
    assert!(desk.run(&["fsck", "--dir", "node"]).coded(0).out.contains("Nothing is wrong"));

    // The old keys have no more use; a second epoch begins after a restart.
    assert!(told["old_keys"].as_str().unwrap().ends_with("keys/validator"), "{told}");
    std::fs::remove_dir_all(desk.path("node/keys/validator")).unwrap();
    let node = desk.serve();
    assert_eq!(rotate(&desk, &node)["epoch"], 2);
    // Nothing of the new epoch is recorded yet: the tip is the boundary itself.
    proves(&desk, &node, 1, "tip.json", 2);
    desk.record_one(&node, &id(3));
    for event in 1..=3 {
        proves(&desk, &node, event, "again.json", 2);
    }
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
    desk.run(&["rebuild", "--dir", "node"]).coded(0);
}

/// When the power goes, seen from the database: the block that ends the epoch is there; its last
/// checkpoint is kept; the client has its receipt.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Block,
    Checkpoint,
    Receipt,
}

#[test]
fn kills_around_the_end_of_an_epoch_lose_nothing() {
    let desk = Desk::founded();
    let mut epochs = 0;
    for cut in [Cut::Block, Cut::Checkpoint, Cut::Receipt, Cut::Block, Cut::Block] {
        let node = desk.serve();
        let pool = Pool::open(&Config::read(&desk.path("node")).unwrap().place(), 1).unwrap();
        let mut db = pool.chain().unwrap();
        let key = admin_key();
        let mut command = desk.command(&rotation(&node.url, &key));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        epochs += 1;
        match cut {
            Cut::Block => until(&mut db, |db| state::epochs(db).unwrap().len() > epochs),
            Cut::Checkpoint => until(&mut db, |db| state::boundaries(db).unwrap().len() == epochs),
            Cut::Receipt => assert!(child.wait().unwrap().success()),
        }
        node.kill();
        child.wait().unwrap();
        drop((db, pool));
        let clean = desk.run(&["fsck", "--dir", "node"]);
        assert_eq!(clean.code, 0, "after a cut at {cut:?}: {}", clean.out);
        let node = desk.serve();
        let event = epochs as u64;
        desk.record_one(&node, &id(event));
        proves(&desk, &node, event, "evidence.json", epochs);
        proves(&desk, &node, 1, "first.json", epochs);
        node.stop();
        desk.run(&["fsck", "--dir", "node"]).coded(0);
    }
}

/// Looks so often before it gives up: minutes, whatever the machine.
const LOOKS_MAX: usize = 2_000_000;

fn until(db: &mut Db, there: impl Fn(&mut Db) -> bool) {
    for _ in 0..LOOKS_MAX {
        if there(db) {
            return;
        }
        std::thread::yield_now();
    }
    panic!("it never came");
}

/// A desk whose node was cut off after the block that ends epoch 0 and before its signature: the
/// rows that come later are taken away again.
fn cut_before_the_signature() -> Desk {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, &id(1));
    rotate(&desk, &node);
    node.stop();
    change(&desk, "node", "DROP TRIGGER ledger_boundary_no_delete; DELETE FROM ledger_boundary;");
    change(&desk, "node", "DELETE FROM node_cosignature;");
    desk
}

#[test]
fn a_missing_signature_is_made_before_anything_of_the_new_epoch() {
    let desk = cut_before_the_signature();
    // Without the old keys it cannot be made, and nothing else is signed.
    copy(&desk.path("node"), &desk.path("poor"));
    std::fs::remove_dir_all(desk.path("poor/keys/validator")).unwrap();
    let refused = desk.run(&["serve", "--dir", "poor", "--listen", "127.0.0.1:0"]).coded(1);
    assert!(refused.err.contains("signs in epoch 0"), "{}", refused.err);
    // Without the new ones the chain stands still after it.
    copy(&desk.path("node"), &desk.path("late"));
    std::fs::remove_dir_all(desk.path("late/keys/validator-1")).unwrap();
    let refused = desk.run(&["serve", "--dir", "late", "--listen", "127.0.0.1:0"]).coded(1);
    assert!(refused.err.contains("signs in epoch 1"), "{}", refused.err);
    let node = desk.serve();
    proves(&desk, &node, 1, "evidence.json", 1);
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
}

#[test]
fn a_changed_end_of_an_epoch_is_found() {
    let desk = cut_before_the_signature();
    desk.serve().stop();
    for (folder, sql, told) in [
        (
            "row",
            "UPDATE ledger_boundary SET checkpoint = replace(checkpoint, 'coop', 'shop');",
            "end of epoch 0",
        ),
        (
            "size",
            "UPDATE ledger_boundary SET checkpoint = replace(checkpoint, '\"size\":', '\"size\":1');",
            "it is of another tree",
        ),
    ] {
        copy(&desk.path("node"), &desk.path(folder));
        change(&desk, folder, "DROP TRIGGER ledger_boundary_no_update;");
        change(&desk, folder, sql);
        let found = desk.run(&["fsck", "--dir", folder]).coded(1);
        assert!(found.out.contains(told), "{folder}: {}", found.out);
    }
    let node = desk.serve();
    desk.record_one(&node, &id(2));
    node.stop();
    change(&desk, "node", "DELETE FROM ledger_boundary;");
    let lost = desk.run(&["fsck", "--dir", "node"]).coded(1);
    assert!(lost.out.contains("0 checkpoints are kept, 1 epochs ended"), "{}", lost.out);
    let refused = desk.run(&["serve", "--dir", "node", "--listen", "127.0.0.1:0"]).coded(1);
    assert!(refused.err.contains("was never kept"), "{}", refused.err);
}

#[test]
fn rules_that_came_after_this_program_stop_it() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, &id(1));
    desk.write("rules.json", r#"{"op":"rules.set","rules":2}"#);
    let tell = ["org", "tell", "--node", &node.url, "--key", &admin_key(), "rules.json"];
    // Its page never comes: the node ends after the last checkpoint of the epoch.
    desk.run(&tell).coded(1);
    drop(node);
    let refused = desk.run(&["serve", "--dir", "node", "--listen", "127.0.0.1:0"]).coded(1);
    assert!(refused.err.contains("by rules 2, and this program knows rules 1"), "{}", refused.err);
    desk.run(&["fsck", "--dir", "node"]).coded(0);
}
