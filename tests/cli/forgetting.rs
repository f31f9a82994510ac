//! `furlong redact` and `furlong erase`: what is taken out is gone, and everything else stands.

use super::program::{Desk, LOT, Serving, admin_key, change, document, event, event_key};
use serde_json::Value;

const GONE: &str = "urn:uuid:88888888-8888-4888-8888-888888888881";
const STAYS: &str = "urn:uuid:88888888-8888-4888-8888-888888888882";
/// Stands in clear in the event that is voted out.
const MARKER: &str = "a-sentence-that-should-never-have-been-recorded";

/// Records an event in clear that carries the marker, and one beside it in the same block.
fn record(desk: &Desk, node: &Serving) -> Vec<Value> {
    let said = format!(r#""example:note":"{MARKER}","type":"ObjectEvent""#);
    let gone = event(GONE).replace(r#""type":"ObjectEvent""#, &said);
    let named = document(&[gone, event(STAYS)]).replace(
        r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld"]"#,
        r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",{"example":"https://example.org/"}]"#,
    );
    desk.write("two.json", &named);
    let key = event_key();
    let record = ["record", "--node", &node.url, "--key", &key, "--clear", "--json", "two.json"];
    desk.run(&record).coded(0).lines()
}

/// Whether some bytes stand in any file of the databases, their logs included.
fn is_on_disk(desk: &Desk, text: &[u8]) -> bool {
    let files = std::fs::read_dir(desk.path("node")).unwrap().map(|entry| entry.unwrap().path());
    let databases = files.filter(|path| path.to_string_lossy().contains(".db"));
    databases
        .map(|path| std::fs::read(path).unwrap())
        .any(|bytes| bytes.windows(text.len()).any(|window| window == text))
}

/// Every chunk of leaves in any file of the databases, unpacked: zstd hides what is in them.
fn is_in_chunks(desk: &Desk, text: &[u8]) -> bool {
    let files = std::fs::read_dir(desk.path("node")).unwrap().map(|entry| entry.unwrap().path());
    let databases = files.filter(|path| path.to_string_lossy().contains("chain.db"));
    databases.map(|path| std::fs::read(path).unwrap()).any(|bytes| {
        let begins = |at: &usize| bytes[*at..].starts_with(b"\x28\xb5\x2f\xfd");
        let frames = (0..bytes.len()).filter(begins);
        frames
            .filter_map(|at| first_frame(&bytes[at..]))
            .any(|raw| raw.windows(text.len()).any(|window| window == text))
    })
}

/// What a zstd frame holds, as far as it can be read.
fn first_frame(bytes: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut raw = Vec::new();
    let mut decoder = zstd::Decoder::new(bytes).ok()?.single_frame();
    // A page may cut a frame off; what came before counts all the same.
    drop(decoder.read_to_end(&mut raw));
    Some(raw)
}

fn get(node: &Serving, path: &str, token: Option<&str>) -> (u16, String) {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let mut ask = ureq::Agent::from(config).get(format!("{}{path}", node.url));
    if let Some(token) = token {
        ask = ask.header("Authorization", &format!("Bearer {}", token.trim()));
    }
    let mut answer = ask.call().unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

fn page(node: &Serving) -> String {
    get(node, &format!("/t/{}", LOT.strip_prefix("https://id.gs1.org/").unwrap()), None).1
}

fn count(node: &Serving) -> Value {
    let (status, text) = get(node, &format!("/api/v1/heads/{LOT}"), None);
    assert_eq!(status, 200, "{text}");
    serde_json::from_str::<Value>(&text).unwrap()["count"].clone()
}

fn evidence(desk: &Desk, node: &Serving, id: &str) -> super::program::Answer {
    let ask = ["evidence", "--node", &node.url, id, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat())
}

#[test]
fn what_the_members_vote_out_is_gone_and_everything_else_stands() {
    let desk = Desk::founded();
    let node = desk.serve();
    record(&desk, &node);
    assert!(is_in_chunks(&desk, MARKER.as_bytes()), "the search finds it while it is there");
    assert_eq!(count(&node), 2);
    let key = admin_key();
    let redact = ["redact", "--node", &node.url, "--key", &key, GONE, "--json"];
    let reason = ["--reason", "A name stood in it.", "--token-file", "node/operator.token"];
    let told = desk.run(&[redact.as_slice(), &reason].concat()).coded(0).lines();
    assert_eq!(told[0]["leaf"], 3, "{told:?}");

    // While the node runs: not in the database, nor in its log.
    assert!(!is_in_chunks(&desk, MARKER.as_bytes()), "its bytes are still there");
    assert!(!is_on_disk(&desk, MARKER.as_bytes()));
    stands(&desk, &node);
    node.stop();
    assert!(!is_in_chunks(&desk, MARKER.as_bytes()));
    let clean = desk.run(&["fsck", "--dir", "node"]).coded(0);
    assert!(clean.out.contains("Nothing is wrong"), "{}", clean.out);

    // The tables of pages are made anew without the bytes, and nothing is missed.
    desk.run(&["rebuild", "--dir", "node"]).coded(0);
    let node = desk.serve();
    stands(&desk, &node);
    node.stop();
}

/// What is true after the vote, however the node came to its tables.
fn stands(desk: &Desk, node: &Serving) {
    assert_eq!(count(node), 2, "heads still count it");
    let page = page(node);
    assert!(page.contains("removed by decision of the members on"), "{page}");
    let refused = evidence(desk, node, GONE).coded(1);
    assert!(refused.err.contains("removed by decision of the members on"), "{}", refused.err);
    assert_eq!(get(node, &format!("/api/v1/evidence/{GONE}"), None).0, 410);
    evidence(desk, node, STAYS).coded(0);
    desk.run(&["verify", "evidence.json", "--chain", &desk.origin()]).coded(0);
}

#[test]
fn only_events_are_taken_out() {
    let desk = Desk::founded();
    let node = desk.serve();
    record(&desk, &node);
    let key = admin_key();
    let redact = |leaf: &str| {
        let ask = ["redact", "--node", &node.url, "--key", &key, leaf, "--reason", "A test."];
        desk.run(&ask)
    };
    redact("3").coded(0);
    // The leaf of that proposal itself, and a block record: kept, whatever was voted.
    redact("6").coded(0);
    redact("2").coded(0);
    let refused = redact("99").coded(1);
    assert!(refused.err.contains("there is no event at index 99"), "{}", refused.err);
    let unknown = redact("urn:uuid:99999999-9999-4999-8999-999999999999").coded(1);
    assert!(unknown.err.contains("no record of this event"), "{}", unknown.err);
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
}

#[test]
fn a_leaf_that_nobody_voted_out_is_missed() {
    let desk = Desk::founded();
    let node = desk.serve();
    record(&desk, &node);
    let key = admin_key();
    let ask = ["redact", "--node", &node.url, "--key", &key, "3", "--reason", "A test."];
    desk.run(&ask).coded(0);
    node.stop();
    let sql = "DROP TRIGGER ledger_redaction_no_delete; DELETE FROM ledger_redaction;";
    change(&desk, "node", sql);
    let found = desk.run(&["fsck", "--dir", "node"]).coded(1);
    assert!(found.out.contains("its bytes are missing"), "{}", found.out);
}

#[test]
fn erased_fields_are_gone_and_the_record_stands() {
    let desk = Desk::founded();
    let node = desk.serve();
    let recorded = desk.record_one(&node, STAYS);
    evidence(&desk, &node, STAYS).coded(0);
    let file: Value = serde_json::from_slice(&desk.read("evidence.json")).unwrap();
    let disclosures = file["chains"][0]["leaves"][0]["disclosures"].as_array().unwrap().clone();
    assert!(!disclosures.is_empty(), "record conceals by default");
    let shown = disclosures[0].as_str().unwrap().as_bytes();
    assert!(is_on_disk(&desk, shown), "the search finds it while it is there");

    let erased = desk.run(&["erase", "--dir", "node", STAYS, "--json"]).coded(0);
    let line = &erased.lines()[0];
    assert_eq!(line["fields"], disclosures.len());
    assert_eq!(line["leaf_hash"], recorded["receipt"]["leaf_hash"]);
    assert!(erased.err.contains("Copies elsewhere cannot be forced"), "{}", erased.err);
    for one in &disclosures {
        assert!(!is_on_disk(&desk, one.as_str().unwrap().as_bytes()), "{one} is still there");
    }
    // The page and the proof go on without them.
    assert!(page(&node).contains("1 company confirmed this record"));
    evidence(&desk, &node, STAYS).coded(0);
    let file: Value = serde_json::from_slice(&desk.read("evidence.json")).unwrap();
    assert_eq!(file["chains"][0]["leaves"][0]["disclosures"], serde_json::json!([]));
    desk.run(&["verify", "evidence.json", "--chain", &desk.origin()]).coded(0);
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);

    let again = desk.run(&["erase", "--dir", "node", "3"]).coded(0);
    assert!(again.err.contains("held none"), "{}", again.err);
    let unknown = desk.run(&["erase", "--dir", "node", GONE]).coded(1);
    assert!(unknown.err.contains("the ledger holds no event"), "{}", unknown.err);
}
