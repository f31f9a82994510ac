//! Files that statements name.

use crate::support::{Answer, Client, FARM, World, event};
use furlong::clock::Clock as _;
use furlong::store::Place;
use furlong::store::attachments::{self, Files};
use json::{Json, Limits};
use ledger::Hash;
use ledger::attachment::{FileName, Media, SealKey, seal};
use ledger::disclosure::{Disclosure, conceal};
use ledger::statement::Body;
use ledger::tree::leaf_hash;

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 10_000 };
const PDF: &[u8] = b"%PDF-1.4\ncertificate of the farm on the hill\n%%EOF\n";
const CSV: &[u8] = b"time,celsius\n2026-11-11T08:00:00Z,3.5\n2026-11-11T08:10:00Z,3.25\n";

fn id(number: u32) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-{number:012}")
}

fn name(bytes: &[u8], media: Media) -> FileName {
    FileName { digest: Hash::of(&[bytes]), media, key: None }
}

/// An event that names files as its certificates.
fn naming(number: u32, names: &[String]) -> Json {
    let mut event = event(&id(number), "A1");
    let names: Vec<Json> = names.iter().map(|name| Json::String(name.clone())).collect();
    event.as_object_mut().unwrap().insert("certificationInfo", names);
    event
}

fn put(client: &Client, digest: Hash, jws: &str, bytes: &[u8]) -> Answer {
    let leaf = leaf_hash(jws.as_bytes());
    let path = format!("/api/v1/attachments/{digest}?leaf={leaf}");
    client.put(&path, "application/octet-stream", bytes)
}

fn get(client: &Client, digest: Hash) -> Answer {
    client.get(&format!("/api/v1/attachments/{digest}"))
}

fn lying(world: &World) -> Vec<Hash> {
    let all = Files::of(world.folder.path()).all().unwrap();
    all.into_iter().map(|(digest, _)| digest).collect()
}

#[test]
fn a_file_that_a_record_names_for_everybody_is_kept_and_read_by_everybody() {
    let mut world = World::new();
    let name = name(PDF, Media::Pdf);
    let jws = world.signed(FARM, naming(1, &[name.to_string()]));
    let early = put(&world.client(), name.digest, &jws, PDF);
    assert_eq!(early.status, 409, "{}", early.text());
    world.record(&jws);
    assert_eq!(get(&world.client(), name.digest).status, 404, "nobody brought it");
    let kept = put(&world.client(), name.digest, &jws, PDF);
    assert_eq!(kept.status, 204, "{}", kept.text());
    assert_eq!(put(&world.client(), name.digest, &jws, PDF).status, 204, "the same again");
    world.stop();
    world.serve();
    let file = get(&world.client(), name.digest);
    assert_eq!((file.status, file.body.as_slice()), (200, PDF));
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment; "));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(file.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    assert!(file.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(lying(&world), [name.digest]);
    let page = world.client().get("/t/01/09520101000019/10/A1").text();
    let link = format!("/api/v1/attachments/{}", name.digest);
    assert!(page.contains(&link), "the page links the document");
}

