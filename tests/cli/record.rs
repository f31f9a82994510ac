//! `furlong record` and `furlong evidence`.

use super::program::{Desk, admin_key, document, event, event_key};

const GOOD: &str = "urn:uuid:11111111-1111-4111-8111-111111111111";
const BAD: &str = "urn:uuid:22222222-2222-4222-8222-222222222222";

#[test]
fn each_event_is_judged_alone_and_has_a_line() {
    let desk = Desk::founded();
    let node = desk.serve();
    let bad = event(BAD).replace("2026-11-01T08:00:00Z", "yesterday");
    desk.write("two.json", &document(&[event(GOOD), bad]));
    desk.write("none.json", "{");
    let key = event_key();
    let record = ["record", "--node", &node.url, "--key", &key, "--json", "two.json", "none.json"];
    let lines = desk.run(&record).coded(1).lines();
    let [refused, recorded, whole] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(refused["event_id"], BAD);
    assert_eq!(refused["faults"][0]["pointer"], "/epcisBody/eventList/1/eventTime");
    assert_eq!((&recorded["event_id"], &recorded["status"]), (&GOOD.into(), &"recorded".into()));
    assert_eq!(recorded["receipt"]["index"], 3);
    assert_eq!(whole["file"], "none.json");
    assert_eq!(std::fs::read_dir(desk.path("furlong-outbox")).unwrap().count(), 0);
    node.stop();
}

#[test]
fn quantities_are_concealed_unless_they_are_published() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, GOOD);
    desk.write("clear.json", &document(&[event(BAD)]));
    let key = event_key();
    desk.run(&["record", "--node", &node.url, "--key", &key, "--clear", "clear.json"]).coded(0);
    let ask = |id: &str, more: &[&str]| {
        let ask = ["evidence", "--node", &node.url, id, "-o", "evidence.json"];
        desk.run(&[ask.as_slice(), more].concat())
    };
    let hidden = ask(GOOD, &[]).coded(1);
    assert!(hidden.err.contains("none that is published"), "{}", hidden.err);
    let operator = ["--token-file", "node/operator.token"];
    ask(GOOD, &operator).coded(0);
    let file: serde_json::Value = serde_json::from_slice(&desk.read("evidence.json")).unwrap();
    let shown = file["chains"][0]["leaves"][0]["disclosures"].as_array().unwrap().len();
    assert_eq!(shown, 3, "quantity, unit and place");
    ask(BAD, &operator).coded(0);
    let file: serde_json::Value = serde_json::from_slice(&desk.read("evidence.json")).unwrap();
    assert_eq!(file["chains"][0]["leaves"][0]["disclosures"], serde_json::json!([]));
    node.stop();
}

#[test]
fn a_wrong_key_chain_or_node_is_told_before_anything_is_sent() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.write("one.json", &document(&[event(GOOD)]));
    let (key, admin) = (event_key(), admin_key());
    let other = format!("other.example/{}", "0".repeat(64));
    for (arguments, told) in [
        (["--node", &node.url, "--key", &admin], "needs a key for event or system"),
        (["--node", &node.url, "--key", "one.json"], "others can read the key file"),
        (["--node", "http://127.0.0.1:9", "--key", &key], "does not answer"),
        (["--node", "https://node.example", "--key", &key], "needs TLS"),
    ] {
        let refused = desk.run(&[["record", "one.json"].as_slice(), &arguments].concat()).coded(1);
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    let on = ["record", "--node", &node.url, "--key", &key, "--chain", &other, "one.json"];
    let refused = desk.run(&on).coded(1);
    assert!(refused.err.contains("nothing was sent"), "{}", refused.err);
    let first = desk.record_one(&node, GOOD);
    assert_eq!(first["receipt"]["height"], 1);
    node.stop();
}
