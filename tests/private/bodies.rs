//! Bodies of requests.

use crate::support::{Client, FARM, World, event};

const PATH: &str = "/api/v1/statements";

fn post(client: &Client, packing: &str, body: &[u8]) -> (u16, String) {
    let headers = [("Content-Type", "application/jose"), ("Content-Encoding", packing)];
    let answer = client.post_with(PATH, &headers, body);
    (answer.status, answer.text())
}

#[test]
fn packed_bodies_are_not_unpacked() {
    let world = World::new();
    let good = world.signed(FARM, event("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1"));
    for packing in ["br", "gzip", "deflate", "zstd", "identity, br", "x"] {
        let (status, told) = post(&world.client(), packing, good.as_bytes());
        assert_eq!(status, 415, "{packing}: {told}");
        assert!(told.contains("Content-Encoding"), "{told}");
    }
    assert_eq!(post(&world.client(), "identity", good.as_bytes()).0, 202);
}

#[test]
fn one_statement_has_64_kilobytes_and_a_batch_has_more() {
    let world = World::new();
    let long = vec![b'a'; (64 << 10) + 1];
    let one = world.client().post(PATH, "application/jose", &long);
    assert_eq!(one.status, 413, "{}", one.text());
    let other = world.client().post(PATH, "text/plain", &long);
    assert_eq!(other.status, 413, "{}", other.text());
    let line = format!("{{\"jws\":\"{}\"}}\n", "a".repeat(70_000));
    let batch = world.client().post(PATH, "application/x-ndjson", line.as_bytes());
    assert_eq!(batch.status, 200, "{}", batch.text());
    assert!(batch.text().contains("refused"), "{}", batch.text());
}
