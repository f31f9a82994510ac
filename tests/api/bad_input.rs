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

#[test]
fn every_kind_of_bad_statement_is_refused_with_its_reason() {
    let world = World::new();
    let good = world.signed(FARM, event(ID, "A1"));
    let kid = world.key(FARM, "event").public().kid();
    let stranger = P256Secret::from_bytes(&[7; 32]).unwrap();
    let by_stranger = Draft { ..world.draft(FARM, Body::Event { epcis: event(ID, "A1"), corrects: None }) }
        .sign(&stranger);
    let elsewhere = Draft {
        origin: world.origin.replace("test.", "other."),
        ..world.draft(FARM, Body::Event { epcis: event(ID, "A1"), corrects: None })
    }
    .sign(&world.key(FARM, "event"));
    let in_anothers_name =
        world.draft(SHOP, Body::Event { epcis: event(ID, "A1"), corrects: None }).sign(&world.key(FARM, "event"));
    let alg = |alg: &str| format!(r#"{{"alg":"{alg}","typ":"dc+sd-jwt","kid":"{kid}"}}"#);
    let table: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("not a JWS", b"hello".to_vec(), 400, "malformed-statement"),
        ("no bytes", Vec::new(), 400, "malformed-statement"),
        ("invalid UTF-8", vec![0xff, 0xfe, b'.', b'a', b'.'], 400, "malformed-statement"),
        ("alg none", with_header(&world, &good, &alg("none")).into(), 400, "malformed-statement"),
        ("alg RS256", with_header(&world, &good, &alg("RS256")).into(), 400, "malformed-statement"),
        (
            "wrong typ",
            with_header(&world, &good, &alg("ES256").replace("dc+sd-jwt", "JWT")).into(),
            400,
            "malformed-statement",
        ),
        (
            "extra header member",
            with_header(&world, &good, &alg("ES256").replace('}', ",\"jku\":\"https://x\"}")).into(),
            400,
            "malformed-statement",
        ),
        (
            "duplicate member",
            resigned(&world, &good, |p| p.replacen('{', "{\"iat\":1,", 1)).into(),
            400,
            "malformed-statement",
        ),
        (
            "deep nesting",
            resigned(&world, &good, |p| {
                p.replacen("\"type\"", &format!("\"x:y\":{}{},\"type\"", "[".repeat(20), "]".repeat(20)), 1)
            })
            .into(),
            400,
            "malformed-statement",
        ),
        (
            "huge number",
            resigned(&world, &good, |p| p.replace("12.50", "1e999")).into(),
            400,
            "malformed-statement",
        ),
        ("high-S", high_s(&good).into(), 400, "malformed-statement"),
        ("wrong aud", elsewhere.into(), 400, "malformed-statement"),
        ("unknown key", by_stranger.into(), 409, "unknown-key"),
        ("another's key", in_anothers_name.into(), 403, "not-allowed"),
        (
            "oversize",
            resigned(&world, &good, |p| {
                p.replacen("\"type\"", &format!("\"x:y\":\"{}\",\"type\"", "y".repeat(47_000)), 1)
            })
            .into(),
            413,
            "too-large",
        ),
        (
            "bad check digit",
            resigned(&world, &good, |p| p.replace("09520101000019", "09520101000018")).into(),
            422,
            "not-admitted",
        ),
        ("disclosures", format!("{good}~abc~").into(), 400, "malformed-statement"),
    ];
    for (what, body, status, kind) in table {
        let answer = world.client().post("/api/v1/statements?wait=committed", "application/jose", &body);
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
        let problem = answer.json();
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{what}");
        assert!(problem["detail"].as_str().is_some_and(|text| text.len() > 20), "{what}: {problem}");
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
    let answer = world.client().post("/api/v1/statements", "application/jose", other.as_bytes());
    assert_eq!((answer.status, answer.json()["type"].clone()), (409, "/problems/id-taken".into()));
}

#[test]
fn retired_and_compromised_keys_sign_nothing_more() {
    let world = World::new();
    for op in ["key.retire", "key.compromise"] {
        let (iss, kid) = if op == "key.retire" { (FARM, "event") } else { (SHOP, "event") };
        let kid = world.key(iss, kid).public().kid();
        let since = if op == "key.compromise" { ",\"since\":1" } else { "" };
        let gov = format!(r#"{{"op":"{op}","kid":"{kid}"{since}}}"#);
        let gov = json::parse(gov.as_bytes(), &json::Limits { bytes_max: 999, depth_max: 4, values_max: 9 });
        let draft = world.draft(iss, Body::Governance(gov.unwrap()));
        world.record(&draft.sign(&world.key(iss, "admin-1")));
        let jws = world.signed(iss, event(ID, "A1"));
        let answer = world.client().post("/api/v1/statements", "application/jose", jws.as_bytes());
        assert_eq!(answer.status, 403, "{op}: {}", answer.text());
    }
}

#[test]
fn all_faults_of_an_event_are_told_at_once() {
    let world = World::new();
    let good = world.signed(FARM, event(ID, "A1"));
    let bad = resigned(&world, &good, |payload| {
        payload.replace("commissioning", "commisioning").replace("KGM", "kilos").replace("+01:00\"", "later\"")
    });
    let answer = world.client().post("/api/v1/statements", "application/jose", bad.as_bytes());
    assert_eq!(answer.status, 422, "{}", answer.text());
    let problem = answer.json();
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
    assert_eq!(client.post("/api/v1/statements", "application/x-ndjson", lines.as_bytes()).status, 413);
    let huge = vec![b'x'; (4 << 20) + 1];
    assert_eq!(client.post("/api/v1/statements", "application/jose", &huge).status, 413);
}
