//! `furlong record --attach`, and what becomes of files.

use super::program::{Answer, Desk, LOT, Serving, admin_key, document, event, event_key};
use serde_json::Value;
use std::io::Write as _;

const ONE: &str = "urn:uuid:99999999-9999-4999-8999-999999999991";
const TWO: &str = "urn:uuid:99999999-9999-4999-8999-999999999992";
const PDF: &str = "%PDF-1.4\nTHE-SECRET-OF-THE-CERTIFICATE\n%%EOF\n";
const CSV: &str = "time,celsius\n2026-11-01T06:00:00Z,3.5\n2026-11-01T06:10:00Z,3.25\n\
                   2026-11-01T06:20:00Z,3.0\n";

/// A desk with a document of one event, a certificate and a log.
fn desk() -> Desk {
    let desk = Desk::founded();
    desk.write("one.json", &document(&[event(ONE)]));
    desk.write("certificate.pdf", PDF);
    desk.write("log.csv", CSV);
    desk
}

fn record(desk: &Desk, node: &Serving, more: &[&str]) -> Answer {
    let key = event_key();
    let record = ["record", "--node", &node.url, "--key", &key, "one.json"];
    desk.run(&[record.as_slice(), more].concat())
}

/// The files that lie beside the database.
fn lying(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path("node/attachments")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.len() == 64).collect()
}

/// Whether any file of the folder below holds a text.
fn is_below(folder: &std::path::Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_below(&path, text);
        }
        std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes())
    })
}

fn evidence(desk: &Desk, node: &Serving) {
    let ask = ["evidence", "--node", &node.url, ONE, "--token-file", "node/operator.token"];
    desk.run(&[ask.as_slice(), &["-o", "evidence.json"]].concat()).coded(0);
}

#[test]
fn files_travel_with_their_event_and_are_proven_by_it() {
    let desk = desk();
    let node = desk.serve();
    std::fs::write(desk.path("photo.png"), b"\x89PNG\r\n\x1a\nTHE-SECRET-PHOTO").unwrap();
    let attach = ["--attach", "certificate.pdf", "--attach", "log.csv", "--attach", "photo.png"];
    let told = record(&desk, &node, &attach).coded(0);
    assert!(told.err.contains("certificate.pdf is attached (sealed, SHA-256"), "{}", told.err);
    assert!(told.err.contains("log.csv is attached (SHA-256"), "{}", told.err);
    assert_eq!(lying(&desk).len(), 3);
    assert!(!is_below(&desk.path("node"), "THE-SECRET"), "sealed on the disk");
    assert_eq!(std::fs::read_dir(desk.path("furlong-outbox")).unwrap().count(), 0);
    evidence(&desk, &node);
    let chain = desk.origin();
    let verify = |file: &str| {
        desk.run(&["verify", "evidence.json", "--chain", &chain, "--attachment", file])
    };
    for file in ["certificate.pdf", "log.csv", "photo.png"] {
        let told = verify(file).coded(0);
        assert!(told.out.contains(&format!("{file} is the file that leaf")), "{}", told.out);
    }
    desk.write("other.csv", &CSV.replace("3.25", "3.26"));
    let told = verify("other.csv").coded(1);
    assert!(told.out.contains("other.csv IS NOT NAMED"), "{}", told.out);
    node.stop();
    let clean = desk.run(&["fsck", "--dir", "node"]).coded(0);
    assert!(clean.out.contains("3 files that records name are good"), "{}", clean.out);
}

#[test]
fn what_cannot_be_attached_is_said_before_anything_is_signed() {
    let desk = desk();
    let node = desk.serve();
    desk.write("program.exe", "MZ\u{1}");
    desk.write("broken.csv", "time,celsius\nnow,3\n");
    desk.write("two.json", &document(&[event(ONE), event(TWO)]));
    let refused = |more: &[&str], word: &str| {
        let told = record(&desk, &node, more).coded(1);
        assert!(told.err.contains(word), "{more:?}: {}", told.err);
    };
    refused(&["--attach", "program.exe"], "it is no PDF");
    refused(&["--attach", "broken.csv"], "reading 1: its time is written like");
    refused(&["--attach", "nowhere.pdf"], "nowhere.pdf cannot be");
    refused(&["two.json", "--attach", "log.csv"], "exactly one document");
    let key = event_key();
    let two = |attach: &str| {
        let record = ["record", "--node", &node.url, "--key", &key, "two.json"];
        desk.run(&[record.as_slice(), &["--attach", attach]].concat())
    };
    assert!(two("log.csv").coded(1).err.contains("EVENT-ID=log.csv"));
    two(&format!("{TWO}=log.csv")).coded(0);
    assert_eq!(lying(&desk).len(), 1);
    node.stop();
}

#[test]
fn fsck_names_what_is_missing_damaged_or_nobodys() {
    let desk = desk();
    let node = desk.serve();
    record(&desk, &node, &["--attach", "certificate.pdf", "--attach", "log.csv"]).coded(0);
    node.stop();
    let digest = ledger::Hash::of(&[CSV.as_bytes()]).to_hex();
    let log = desk.path(&format!("node/attachments/{digest}"));
    let fsck = || desk.run(&["fsck", "--dir", "node"]);
    let found = |word: &str| {
        let told = fsck().coded(1);
        assert!(told.out.contains(word) && told.out.contains(&digest), "{word}: {}", told.out);
        assert!(told.out.contains("Put the file back"), "{}", told.out);
    };
    std::fs::write(&log, CSV.replace("3.25", "3.26")).unwrap();
    found("its bytes are not those that were stored");
    std::fs::write(&log, &CSV.as_bytes()[..20]).unwrap();
    found("it has 20 bytes, and");
    std::fs::remove_file(&log).unwrap();
    found("it is missing");
    std::fs::write(&log, CSV).unwrap();
    let orphan = ledger::Hash::of(&[b"nobody's"]).to_hex();
    std::fs::write(desk.path(&format!("node/attachments/{orphan}")), "nobody's").unwrap();
    let told = fsck().coded(0);
    assert!(told.out.contains(&format!("file {orphan} belongs to no record")), "{}", told.out);
}

