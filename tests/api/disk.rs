//! A full disk: first intake stops, then ordering; reads go on, and nothing is lost.

use crate::support::{FARM, World, event};
use ledger::tree::leaf_hash;

const MB: u64 = 1 << 20;

fn id(n: usize) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}")
}

fn height(world: &World) -> u64 {
    world.client().get("/readyz").json()["height"].as_u64().expect("a height")
}

#[test]
fn a_nearly_full_disk_takes_nothing_and_shows_everything() {
    let world = World::new();
    let jws = world.signed(FARM, event(&id(1), "A1"));
    let path = "/api/v1/statements?wait=visible";
    let before = height(&world);
    world.disk.set_free(511 * MB);
    let refused = world.client().post(path, "application/jose", jws.as_bytes());
    assert_eq!(refused.status, 507, "{}", refused.text());
    assert_eq!(refused.json()["type"], "/problems/no-room");
    assert_eq!(refused.header("retry-after"), Some("300"));
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("Keep your copy"), "{detail}");
    let leaf = leaf_hash(jws.as_bytes());
    let vault = format!("/api/v1/vault/{leaf}");
    let kept = world.client().put(&vault, "application/sd-jwt", format!("{jws}~x~").as_bytes());
    assert_eq!(kept.status, 507, "{}", kept.text());
    for read in ["/", "/t/01/09520101000019/10/A1", "/log/checkpoint", "/readyz"] {
        assert_eq!(world.client().get(read).status, 200, "{read}");
    }
    assert_eq!(world.client().get(&format!("/api/v1/statements/{leaf}")).status, 404);
    assert_eq!(height(&world), before);
    world.disk.set_free(512 * MB);
    world.record(&jws);
}

#[test]
fn below_the_second_floor_statements_wait_until_the_queue_is_full() {
    let settings = "[disk]\nintake_mb = 0\nordering_mb = 128\n[limits]\nwaiting = 40\n";
    let world = World::with_settings(settings);
    let before = height(&world);
    world.disk.set_free(127 * MB);
    let signed: Vec<String> = (0..=40).map(|n| world.signed(FARM, event(&id(n), "A1"))).collect();
    let (last, first) = signed.split_last().unwrap();
    let lines: Vec<String> =
        first.iter().map(|jws| serde_json::json!({ "jws": jws }).to_string()).collect();
    let client = world.client();
    let path = "/api/v1/statements";
    let taken = client.post(path, "application/x-ndjson", lines.join("\n").as_bytes());
    assert_eq!(taken.text().matches("\"pending\"").count(), 40, "{}", taken.text());
    let full = client.post(path, "application/jose", last.as_bytes());
    assert_eq!(full.status, 503, "{}", full.text());
    assert_eq!(full.json()["type"], "/problems/unavailable");
    assert_eq!(full.header("retry-after"), Some("1"));
    // What waits already is not refused; it still waits.
    let again = client.post(path, "application/jose", first[0].as_bytes());
    assert_eq!(again.status, 202, "{}", again.text());
    assert_eq!(height(&world), before);
    assert_eq!(client.get("/t/01/09520101000019/10/A1").status, 200);
    world.disk.set_free(128 * MB);
    let path = "/api/v1/statements?wait=committed";
    let committed = client.post(path, "application/jose", first[39].as_bytes());
    assert!(matches!(committed.status, 200 | 201), "{}", committed.text());
    assert_eq!(client.post(path, "application/jose", last.as_bytes()).status, 201);
    assert!(height(&world) > before);
}
