//! Calls that bring every documented answer about, on real nodes.

use crate::support::{Answer, Client, FARM, SHOP, World, event};
use json::Json;
use ledger::Hash;
use ledger::attachment::{FileName, Media};
use ledger::disclosure::{Disclosure, conceal, conceal_by_default};
use ledger::key::P256Secret;
use ledger::statement::Body;
use ledger::tree::leaf_hash;

/// An answer, and which operation gave it.
pub(super) type Given = (&'static str, Answer);

const LOT: &str = "https://id.gs1.org/01/09520101000019/10/A1";

/// The event id of a number.
fn id(n: u32) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}")
}

fn signed(world: &World, iss: &str, n: u32) -> String {
    world.signed(iss, event(&id(n), "A1"))
}

fn submit(client: &Client, query: &str, media: &str, body: &[u8]) -> Given {
    ("submitStatements", client.post(&format!("/api/v1/statements{query}"), media, body))
}

const JOSE: &str = "application/jose";
const WAIT: &str = "?wait=committed";

fn line(jws: &str) -> String {
    format!("{{\"jws\":\"{jws}\"}}\n")
}

/// The statement with a signature of another.
fn forged(world: &World) -> String {
    let [one, other] = [90, 91].map(|n| signed(world, FARM, n));
    let (input, _) = one.rsplit_once('.').unwrap();
    format!("{input}.{}", other.rsplit_once('.').unwrap().1)
}

fn stranger() -> P256Secret {
    P256Secret::from_bytes(&[7; 32]).unwrap()
}

/// An event whose product number has a wrong check digit.
fn faulty(world: &World) -> String {
    let text = event(&id(92), "A1").to_string().replace("09520101000019", "09520101000018");
    let limits = json::Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };
    world.signed(FARM, json::parse(text.as_bytes(), &limits).unwrap())
}

/// Statements that are taken, and their status.
pub(super) fn taken(world: &World) -> Vec<Given> {
    let client = world.client();
    let (one, other) = (signed(world, FARM, 1), signed(world, FARM, 2));
    let draft = world.draft(FARM, Body::Event { epcis: event(&id(3), "A1"), corrects: None });
    let mut twin = draft.clone();
    twin.body = Body::Event { epcis: event(&id(4), "A2"), corrects: None };
    let key = world.key(FARM, "event");
    let mut all = vec![
        submit(&client, WAIT, JOSE, one.as_bytes()),
        submit(&client, WAIT, JOSE, one.as_bytes()),
        submit(&client, "", JOSE, other.as_bytes()),
        submit(&client, WAIT, JOSE, draft.sign(&key).as_bytes()),
        submit(&client, WAIT, JOSE, twin.sign(&key).as_bytes()),
    ];
    let lines = line(&one) + &line(&twin.sign(&key));
    all.push(submit(&client, WAIT, "application/x-ndjson", lines.as_bytes()));
    let status = |leaf: &str| client.get(&format!("/api/v1/statements/{leaf}"));
    let leaf = leaf_hash(one.as_bytes()).to_string();
    for leaf in [leaf.as_str(), "00", &Hash::ZERO.to_string()] {
        all.push(("statementStatus", status(leaf)));
    }
    all
}

/// Statements that are not taken.
pub(super) fn refused(world: &World) -> Vec<Given> {
    let client = world.client();
    let draft =
        |iss: &str| world.draft(iss, Body::Event { epcis: event(&id(93), "A1"), corrects: None });
    let others = draft(SHOP).sign(&world.key(FARM, "event"));
    let unknown = draft(FARM).sign(&stranger());
    let good = signed(world, FARM, 94);
    vec![
        submit(&client, "?wait=never", JOSE, good.as_bytes()),
        submit(&client, "", JOSE, b"hello"),
        submit(&client, "", JOSE, forged(world).as_bytes()),
        submit(&client, "", JOSE, others.as_bytes()),
        submit(&client, "", JOSE, unknown.as_bytes()),
        submit(&client, "", JOSE, &vec![b'a'; 70 << 10]),
        submit(&client, "", "text/plain", good.as_bytes()),
        submit(&client, "", JOSE, faulty(world).as_bytes()),
    ]
}

