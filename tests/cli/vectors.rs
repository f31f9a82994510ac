//! Outside documents through the whole program: `furlong record` takes what is valid and refuses
//! what is not, and every event that was recorded is found again and proved.
#![expect(clippy::print_stdout, reason = "the tests tell how much of each set passed")]

#[path = "../../crates/epcis/src/tests/outside.rs"]
mod outside;

use super::program::{Desk, Serving, event_key};
use crate::support::Client;
use furlong::client::Node;
use outside::{Case, Verdict};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The folders of JSON-LD documents.
const FOLDERS: [&str; 6] = [
    "gs1-epcis/JSON",
    "gs1-epcis/XML",
    "openepcis-test-resources/2.0/EPCIS/JSON/Capture",
    "openepcis-test-resources/2.0/EPCIS/JSON/Query",
    "gdst",
    "fsma204",
];

#[test]
fn outside_documents_are_recorded_found_and_proved() {
    let desk = Desk::founded();
    let node = desk.serve();
    let mut recorded = BTreeMap::new();
    for folder in FOLDERS {
        let Some(cases) = outside::cases(folder) else {
            println!("skipped: no vectors");
            return;
        };
        recorded.extend(record(&desk, &node, folder, &cases));
    }
    let files = fetch(&desk, &node, &recorded);
    let origin = desk.origin();
    let verify = ["verify", "--chain", &origin];
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let verified = desk.run(&[verify.as_slice(), &files].concat()).coded(0);
    let holding = verified.out.matches(": HOLDS").count();
    println!("evidence: {holding}/{} files of recorded events verify", files.len());
    assert_eq!(holding, files.len(), "{}", verified.out);
    node.stop();
}

/// Records one set; the receipts of its events, by event id.
fn record(
    desk: &Desk,
    node: &Serving,
    folder: &str,
    cases: &[Case],
) -> BTreeMap<String, Vec<Value>> {
    let key = event_key();
    let paths: Vec<&str> = cases.iter().map(|case| case.path.to_str().unwrap()).collect();
    let command = ["record", "--node", &node.url, "--key", &key, "--json"];
    let lines = desk.run(&[command.as_slice(), &paths].concat()).lines();
    let mut refused = BTreeMap::<&str, Vec<&Value>>::new();
    let mut receipts = BTreeMap::<String, Vec<Value>>::new();
    let mut told = BTreeSet::new();
    for line in &lines {
        let file = line["file"].as_str().unwrap();
        told.insert(file);
        if line["status"] == "recorded" {
            let id = line["event_id"].as_str().unwrap().to_owned();
            receipts.entry(id).or_default().push(line["receipt"].clone());
        } else if line["status"] == "refused" {
            refused.entry(file).or_default().push(&line["faults"]);
        }
    }
    let wrong: Vec<String> = cases.iter().filter_map(|case| wrong(case, &told, &refused)).collect();
    let passed = cases.len() - wrong.len();
    let events: usize = receipts.values().map(Vec::len).sum();
    println!("{folder}: {passed}/{} passed, {events} events recorded", cases.len());
    outside::tell_exceptions(cases);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    receipts
}

/// What is wrong about the verdict on a document.
fn wrong(
    case: &Case,
    told: &BTreeSet<&str>,
    refused: &BTreeMap<&str, Vec<&Value>>,
) -> Option<String> {
    let file = case.path.to_str().unwrap();
    let faults = refused.get(file);
    let found = if faults.is_some() { Verdict::Refused } else { Verdict::Taken };
    if !told.contains(file) {
        return Some(format!("{}: nothing was said of it", case.name));
    }
    (found != case.wanted).then(|| format!("{}: {found:?}: {faults:?}", case.name))
}

/// Asks the node for each statement and for the evidence of each event; the names of the files.
fn fetch(desk: &Desk, node: &Serving, recorded: &BTreeMap<String, Vec<Value>>) -> BTreeSet<String> {
    let address = node.url.strip_prefix("http://").unwrap().parse().unwrap();
    let client = Client::new(address);
    let token = String::from_utf8(desk.read("node/operator.token")).unwrap();
    let api = Node::at(&node.url, Some(token.trim().to_owned())).unwrap();
    let mut files = BTreeSet::new();
    for (number, (id, receipts)) in recorded.iter().enumerate() {
        let bytes = api.evidence(id, None).unwrap_or_else(|error| panic!("{id}: {error}"));
        let file: Value = serde_json::from_slice(&bytes).unwrap();
        let leaves = file["chains"][0]["leaves"].as_array().unwrap();
        for receipt in receipts {
            let leaf = receipt["leaf_hash"].as_str().unwrap();
            let status = client.get(&format!("/api/v1/statements/{leaf}")).json();
            assert_eq!(status["status"], "committed", "{id}: {status}");
            let holds = leaves.iter().any(|leaf| leaf["index"] == receipt["index"]);
            assert!(holds, "the evidence of {id} lacks leaf {}", receipt["index"]);
        }
        let name = format!("evidence-{number}.json");
        std::fs::write(Path::new(&desk.path(&name)), bytes).unwrap();
        files.insert(name);
    }
    files
}
