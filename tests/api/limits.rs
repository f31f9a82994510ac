//! A stranger who asks too much gets 429, and nobody else does.

use crate::support::{Answer, Client, FARM, World, event};
use furlong::clock::Clock as _;

const BEHIND_A_PROXY: &str = "[proxy]\ntrusted = [\"127.0.0.1\"]\n";

fn page(client: &Client, path: &str, from: &str, accept: &str) -> Answer {
    let headers = [("Accept", accept), ("X-Forwarded-For", from), ("Accept-Language", "zh-CN")];
    client.get_with(path, &headers)
}

#[test]
fn pages_run_out_for_one_address_in_its_language_and_come_back() {
    let world = World::with_settings(&format!("{BEHIND_A_PROXY}[limits]\npages_per_minute = 3\n"));
    let client = world.client();
    let ask = |from: &str, accept: &str| page(&client, "/about", from, accept);
    for _ in 0..3 {
        assert_eq!(ask("192.0.2.1", "text/html").status, 200);
    }
    let refused = ask("192.0.2.1", "text/html,application/xhtml+xml");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), Some("20"));
    assert_eq!(refused.header("content-language"), Some("zh-Hans"));
    assert!(refused.text().contains("请稍候"), "{}", refused.text());
    let refused = ask("192.0.2.1", "application/json");
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("20")));
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert_eq!(refused.json()["type"], "/problems/too-many-requests");
    for free in ["/healthz", "/readyz", "/log/checkpoint", "/static/js/check.js"] {
        assert_eq!(page(&client, free, "192.0.2.1", "*/*").status, 200, "{free}");
    }
    assert_eq!(ask("192.0.2.2", "text/html").status, 200, "another address");
    world.clock.set(world.clock.now_ms() + 20_000);
    assert_eq!(ask("192.0.2.1", "text/html").status, 200, "20 seconds later");
}

#[test]
fn nobody_escapes_by_claiming_to_ask_for_another() {
    let world = World::with_settings("[limits]\npages_per_minute = 2\n");
    let client = world.client();
    let status = |from: &str| page(&client, "/about", from, "text/html").status;
    assert_eq!(["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(status), [200, 200, 429]);
}

#[test]
fn guessing_lots_of_one_company_is_bounded_for_all_together() {
    let limits = "[limits]\npages_per_minute_of_prefix = 3\n";
    let world = World::with_settings(&format!("{BEHIND_A_PROXY}{limits}"));
    let client = world.client();
    let status = |path: &str, from: &str| page(&client, path, from, "text/html").status;
    assert_eq!(status("/t/01/09520101000019/10/A1", "192.0.2.1"), 200);
    assert_ne!(status("/t?code=09520101000019&lot=A2", "192.0.2.2"), 429);
    let heads = "/api/v1/heads/https://id.gs1.org/01/09520101000019/10/A3";
    assert_eq!(status(heads, "192.0.2.3"), 200);
    for path in ["/t/01/09520101000019/10/A4", "/t/01/09520101000019/10/%41%34", heads] {
        assert_eq!(status(path, "192.0.2.4"), 429, "{path}");
    }
    assert_eq!(status("/t/01/09520105000015/10/A1", "192.0.2.4"), 200, "another company");
    assert_eq!(status("/about", "192.0.2.4"), 200);
}

/// Two events in which each has the signature of the other.
fn forged(world: &World) -> String {
    let id = |n: u32| format!("urn:uuid:0190b7a0-0000-7000-8000-00000000020{n}");
    let [one, other] = [1, 2].map(|n| world.signed(FARM, event(&id(n), "A1")));
    let input = one.rsplit_once('.').unwrap().0;
    format!("{input}.{}", other.rsplit_once('.').unwrap().1)
}

fn send(client: &Client, from: &str, media: &str, body: &str) -> Answer {
    let headers = [("Content-Type", media), ("X-Forwarded-For", from)];
    client.post_with("/api/v1/statements?wait=committed", &headers, body.as_bytes())
}

const ONE: &str = "application/jose";

#[test]
fn bad_signatures_stop_their_network_and_not_the_key_they_name() {
    let limits = "[limits]\nbad_signatures_per_minute = 6\nbad_signatures_of_connection = 4\n";
    let world = World::with_settings(&format!("{BEHIND_A_PROXY}{limits}"));
    let good = |n: u32| {
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-00000000010{n}");
        world.signed(FARM, event(&id, "A1"))
    };
    let flood = world.client();
    let refused: Vec<Answer> =
        (0..6).map(|_| send(&flood, "192.0.2.1", ONE, &forged(&world))).collect();
    let statuses: Vec<u16> = refused.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [401; 6]);
    let closed: Vec<bool> =
        refused.iter().map(|answer| answer.header("connection") == Some("close")).collect();
    assert_eq!(closed, [false, false, false, true, false, false], "a new one counts anew");
    let stopped = send(&flood, "192.0.2.1", ONE, &good(1));
    assert_eq!(stopped.status, 429, "also for what would be right: it is not looked at");
    assert_eq!(stopped.header("retry-after"), Some("10"));
    assert_eq!(stopped.json()["type"], "/problems/too-many-requests");
    let put = flood.put("/api/v1/vault/00", "application/sd-jwt", b"");
    assert_eq!(put.status, 400, "who does not pass through the proxy's client is another");
    let elsewhere = send(&world.client(), "192.0.2.2", ONE, &good(2));
    assert_eq!(elsewhere.status, 201, "the same key: {}", elsewhere.text());
    world.clock.set(world.clock.now_ms() + 60_000);
    let later = send(&flood, "192.0.2.1", ONE, &good(3));
    assert_eq!(later.status, 201, "{}", later.text());
}

#[test]
fn every_line_of_a_batch_counts() {
    let limits = "[limits]\nbad_signatures_per_minute = 6\n";
    let world = World::with_settings(&format!("{BEHIND_A_PROXY}{limits}"));
    let lines: Vec<String> =
        (0..6).map(|_| serde_json::json!({ "jws": forged(&world) }).to_string()).collect();
    let batch = send(&world.client(), "192.0.2.1", "application/x-ndjson", &lines.join("\n"));
    assert_eq!(batch.status, 200, "{}", batch.text());
    assert_eq!(batch.text().matches("bad-signature").count(), 6, "{}", batch.text());
    let next = send(&world.client(), "192.0.2.1", "application/x-ndjson", &lines.join("\n"));
    assert_eq!(next.status, 429);
    // Keys that are not known and bytes that are no statement are cheap, and are not counted.
    for _ in 0..20 {
        assert_eq!(send(&world.client(), "192.0.2.9", ONE, "hello").status, 400);
    }
}