/// A statement that conceals what it should, and what opens it.
fn concealed(world: &World) -> (String, String) {
    let epcis = event(&id(95), "A1");
    let pointers = conceal_by_default(&epcis);
    let mut count = 0;
    let salt = || {
        count += 1;
        [count; 16]
    };
    let (epcis, disclosures) = conceal(epcis, &pointers, salt).unwrap();
    let jws = world.signed(FARM, epcis);
    let texts: Vec<&str> = disclosures.iter().map(Disclosure::text).collect();
    let whole = format!("{jws}~{}~", texts.join("~"));
    (jws, whole)
}

/// The vault.
pub(super) fn vault(world: &World) -> Vec<Given> {
    let client = world.client();
    let put = |jws: &str, media: &str, body: &[u8]| {
        let path = format!("/api/v1/vault/{}", leaf_hash(jws.as_bytes()));
        ("keepDisclosures", client.put(&path, media, body))
    };
    let media = "application/sd-jwt";
    let (jws, whole) = concealed(world);
    let draft = world.draft(FARM, Body::Event { epcis: event(&id(96), "A1"), corrects: None });
    let unknown = draft.sign(&stranger());
    let bad = forged(world);
    let packed = client.put_packed(&format!("/api/v1/vault/{}", Hash::ZERO), media);
    vec![
        put(&jws, media, whole.as_bytes()),
        put(&jws, media, jws.as_bytes()),
        put("hello", media, b"hello~WyJhIl0~"),
        put(&bad, media, format!("{bad}~WyJhIl0~").as_bytes()),
        put(&unknown, media, format!("{unknown}~WyJhIl0~").as_bytes()),
        put(&jws, media, &vec![b'a'; 130 << 10]),
        put(&jws, media, format!("{jws}~WyJhIl0~").as_bytes()),
        ("keepDisclosures", packed),
    ]
}

/// What is read.
pub(super) fn read(world: &World) -> Vec<Given> {
    let (client, operator) = (world.client(), world.operator());
    let forged = client.with_token("guess");
    for iss in [FARM, SHOP] {
        world.record(&signed(world, iss, 50));
    }
    world.record(&signed(world, FARM, 51));
    let evidence = |client: &Client, n: u32, query: &str| {
        ("evidence", client.get(&format!("/api/v1/evidence/{}{query}", id(n))))
    };
    let head = |client: &Client, rest: &str| ("head", client.get(&format!("/api/v1/heads/{rest}")));
    let label = |query: &str| ("label", client.get(&format!("/api/v1/labels?{query}")));
    let code = "code=(01)09520101000019(10)A1";
    vec![
        evidence(&operator, 51, ""),
        evidence(&operator, 50, ""),
        evidence(&client, 77, ""),
        evidence(&client, 51, "?to=me"),
        evidence(&forged, 51, ""),
        head(&operator, LOT),
        head(&client, &LOT.replace("A1", "A9")),
        head(&client, &format!("{LOT}?size=many")),
        head(&client, "https://id.gs1.org/01/09520101000018"),
        head(&forged, LOT),
        head(&client, &format!("{LOT}?size=99999")),
        label(code),
        label(&format!("{code}&format=png")),
        label(&format!("{code}&host=127.0.0.1")),
        label("code=(01)09520101000018"),
    ]
}

