//! A node that goes away in the middle: what was signed waits, and nothing is recorded twice.

use super::program::{Desk, document, event, event_key};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

const ID: &str = "urn:uuid:33333333-3333-4333-8333-333333333333";

/// Names its chain and then hangs up on whatever comes.
fn faint_node(origin: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let body = format!("{origin}\n0\n");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut line = String::new();
            BufReader::new(&stream).read_line(&mut line).expect("a request");
            if line.starts_with("GET /log/checkpoint ") {
                let length = body.len();
                let head =
                    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close");
                write!(stream, "{head}\r\n\r\n{body}").expect("an answer");
            }
        }
    });
    format!("http://{address}")
}

#[test]
fn what_was_signed_waits_and_is_sent_once() {
    let desk = Desk::founded();
    desk.write("one.json", &document(&[event(ID)]));
    let key = event_key();
    let faint = faint_node(&desk.origin());
    let cut = desk.run(&["record", "--node", &faint, "--key", &key, "one.json"]).coded(1);
    assert!(cut.err.contains("wait in furlong-outbox"), "{}", cut.err);
    let waiting: Vec<_> = std::fs::read_dir(desk.path("furlong-outbox"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let [package] = waiting.as_slice() else { panic!("{waiting:?}") };
    let mode = std::fs::metadata(package).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(package).unwrap();
    let signed: serde_json::Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let jws = signed["jws"].as_str().unwrap();
    let leaf = ledger::tree::leaf_hash(jws.as_bytes()).to_string();

    let node = desk.serve();
    let record = ["record", "--node", &node.url, "--key", &key, "--json", "one.json"];
    let lines = desk.run(&record).coded(0).lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["receipt"]["leaf_hash"], leaf, "the statement that had been signed");
    assert!(!package.exists());
    node.stop();
}

#[test]
fn the_rest_is_sent_without_naming_the_document_again() {
    let desk = Desk::founded();
    desk.write("one.json", &document(&[event(ID)]));
    let key = event_key();
    let faint = faint_node(&desk.origin());
    desk.run(&["record", "--node", &faint, "--key", &key, "one.json"]).coded(1);
    let node = desk.serve();
    let rest = desk.run(&["record", "--node", &node.url, "--key", &key]).coded(0);
    assert!(rest.err.contains("what is left of one.json"), "{}", rest.err);
    assert!(rest.out.starts_with(&format!("recorded {ID} as leaf 3 of block 1")), "{}", rest.out);
    assert_eq!(std::fs::read_dir(desk.path("furlong-outbox")).unwrap().count(), 0);
    node.stop();
}
