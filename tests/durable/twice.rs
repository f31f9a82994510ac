//! Members may vote for the same thing again: the first vote did it, and nothing stops.

use crate::support::{FARM, OFFICE, World, event, on_folder};
use json::Limits;
use ledger::statement::Body;

const LIMITS: Limits = Limits { bytes_max: 1 << 10, depth_max: 4, values_max: 20 };

/// The office, which keeps the chain alone, votes a leaf out.
fn redaction(world: &World, index: u64) -> String {
    let told = format!(r#"{{"op":"redact","index":{index},"reason":{{"en":"A test."}}}}"#);
    let told = json::parse(told.as_bytes(), &LIMITS).unwrap();
    world.draft(OFFICE, Body::Governance(told)).sign(&world.key(OFFICE, "admin-1"))
}

#[test]
fn a_leaf_that_is_voted_out_again_stops_no_node() {
    let mut world = World::new();
    let id = |n: u8| format!("urn:uuid:0190b7a0-0000-7000-8000-0000000000{n:02}");
    let index = world.record(&world.signed(FARM, event(&id(1), "A1")))["index"].as_u64().unwrap();
    let line = || format!("{}\n", serde_json::json!({ "jws": redaction(&world, index) }));
    // Two in one block, and one in a later block.
    let both = [line(), line()].concat();
    let path = "/api/v1/statements?wait=committed";
    let answer = world.client().post(path, "application/x-ndjson", both.as_bytes());
    assert_eq!(answer.text().matches(r#""status":"committed""#).count(), 2, "{}", answer.text());
    world.record(&redaction(&world, index));
    world.record(&world.signed(FARM, event(&id(2), "A1")));
    world.stop();
    let (good, told) = on_folder(&["fsck"], world.folder.path());
    assert!(good, "{told}");
    world.serve();
    world.record(&world.signed(FARM, event(&id(3), "A1")));
}
