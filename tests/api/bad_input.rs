//! Bad input gets a clear problem, and nothing is half written.

use crate::support::{FARM, SHOP, World, event};
use ledger::b64;
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft};

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";

/// Changes the payload of a statement and signs it again.
fn resigned(world: &World, jws: &str, change: impl Fn(&str) -> String) -> String {
    let mut parts = jws.split('.');
    let (header, payload) = (parts.next().unwrap(), parts.next().unwrap());
    let payload = String::from_utf8(b64::decode(payload).unwrap()).unwrap();
    let input = format!("{header}.{}", b64::encode(change(&payload).as_bytes()));
    let signature = world.key(FARM, "event").sign(input.as_bytes());
    format!("{input}.{}", b64::encode(&signature))
}

fn with_header(world: &World, jws: &str, header: &str) -> String {
    let payload = jws.split('.').nth(1).unwrap();
    let input = format!("{}.{payload}", b64::encode(header.as_bytes()));
    let signature = world.key(FARM, "event").sign(input.as_bytes());
    format!("{input}.{}", b64::encode(&signature))
}

fn high_s(jws: &str) -> String {
    let (input, signature) = jws.rsplit_once('.').unwrap();
    let bytes = b64::decode(signature).unwrap();
    let parsed = p256::ecdsa::Signature::from_slice(&bytes).unwrap();
    let (r, s) = (parsed.r(), parsed.s());
    let high = p256::ecdsa::Signature::from_scalars(*r, -*s).unwrap();
    format!("{input}.{}", b64::encode(&high.to_bytes()))
}

/// Where a fault is, for those that are at a place.
fn pointers(what: &str) -> Option<&'static str> {
    match what {
        "wrong aud" => Some("/aud"),
        "bad check digit" => Some("/quantityList/0/epcClass"),
        _ => None,
    }
}

/// What is sent, what it is called, and the answer it gets.
type Bad = (&'static str, Vec<u8>, u16, &'static str);

const FORM: &str = "malformed-statement";

