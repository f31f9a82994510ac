//! Statements of every kind: of a running node, and of the sample's chain.

use super::programs::{folder, judge, node};
use crate::support::{FARM, SHOP, World, event};
use ledger::evidence::Evidence;
use ledger::rows::MemberRow;
use serde_json::{Value, json};

#[test]
fn jose_takes_our_statements_and_refuses_what_was_tampered_with() {
    let Some(program) = node(&folder().join("js/statements.mjs")) else { return };
    let (mut statements, mut keys) = sample();
    let mut world = World::new();
    for (number, firm) in [FARM, SHOP].into_iter().enumerate() {
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}");
        let jws = world.signed(firm, event(&id, "A1"));
        world.record(&jws);
        statements.push(json!({ "jws": jws, "origin": world.origin }));
        keys.push(serde_json::from_str(&world.key(firm, "event").public().text()).unwrap());
    }
    world.stop();
    judge(Some(program), &json!({ "statements": statements, "keys": keys }));
}

/// The statements of the kept files of evidence, and the keys that their rows name.
fn sample() -> (Vec<Value>, Vec<Value>) {
    let (mut statements, mut keys) = (Vec::new(), Vec::new());
    for name in ["recalled", "disputed", "absent-empty"] {
        let path = folder().join(format!("../fixtures/evidence/{name}.json"));
        let chain = Evidence::read(&std::fs::read(path).unwrap()).unwrap().chains.remove(0);
        for leaf in &chain.leaves {
            statements.push(json!({ "jws": leaf.jws, "origin": chain.origin }));
        }
        for row in &chain.members {
            if let MemberRow::Key(key) = MemberRow::read(&row.row).unwrap() {
                keys.push(serde_json::from_str(&key.jwk.text()).unwrap());
            }
        }
    }
    assert!(statements.len() > 10);
    (statements, keys)
}