#[test]
fn only_bytes_that_a_record_names_are_taken_and_only_if_they_are_what_it_says() {
    let world = World::with_settings(
        "[limits]\npages_per_minute = 100000\nattachment_mb = 1\nbad_signatures_per_minute = 1000\n\
         bad_signatures_of_connection = 1000\n",
    );
    let (pdf, csv) = (name(PDF, Media::Pdf), name(CSV, Media::Csv));
    let html = b"<html><script>alert(1)</script>".as_slice();
    let broken = b"time,celsius\n2026-11-11T08:10:00Z,3.5\n2026-11-11T08:00:00Z,3\n".as_slice();
    let names = [
        pdf.to_string(),
        csv.to_string(),
        name(html, Media::Pdf).to_string(),
        name(broken, Media::Csv).to_string(),
        name(b"{}", Media::Json).to_string(),
    ];
    let jws = world.signed(FARM, naming(1, &names));
    world.record(&jws);
    let client = world.client();
    let status = |digest, bytes: &[u8]| put(&client, digest, &jws, bytes).status;
    assert_eq!(status(Hash::of(&[b"a film"]), b"a film"), 403, "nobody named it");
    assert_eq!(status(pdf.digest, b"%PDF-1.4 another"), 400, "other bytes");
    assert_eq!(status(pdf.digest, &PDF[..PDF.len() - 1]), 400, "cut off");
    assert_eq!(status(pdf.digest, b""), 400, "nothing");
    assert_eq!(status(pdf.digest, &vec![b'%'; (1 << 20) + 1]), 413);
    assert_eq!(status(Hash::of(&[html]), html), 422, "a page that says it is a PDF");
    let told = put(&client, Hash::of(&[broken]), &jws, broken);
    assert_eq!(told.status, 422);
    assert!(told.text().contains("reading 2: its time is not after"), "{}", told.text());
    assert_eq!(status(Hash::of(&[b"{}"]), b"{}"), 422, "JSON that is no series");
    for path in [
        "/api/v1/attachments/xyz".to_owned(),
        format!("/api/v1/attachments/{}?leaf=xyz", pdf.digest),
        format!("/api/v1/attachments/{}", pdf.digest),
    ] {
        assert_eq!(client.put(&path, "application/pdf", PDF).status, 400, "{path}");
    }
    assert_eq!(client.get("/api/v1/attachments/xyz").status, 400);
    assert_eq!(lying(&world), [], "nothing of that lies on the disk");
    let incoming = world.folder.path().join("attachments/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
    world.disk.set_free(1 << 20);
    assert_eq!(status(pdf.digest, PDF), 507);
    world.disk.set_free(1 << 40);
    assert_eq!((status(pdf.digest, PDF), status(csv.digest, CSV)), (204, 204));
}

/// A statement that conceals the name of a file, kept in the vault and recorded.
fn concealed(world: &World, number: u32, name: &FileName) -> String {
    let event = naming(number, &[name.to_string()]);
    let (epcis, disclosures) =
        conceal(event, &["/certificationInfo", "/quantityList/0/quantity"], || [7; 16]).unwrap();
    let body = Body::Event { epcis, corrects: None };
    let jws = world.draft(FARM, body).sign(&world.key(FARM, "event"));
    let texts: Vec<&str> = disclosures.iter().map(Disclosure::text).collect();
    let sd_jwt = format!("{jws}~{}~", texts.join("~"));
    let path = format!("/api/v1/vault/{}", leaf_hash(jws.as_bytes()));
    assert_eq!(world.client().put(&path, "application/sd-jwt", sd_jwt.as_bytes()).status, 204);
    world.record(&jws);
    jws
}

#[test]
fn a_concealed_file_is_sealed_and_nobody_but_the_operator_reads_it() {
    let world = World::new();
    let key = SealKey::from_bytes([9; 32]);
    let sealed = seal(&key, PDF.to_vec()).unwrap();
    let name = FileName { digest: Hash::of(&[&sealed]), media: Media::Pdf, key: Some(key) };
    let jws = concealed(&world, 1, &name);
    assert_eq!(put(&world.client(), name.digest, &jws, &sealed).status, 204);
    // An answer names its request; two that have one name may differ in nothing.
    let one = [("X-Request-Id", "same")];
    let asked =
        |digest: Hash| world.client().get_with(&format!("/api/v1/attachments/{digest}"), &one);
    let (stranger, unknown) = (asked(name.digest), asked(Hash::of(&[b"nothing"])));
    assert_eq!((stranger.status, unknown.status), (404, 404));
    assert_eq!(stranger.text(), unknown.text(), "not published and not there look the same");
    let plain = get(&world.client(), Hash::of(&[PDF]));
    assert_eq!(plain.status, 404, "a guess is not confirmed");
    let opened = get(&world.operator(), name.digest);
    assert_eq!((opened.status, opened.body.as_slice()), (200, PDF));
    assert_eq!(opened.header("cache-control"), Some("private, no-store"));
    let stored = Files::of(world.folder.path()).read(name.digest, sealed.len() as u64).unwrap();
    let stored = stored.unwrap();
    assert!(!stored.windows(9).any(|part| part == b"hill\n%%EO"), "sealed on the disk");
    for path in ["/t/01/09520101000019/10/A1", &format!("/api/v1/evidence/{}", id(1))] {
        let told = world.client().get(path).text();
        let secret = name.key.as_ref().unwrap().to_b64();
        assert!(!told.contains(&secret) && !told.contains(&name.digest.to_hex()), "{path}");
    }
}

#[test]
fn a_file_that_would_lie_open_behind_a_concealed_name_is_refused() {
    let world = World::new();
    let open = name(PDF, Media::Pdf);
    let jws = concealed(&world, 1, &open);
    let refused = put(&world.client(), open.digest, &jws, PDF);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("seal it"), "{}", refused.text());
    // Sealed with another key than the name tells.
    let sealed = seal(&SealKey::from_bytes([1; 32]), PDF.to_vec()).unwrap();
    let key = Some(SealKey::from_bytes([2; 32]));
    let wrong = FileName { digest: Hash::of(&[&sealed]), media: Media::Pdf, key };
    let jws = concealed(&world, 2, &wrong);
    assert_eq!(put(&world.client(), wrong.digest, &jws, &sealed).status, 422);
    assert_eq!(lying(&world), []);
}