/// Faults of the bytes, the header and the signature.
fn bad_envelopes(world: &World, good: &str) -> Vec<Bad> {
    let kid = world.key(FARM, "event").public().kid();
    let alg = |alg: &str| format!(r#"{{"alg":"{alg}","typ":"dc+sd-jwt","kid":"{kid}"}}"#);
    let headed = |header: &str| with_header(world, good, header).into_bytes();
    vec![
        ("not a JWS", b"hello".to_vec(), 400, FORM),
        ("no bytes", Vec::new(), 400, FORM),
        ("invalid UTF-8", vec![0xff, 0xfe, b'.', b'a', b'.'], 400, FORM),
        ("alg none", headed(&alg("none")), 400, FORM),
        ("alg RS256", headed(&alg("RS256")), 400, FORM),
        ("wrong typ", headed(&alg("ES256").replace("dc+sd-jwt", "JWT")), 400, FORM),
        ("extra member", headed(&alg("ES256").replace('}', ",\"jku\":\"https://x\"}")), 400, FORM),
        ("high-S", high_s(good).into_bytes(), 400, FORM),
        ("disclosures", format!("{good}~abc~").into_bytes(), 400, FORM),
    ]
}

/// Faults of the payload.
fn bad_payloads(world: &World, good: &str) -> Vec<Bad> {
    let changed = |from: &str, to: &str| {
        resigned(world, good, |payload| payload.replacen(from, to, 1)).into_bytes()
    };
    let deep = format!("\"x:y\":{}{},\"type\"", "[".repeat(20), "]".repeat(20));
    let long = format!("\"x:y\":\"{}\",\"type\"", "y".repeat(47_000));
    vec![
        ("duplicate member", changed("{", "{\"iat\":1,"), 400, FORM),
        ("two ids", changed("\"jti\"", "\"jti\":\"x\",\"jti\""), 400, FORM),
        ("number without end", changed("12.50", &"9".repeat(400)), 400, FORM),
        ("deep nesting", changed("\"type\"", &deep), 400, FORM),
        ("huge number", changed("12.50", "1e999"), 400, FORM),
        ("tiny number", changed("12.50", "1e-32768"), 400, FORM),
        ("oversize", changed("\"type\"", &long), 413, "too-large"),
        ("bad check digit", changed("09520101000019", "09520101000018"), 422, "not-admitted"),
    ]
}

/// Right in form, but by the wrong key, for another chain, or in another's name.
fn bad_authors(world: &World) -> Vec<Bad> {
    let draft =
        |iss: &str| world.draft(iss, Body::Event { epcis: event(ID, "A1"), corrects: None });
    let stranger = P256Secret::from_bytes(&[7; 32]).unwrap();
    // The payload of a stranger is not even read.
    let hostile = draft(FARM).sign(&stranger).replace('.', ".AAAA");
    let elsewhere = Draft { origin: world.origin.replace("test.", "other."), ..draft(FARM) };
    let key = world.key(FARM, "event");
    vec![
        ("wrong aud", elsewhere.sign(&key).into_bytes(), 400, FORM),
        ("unknown key", draft(FARM).sign(&stranger).into_bytes(), 409, "unknown-key"),
        ("unknown key, no payload", hostile.into_bytes(), 409, "unknown-key"),
        ("another's key", draft(SHOP).sign(&key).into_bytes(), 403, "not-allowed"),
    ]
}

/// Height, records and root, which no refusal may move.
fn tip(world: &World) -> String {
    let ready = world.client().get("/readyz").json();
    let checkpoint = world.client().get("/log/checkpoint").text();
    let tree: Vec<&str> = checkpoint.lines().take(3).collect();
    format!("{} {}", ready["height"], tree.join(" "))
}

/// Sends a statement that must be refused: its problem, after a look at the tip.
#[track_caller]
fn refused(world: &World, what: &str, body: &[u8], want: (u16, &str)) -> serde_json::Value {
    let (before, (status, kind)) = (tip(world), want);
    let path = "/api/v1/statements?wait=visible";
    let answer = world.client().post(path, "application/jose", body);
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{what}");
    assert_eq!(problem["type"], format!("/problems/{kind}"), "{what}");
    assert!(problem["detail"].as_str().is_some_and(|text| text.len() > 20), "{what}: {problem}");
    assert_eq!(tip(world), before, "{what}");
    problem
}

#[test]
fn every_kind_of_bad_statement_is_refused_with_its_reason() {
    let world = World::new();
    let good = world.signed(FARM, event(ID, "A1"));
    let table = [bad_envelopes(&world, &good), bad_payloads(&world, &good), bad_authors(&world)];
    for (what, body, status, kind) in table.into_iter().flatten() {
        let problem = refused(&world, what, &body, (status, kind));
        let pointer = pointers(what);
        if let Some(pointer) = pointer {
            let told = [&problem["pointer"], &problem["faults"][0]["pointer"]];
            assert!(told.contains(&&pointer.into()), "{what}: {problem}");
        }
    }
    // Nothing of it stayed: the good one is the first statement of the chain.
    assert_eq!(world.record(&good)["index"], 3);
}

#[test]
fn the_same_id_with_other_content_is_refused() {
    let world = World::new();
    let first = world.signed(FARM, event(ID, "A1"));
    world.record(&first);
    let other = resigned(&world, &first, |payload| payload.replace("A1", "A2"));
    refused(&world, "other content", other.as_bytes(), (409, "id-taken"));
}

#[test]
fn a_replay_gets_the_first_receipt_and_no_second_record() {
    let world = World::new();
    let jws = world.signed(FARM, event(ID, "A1"));
    let receipt = world.record(&jws);
    let before = tip(&world);
    for path in ["/api/v1/statements", "/api/v1/statements?wait=visible"] {
        let replay = world.client().post(path, "application/jose", jws.as_bytes());
        assert_eq!((replay.status, replay.json()), (200, receipt.clone()));
    }
    assert_eq!(tip(&world), before);
}

#[test]
fn of_a_batch_half_of_which_is_bad_the_other_half_is_recorded() {
    let world = World::new();
    let id = |n: u32| format!("urn:uuid:0190b7a0-0000-7000-8000-00000000010{n}");
    let line = |jws: &str| serde_json::json!({ "jws": jws }).to_string();
    let lines: Vec<String> = (0..8)
        .map(|n| (n, world.signed(FARM, event(&id(n), "A1"))))
        .map(|(n, jws)| match n % 2 {
            0 => jws,
            _ => resigned(&world, &jws, |payload| {
                payload.replace("commissioning", "commisioning").replace("KGM", "kilos")
            }),
        })
        .map(|jws| line(&jws))
        .collect();
    let path = "/api/v1/statements?wait=visible";
    let answer = world.client().post(path, "application/x-ndjson", lines.join("\n").as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told: Vec<serde_json::Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), 8);
    for (n, one) in told.iter().enumerate() {
        if n % 2 == 0 {
            assert_eq!(one["status"], "committed", "{one}");
            continue;
        }
        assert_eq!((&one["status"], &one["problem"]["status"]), (&"refused".into(), &422.into()));
        assert_eq!(one["problem"]["type"], "/problems/not-admitted");
        let faults = one["problem"]["faults"].to_string();
        assert!(faults.contains("/bizStep") && faults.contains("/quantityList/0/uom"), "{faults}");
    }
    let head = "/api/v1/heads/https://id.gs1.org/01/09520101000019/10/A1";
    assert_eq!(world.client().get(head).json()["count"], 4, "and no more");
}

