//! `furlong recall`.

use super::program::{Desk, LOT, event_key};

#[test]
fn a_lot_is_held_recalled_and_withdrawn() {
    let desk = Desk::founded();
    let node = desk.serve();
    let key = event_key();
    let recall = |word: &str, more: &[&str]| {
        let on = ["recall", word, "--node", &node.url, "--key", &key, "--code", "9506000134352 L1"];
        desk.run(&[on.as_slice(), more].concat())
    };
    recall("hold", &[]).coded(0);
    let refused = recall("publish", &[]).coded(1);
    assert!(refused.err.contains("--notice"), "{}", refused.err);
    desk.write("notice.json", r#"{"reason":{"en":"Glass may be in it."}}"#);
    let published = recall("publish", &["--notice", "notice.json", "--json"]).coded(0).lines();
    assert_eq!(published[0]["codes"], serde_json::json!([LOT]));
    let id = "urn:uuid:55555555-5555-4555-8555-555555555555";
    desk.record_one(&node, id);
    let ask = ["evidence", "--node", &node.url, id, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat()).coded(0);
    let seen = desk.run(&["verify", "evidence.json", "--chain", &desk.origin()]).coded(0);
    assert!(seen.out.contains(&format!("RECALLED: {LOT}")), "{}", seen.out);
    let withdrawn = recall("withdraw", &[]).coded(0);
    assert!(withdrawn.out.contains("no longer"), "{}", withdrawn.out);
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat()).coded(0);
    let seen = desk.run(&["verify", "evidence.json", "--chain", &desk.origin()]).coded(0);
    assert!(!seen.out.contains("RECALLED"), "{}", seen.out);
    node.stop();
}

#[test]
fn a_code_of_another_firm_is_refused() {
    let desk = Desk::founded();
    let node = desk.serve();
    let key = event_key();
    let other = "(01)04012345123456(10)A";
    let hold = ["recall", "hold", "--node", &node.url, "--key", &key, "--code", other];
    let refused = desk.run(&hold).coded(1);
    assert!(refused.err.contains("the node refused"), "{}", refused.err);
    node.stop();
}