/// Files beside events, and what a search finds.
pub(super) fn files(world: &World) -> Vec<Given> {
    const PDF: &[u8] = b"%PDF-1.4\nresidues: none\n%%EOF";
    const CSV: &[u8] = b"time,celsius\n2026-11-11T08:00:00Z,3.5\n2026-11-11T08:10:00Z,3.6\n";
    const HTML: &[u8] = b"<html>";
    let (client, operator) = (world.client(), world.operator());
    let name = |bytes: &[u8], media| FileName { digest: Hash::of(&[bytes]), media, key: None };
    let names = [name(PDF, Media::Pdf), name(CSV, Media::Csv), name(HTML, Media::Pdf)];
    let mut epcis = event(&id(97), "A7");
    let texts: Vec<Json> = names.iter().map(|name| Json::from(name.to_string())).collect();
    let certificates = epcis.as_object_mut().expect("an event");
    certificates.insert("certificationInfo", Json::Array(texts));
    let jws = world.signed(FARM, epcis);
    world.record(&jws);
    let leaf = leaf_hash(jws.as_bytes());
    let put = |digest: &str, leaf: &Hash, bytes: &[u8]| {
        let path = format!("/api/v1/attachments/{digest}?leaf={leaf}");
        ("keepFile", client.put(&path, "application/octet-stream", bytes))
    };
    let of = |bytes: &[u8]| Hash::of(&[bytes]).to_hex();
    let get = |client: &Client, digest: &str| {
        ("file", client.get(&format!("/api/v1/attachments/{digest}")))
    };
    let search =
        |client: &Client, q: &str| ("search", client.get(&format!("/api/v1/search?q={q}")));
    let forged = client.with_token("guess");
    vec![
        put(&of(PDF), &leaf, PDF),
        put(&of(CSV), &leaf, CSV),
        put("xyz", &leaf, PDF),
        put(&of(b"a film"), &leaf, b"a film"),
        put(&of(PDF), &Hash::of(&[b"a leaf to come"]), PDF),
        put(&of(PDF), &leaf, &vec![b'%'; (10 << 20) + 1]),
        put(&of(HTML), &leaf, HTML),
        get(&client, &of(PDF)),
        get(&client, &of(CSV)),
        get(&client, "xyz"),
        get(&client, &of(b"nothing")),
        get(&forged, &of(PDF)),
        search(&client, "halibut"),
        search(&operator, "A7"),
        search(&client, ""),
        search(&forged, "halibut"),
    ]
}

/// Limits that are reached at once, and a disk without room.
pub(super) fn exhausted() -> Vec<Given> {
    let limits = "[limits]\npages_per_minute = 1\nbad_signatures_per_minute = 1\nchecking = 1\n";
    let world = World::with_settings(limits);
    let client = world.client();
    let good = signed(&world, FARM, 60);
    let two = line(&good) + &line(&signed(&world, FARM, 61));
    let mut all = vec![submit(&client, "", "application/x-ndjson", two.as_bytes())];
    world.disk.set_free(0);
    let (jws, whole) = concealed(&world);
    let leaf = format!("/api/v1/vault/{}", leaf_hash(jws.as_bytes()));
    let put = || ("keepDisclosures", client.put(&leaf, "application/sd-jwt", whole.as_bytes()));
    all.extend([submit(&client, "", JOSE, good.as_bytes()), put()]);
    world.disk.set_free(1 << 40);
    all.push(submit(&client, "", JOSE, forged(&world).as_bytes()));
    all.extend([submit(&client, "", JOSE, good.as_bytes()), put()]);
    let status = client.get(&format!("/api/v1/statements/{}", Hash::ZERO));
    all.push(("statementStatus", status));
    drop(client.get("/about"));
    all.push(("evidence", client.get(&format!("/api/v1/evidence/{}", id(1)))));
    all.push(("head", client.get(&format!("/api/v1/heads/{LOT}"))));
    all.push(("label", client.get("/api/v1/labels?code=(01)09520101000019(10)A1")));
    let file = format!("/api/v1/attachments/{}", Hash::ZERO);
    all.push(("file", client.get(&file)));
    all.push(("search", client.get("/api/v1/search?q=halibut")));
    let put = || {
        let path = format!("{file}?leaf={}", Hash::ZERO);
        ("keepFile", client.put(&path, "application/octet-stream", b"%PDF-1.4"))
    };
    all.push(put());
    all
}