#[test]
fn retired_and_compromised_keys_sign_nothing_more() {
    let world = World::new();
    for op in ["key.retire", "key.compromise"] {
        let (iss, kid) = if op == "key.retire" { (FARM, "event") } else { (SHOP, "event") };
        let kid = world.key(iss, kid).public().kid();
        let since = if op == "key.compromise" { ",\"since\":1" } else { "" };
        let gov = format!(r#"{{"op":"{op}","kid":"{kid}"{since}}}"#);
        let gov = json::parse(
            gov.as_bytes(),
            &json::Limits { bytes_max: 999, depth_max: 4, values_max: 9 },
        );
        let draft = world.draft(iss, Body::Governance(gov.unwrap()));
        world.record(&draft.sign(&world.key(iss, "admin-1")));
        let jws = world.signed(iss, event(ID, "A1"));
        let problem = refused(&world, op, jws.as_bytes(), (403, "not-allowed"));
        assert!(problem["detail"].as_str().unwrap().contains("key"), "{op}: {problem}");
    }
}

#[test]
fn all_faults_of_an_event_are_told_at_once() {
    let world = World::new();
    let good = world.signed(FARM, event(ID, "A1"));
    let bad = resigned(&world, &good, |payload| {
        payload
            .replace("commissioning", "commisioning")
            .replace("KGM", "kilos")
            .replace("+01:00\"", "later\"")
    });
    let problem = refused(&world, "faults", bad.as_bytes(), (422, "not-admitted"));
    let pointers: Vec<&str> = problem["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["pointer"].as_str().unwrap())
        .collect();
    assert!(pointers.contains(&"/bizStep"), "{pointers:?}");
    assert!(pointers.contains(&"/quantityList/0/uom"), "{pointers:?}");
    assert!(pointers.contains(&"/eventTime"), "{pointers:?}");
}

#[test]
fn a_label_for_an_unlisted_host_is_refused() {
    let world = World::new();
    let code = "(01)09520101000019(10)A1";
    let ask = |host: &str| world.client().get(&format!("/api/v1/labels?code={code}&host={host}"));
    for host in ["trace.example", "127.0.0.1", "localhost"] {
        let answer = ask(host);
        assert_eq!(answer.status, 400, "{host}: {}", answer.text());
        assert_eq!(answer.json()["type"], "/problems/bad-request", "{host}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("label.hosts"), "{host}");
    }
    let answer = ask("id.gs1.org");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().starts_with("<svg"));
}

#[test]
fn wrong_media_and_wrong_addresses_are_told() {
    let world = World::new();
    let client = world.client();
    assert_eq!(client.post("/api/v1/statements", "text/plain", b"x").status, 415);
    assert_eq!(client.get("/api/v1/statements/xyz").status, 400);
    assert_eq!(client.get(&format!("/api/v1/statements/{}", "0".repeat(64))).status, 404);
    assert_eq!(client.get("/api/v1/nothing").status, 404);
    assert_eq!(client.get("/api/v1/evidence/urn:uuid:none").status, 404);
    assert_eq!(client.get("/01/09520101000018/10/A1").status, 400);
    let lines = "{\"jws\":\"x\"}\n".repeat(1_001);
    assert_eq!(
        client.post("/api/v1/statements", "application/x-ndjson", lines.as_bytes()).status,
        413
    );
    let huge = vec![b'x'; (4 << 20) + 1];
    assert_eq!(client.post("/api/v1/statements", "application/jose", &huge).status, 413);
}
