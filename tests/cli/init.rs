//! `furlong init`, `furlong key`, `furlong org`.

use super::program::{Desk, GLN, admin_key};
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_chain_of_one_is_founded_once_and_its_secrets_are_private() {
    let desk = Desk::new();
    let init =
        ["init", "--dir", "node", "--name", "coop.example", "--gln", GLN, "--org-name", "Hill"];
    let founded = desk.run(&init).coded(0);
    assert_eq!(founded.out.trim(), desk.origin());
    assert!(founded.err.contains("fewer than four members"), "{}", founded.err);
    assert!(founded.err.contains("KEEP THIS ONE OFFLINE"), "{}", founded.err);
    for secret in ["node/operator.token", &admin_key(), "node/keys/validator/vote.key"] {
        let mode = std::fs::metadata(desk.path(secret)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }
    assert!(desk.path("node/furlong.toml").exists());
    let before = desk.read("node/genesis.json");
    let again = desk.run(&init).coded(1);
    assert!(again.err.contains("holds a chain already"), "{}", again.err);
    assert_eq!(desk.read("node/genesis.json"), before);
}

#[test]
fn what_cannot_found_a_chain_is_refused_with_the_reason() {
    let desk = Desk::new();
    for (arguments, told) in [
        (["--name", "coop.example", "--gln", "9506000134353"], "check digit"),
        (["--name", "Coop Example", "--gln", GLN], "lower-case DNS name"),
    ] {
        let common = ["init", "--dir", "node", "--org-name", "Hill"];
        let refused = desk.run(&[common.as_slice(), &arguments].concat()).coded(1);
        assert!(refused.err.contains(told), "{}", refused.err);
        assert!(!desk.path("node/genesis.json").exists());
    }
}

#[test]
fn a_new_key_is_added_by_the_admin_and_shown() {
    let desk = Desk::founded();
    let listed = desk.run(&["org", "list", "--dir", "node"]).coded(0);
    assert!(listed.out.contains("Hill Farms (active, runs a validator)"), "{}", listed.out);
    let origin = desk.origin();
    let new =
        ["key", "new", "--org", GLN, "--purpose", "event", "--chain", &origin, "-o", "new.key"];
    let added = desk.run(&new).coded(0);
    desk.write("add.json", &added.out);
    desk.run(&new).coded(1);
    let shown = desk.run(&["key", "show", "--json", "new.key"]).coded(0).lines();
    let kid = shown[0]["kid"].as_str().unwrap();
    let node = desk.serve();
    let admin = admin_key();
    let tell = ["org", "tell", "--node", &node.url, "--key", &admin, "add.json"];
    let told = desk.run(&tell).coded(0);
    assert!(told.out.starts_with("key.add: in the ledger as leaf 3 of block 1"), "{}", told.out);
    let show = ["name-us", "--node", &node.url, "--key", &admin, "--show", "true"];
    desk.run(&[["org"].as_slice(), &show].concat()).coded(0);
    node.stop();
    let org = desk.run(&["org", "show", GLN, "--dir", "node"]).coded(0);
    assert!(org.out.contains(&format!("key {kid} (event), since block 1")), "{}", org.out);
}

#[test]
fn a_slip_in_a_statement_stops_all_of_them() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.write("a.json", r#"{"op":"name.us","show":true}"#);
    desk.write("b.json", r#"[{"op":"name.us","show":"yes"}]"#);
    let admin = admin_key();
    let told = desk.run(&["org", "tell", "--node", &node.url, "--key", &admin, "a.json", "b.json"]);
    assert!(told.coded(1).err.contains("b.json"));
    let first = desk.record_one(&node, "urn:uuid:11111111-1111-4111-8111-111111111111");
    assert_eq!(first["receipt"]["height"], 1, "nothing was sent before");
    node.stop();
}
