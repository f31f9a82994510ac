//! A node that goes away in the middle: what was signed waits, and nothing is recorded twice.

use super::program::{Desk, document, event, event_key};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
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

/// Names its chain, keeps what is concealed, and refuses every statement.
fn refusing_node(origin: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    let checkpoint = format!("{origin}\n0\n");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let (line, body) = request(&stream);
            let (status, body) = match line.split(' ').nth(1).unwrap_or_default() {
                path if path.starts_with("/api/v1/statements") => ("200 OK", refusals(&body)),
                path if path.starts_with("/api/v1/vault") => ("204 No Content", String::new()),
                _ => ("200 OK", checkpoint.clone()),
            };
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close");
            write!(stream, "{head}\r\n\r\n{body}").expect("an answer");
        }
    });
    format!("http://{address}")
}

fn request(stream: &std::net::TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request");
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let header = header.trim().to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if header.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    (line, body)
}

/// The first line is refused for now, the others for good.
fn refusals(body: &[u8]) -> String {
    let later = r#"{"status":"refused","problem":{"type":"/problems/unknown-key","status":409,
        "title":"The key is not known here"}}"#;
    let never = r#"{"status":"refused","problem":{"type":"/problems/not-admitted","status":422,
        "title":"The event breaks a rule"}}"#;
    let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let answers = std::iter::once(later).chain(std::iter::repeat(never)).take(lines);
    answers.map(|answer| answer.replace('\n', " ") + "\n").collect()
}

#[test]
fn what_may_be_taken_later_stays_in_the_outbox() {
    let desk = Desk::founded();
    let other = "urn:uuid:44444444-4444-4444-8444-444444444444";
    desk.write("two.json", &document(&[event(ID), event(other)]));
    let key = event_key();
    let refusing = refusing_node(&desk.origin());
    let cut = desk.run(&["record", "--node", &refusing, "--key", &key, "two.json"]).coded(1);
    assert!(cut.err.contains("0 recorded, 1 refused, 1 waiting"), "{}", cut.err);
    assert!(cut.out.contains(&format!("waiting {ID}: The key is not known here")), "{}", cut.out);
    let folder = std::fs::read_dir(desk.path("furlong-outbox")).unwrap();
    let packages: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    let [package] = packages.as_slice() else { panic!("{packages:?}") };
    let text = std::fs::read_to_string(package).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "the cover and the one that waits: {text}");
    let signed: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    let leaf = ledger::tree::leaf_hash(signed["jws"].as_str().unwrap().as_bytes()).to_string();

    let node = desk.serve();
    let record = ["record", "--node", &node.url, "--key", &key, "--json", "two.json"];
    let lines = desk.run(&record).coded(0).lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["receipt"]["leaf_hash"], leaf, "the statement that had been signed");
    assert!(!package.exists());
    node.stop();
}