#[test]
fn a_file_without_a_record_is_taken_away_after_a_day_and_a_damaged_one_can_be_sent_again() {
    let mut world = World::new();
    let name = name(PDF, Media::Pdf);
    let jws = world.signed(FARM, naming(1, &[name.to_string()]));
    world.record(&jws);
    assert_eq!(put(&world.client(), name.digest, &jws, PDF).status, 204);
    world.stop();
    let files = Files::of(world.folder.path());
    let path = |digest: Hash| files.folder().join(digest.to_hex());
    // As a kill between file and row leaves it.
    let orphan = Hash::of(&[b"an orphan"]);
    std::fs::write(path(orphan), b"an orphan").unwrap();
    let written = std::fs::metadata(path(orphan)).unwrap().modified().unwrap();
    let written_ms = written.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let written_ms = u64::try_from(written_ms).unwrap();
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    assert_eq!(attachments::sweep(&mut db, &files, written_ms).unwrap(), 0, "it is too young");
    drop(db);
    world.clock.set(world.clock.now_ms().max(written_ms) + 24 * 60 * 60 * 1_000 + 1);
    world.serve();
    assert_eq!(lying(&world), [name.digest], "the start took the orphan away");
    std::fs::write(path(name.digest), vec![b'x'; PDF.len()]).unwrap();
    assert_eq!(get(&world.client(), name.digest).status, 500, "damage is not served");
    assert_eq!(put(&world.client(), name.digest, &jws, PDF).status, 204);
    assert_eq!(get(&world.client(), name.digest).body, PDF);
}

/// Readings every ten minutes that leave the limits, and pause.
fn readings() -> Vec<(String, String)> {
    let minutes = (0..600).filter(|minute| !(200..230).contains(minute));
    let reading = |minute: i64| {
        let (day, rest) = (1 + minute * 10 / 1_440, minute * 10 % 1_440);
        let celsius = if (300..312).contains(&minute) { "6.15" } else { "3.5" };
        (format!("2026-11-{day:02}T{:02}:{:02}:00Z", rest / 60, rest % 60), celsius.to_owned())
    };
    minutes.map(reading).collect()
}

/// An event of a lot with sensors.
fn measured(number: u32, lot: &str, sensors: &str) -> Json {
    let mut event = event(&id(number), lot);
    let parsed = json::parse(sensors.as_bytes(), &LIMITS).unwrap();
    event.as_object_mut().unwrap().insert("sensorElementList", parsed);
    event
}

#[test]
fn a_series_in_a_file_gives_the_very_curve_that_it_gives_in_the_event() {
    let world = World::new();
    let readings = readings();
    let csv: String = std::iter::once("time,celsius\n".to_owned())
        .chain(readings.iter().map(|(time, celsius)| format!("{time},{celsius}\n")))
        .collect();
    let name = name(csv.as_bytes(), Media::Csv);
    let reports: Vec<String> = readings
        .iter()
        .map(|(time, celsius)| {
            format!(r#"{{"type":"Temperature","time":"{time}","value":{celsius},"uom":"CEL"}}"#)
        })
        .collect();
    let attached = format!(
        r#"[{{"sensorMetadata":{{"startTime":"2026-11-01T00:00:00Z","endTime":
        "2026-11-05T04:00:00Z","rawData":"{name}"}},"sensorReport":[{{"type":"Temperature",
        "minValue":3.5,"maxValue":6.15,"meanValue":3.55,"uom":"CEL"}}]}}]"#
    );
    let file = world.signed(FARM, measured(1, "FILE", &attached));
    world.record(&file);
    let page = |lot: &str| {
        let path = format!("/t/01/09520101000019/10/{lot}");
        world.client().get_as(&path, "application/json").json()["cold_chain"].clone()
    };
    let absent = page("FILE");
    assert_eq!(absent["absent"], 1, "the file did not come yet: {absent}");
    assert_eq!(absent["readings"], serde_json::json!([]));
    assert_eq!(put(&world.client(), name.digest, &file, csv.as_bytes()).status, 204);
    let mut from_file = page("FILE");
    assert_eq!(from_file["files"][0]["readings"], 570);
    assert_eq!(from_file["absent"], 0);
    // The same readings in three events, as many as fit into each.
    for (number, part) in (2..).zip(reports.chunks(200)) {
        let inline = format!(
            r#"[{{"sensorMetadata":{{"deviceID":"urn:dev:1"}},"sensorReport":[{}]}}]"#,
            part.join(",")
        );
        let mut event = measured(number, "EVENT", &inline);
        event
            .as_object_mut()
            .unwrap()
            .insert("https://test.example/voc/loggingMinutes", number_of(10));
        world.record(&world.signed(FARM, event));
    }
    let mut from_event = page("EVENT");
    for one in [&mut from_file, &mut from_event] {
        one.as_object_mut().unwrap().remove("files");
    }
    assert_eq!(from_file, from_event);
    assert_eq!(from_file["gaps"].as_array().unwrap().len(), 1, "{from_file}");
    assert!(from_file["readings"].as_array().unwrap().len() <= 200);
    assert_eq!(from_file["max_milli_c"], 6_150);
}

fn number_of(number: u32) -> Json {
    json::parse(number.to_string().as_bytes(), &LIMITS).unwrap()
}
