//! Taking statements.

use crate::support::{World, event};
use serde_json::Value;

const ONE: &str = "application/jose";
const MANY: &str = "application/x-ndjson";

#[test]
fn a_statement_gets_a_receipt_and_a_status() {
    let world = World::new();
    let jws = world
        .signed(crate::support::FARM, event("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1"));
    let answer = world.client().post("/api/v1/statements", ONE, jws.as_bytes());
    assert_eq!(answer.status, 202, "{}", answer.text());
    let status_url = answer.json()["status_url"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), Some(status_url.as_str()));
    // The replay waits for the same commit, so that this test need not.
    let replay = world.client().post("/api/v1/statements?wait=committed", ONE, jws.as_bytes());
    assert!(matches!(replay.status, 200 | 201), "{}", replay.text());
    let status = world.client().get(&status_url).json();
    assert_eq!(status["status"], "committed");
    assert_eq!(status["index"], replay.json()["index"]);
    let again = world.client().post("/api/v1/statements?wait=committed", ONE, jws.as_bytes());
    assert_eq!((again.status, again.json()), (200, status));
}

#[test]
fn one_bad_line_does_not_stop_the_others() {
    let world = World::new();
    let id = |n: u32| format!("urn:uuid:0190b7a0-0000-7000-8000-0000000000{n:02}");
    let lines: Vec<String> = (1..=4)
        .map(|n| world.signed(crate::support::FARM, event(&id(n), "A1")))
        .map(|jws| serde_json::json!({ "jws": jws }).to_string())
        .collect();
    let [first, second, third, _] = lines.as_slice() else { panic!("four lines") };
    let broken = second.replace("eyJ", "eyK");
    let body = format!("{first}\n{broken}\n{third}\n");
    let answer = world.client().post("/api/v1/statements?wait=committed", MANY, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told: Vec<Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let states: Vec<&str> = told.iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["committed", "refused", "committed"]);
    assert_eq!(told[1]["problem"]["status"], 400);
}

#[test]
fn what_was_committed_is_there_after_a_restart() {
    let mut world = World::new();
    let jws = world
        .signed(crate::support::FARM, event("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1"));
    let receipt = world.record(&jws);
    let before = world.client().get("/log/checkpoint").text();
    world.stop();
    world.serve();
    let path = format!("/api/v1/statements/{}", receipt["leaf_hash"].as_str().unwrap());
    assert_eq!(world.client().get(&path).json()["index"], receipt["index"]);
    // The same tree: origin, size and root. Its signatures are new.
    let after = world.client().get("/log/checkpoint").text();
    let tree = |note: &str| note.lines().take(3).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(tree(&before), tree(&after));
}