#[test]
fn erasing_and_voting_out_take_the_files_along() {
    let desk = desk();
    let node = desk.serve();
    record(&desk, &node, &["--attach", "certificate.pdf", "--attach", "log.csv"]).coded(0);
    let erased = desk.run(&["erase", "--dir", "node", ONE]).coded(0);
    assert!(erased.out.contains("1 files that only they named were erased"), "{}", erased.out);
    let log = ledger::Hash::of(&[CSV.as_bytes()]).to_hex();
    assert_eq!(lying(&desk), [log], "what everybody may read stays");
    let key = admin_key();
    let redact = ["redact", "--node", &node.url, "--key", &key, ONE, "--reason", "A test."];
    let token = ["--token-file", "node/operator.token"];
    desk.run(&[redact.as_slice(), &token].concat()).coded(0);
    assert_eq!(lying(&desk), Vec::<String>::new());
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
}

#[test]
fn a_kill_before_the_answer_loses_nothing_that_was_acknowledged() {
    let desk = desk();
    let node = desk.serve();
    record(&desk, &node, &["--attach", "certificate.pdf"]).coded(0);
    let kept = lying(&desk);
    let receipt = desk.run(&[
        "evidence",
        "--node",
        &node.url,
        ONE,
        "--token-file",
        "node/operator.token",
        "-o",
        "evidence.json",
    ]);
    receipt.coded(0);
    // The log is named by a second event, and half of it is on its way when the power fails.
    let named = ledger::attachment::FileName {
        digest: ledger::Hash::of(&[CSV.as_bytes()]),
        media: ledger::attachment::Media::Csv,
        key: None,
    };
    let two = event(TWO).replace(
        r#""action":"ADD""#,
        &format!(r#""action":"ADD","certificationInfo":["{named}"]"#),
    );
    desk.write("two.json", &document(&[two]));
    let key = event_key();
    let told = desk.run(&["record", "--node", &node.url, "--key", &key, "--json", "two.json"]);
    let leaf = told.coded(0).lines()[0]["receipt"]["leaf_hash"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/attachments/{}?leaf={leaf}", named.digest);
    let address = node.url.strip_prefix("http://").unwrap().to_owned();
    let mut line = std::net::TcpStream::connect(&address).unwrap();
    let head =
        format!("PUT {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n", CSV.len());
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(&CSV.as_bytes()[..30]).unwrap();
    // The node has begun to take it once its file is there.
    let incoming = desk.path("node/attachments/incoming");
    let is_taking = |_| {
        std::thread::yield_now();
        std::fs::read_dir(&incoming).unwrap().count() > 0
    };
    assert!((0..10_000_000).any(is_taking), "the node does not take the file");
    node.kill();
    assert_eq!(lying(&desk), kept, "what was acknowledged, and not the half");
    let node = desk.serve();
    assert_eq!(std::fs::read_dir(&incoming).unwrap().count(), 0, "the half is gone");
    let status = |bytes: &[u8]| {
        let put = ureq::put(format!("{}{path}", node.url)).send(bytes);
        put.map(|answer| answer.status().as_u16())
    };
    assert_eq!(status(CSV.as_bytes()).unwrap(), 204);
    assert_eq!(lying(&desk).len(), 2);
    node.stop();
    desk.run(&["fsck", "--dir", "node"]).coded(0);
}

#[test]
fn files_wait_in_the_outbox_until_the_node_has_them() {
    let desk = desk();
    // The node takes no file as long as this, but the statement.
    desk.write("node/furlong.toml", "[limits]\nattachment_mb = 1\n");
    let long: String = std::iter::once("time,celsius\n".to_owned())
        .chain((0..40_000).map(|second| {
            let (day, rest) = (1 + second / 86_400, second % 86_400);
            let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
            format!("2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}.000000000Z,3.5\n")
        }))
        .collect();
    assert!(long.len() > 1 << 20);
    desk.write("long.csv", &long);
    let node = desk.serve();
    let told = record(&desk, &node, &["--attach", "long.csv", "--json"]).coded(1);
    let line: &Value = &told.lines()[0];
    assert_eq!(line["status"], "waiting", "{line}");
    let detail = line["detail"].as_str().unwrap();
    assert!(detail.contains("recorded as leaf") && detail.contains("attachment_mb"), "{detail}");
    node.stop();
    desk.write("node/furlong.toml", "[limits]\nattachment_mb = 10\n");
    let node = desk.serve();
    // The very same statement, and now its file, without the file being named again.
    record(&desk, &node, &[]).coded(0);
    assert_eq!(lying(&desk).len(), 1);
    assert_eq!(std::fs::read_dir(desk.path("furlong-outbox")).unwrap().count(), 0);
    let page =
        ureq::get(format!("{}/t/{}", node.url, LOT.strip_prefix("https://id.gs1.org/").unwrap()));
    let page = page.call().unwrap().body_mut().read_to_string().unwrap();
    assert!(page.contains("All 40,000 readings") || page.contains("All 40000 readings"), "{page}");
    node.stop();
}
