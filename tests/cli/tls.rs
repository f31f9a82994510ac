//! HTTPS of the node's own: what it needs, and what a client reads.

use super::program::{Answer, Desk, document, event, event_key};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

const HOST: &str = "trace.example";

/// Writes `NAME.pem` and `NAME.key` for [`HOST`], good until a year.
fn write_pair(desk: &Desk, name: &str, until_year: i32) {
    let pair = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([HOST.to_owned()]).unwrap();
    params.not_after = date_time_ymd(until_year, 1, 1);
    let cert = params.self_signed(&pair).unwrap();
    desk.write(&format!("{name}.pem"), &cert.pem());
    desk.write(&format!("{name}.key"), &pair.serialize_pem());
    close(desk, &format!("{name}.key"), 0o600);
}

fn close(desk: &Desk, name: &str, mode: u32) {
    std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
}

fn serve(desk: &Desk, more: &[&str]) -> Answer {
    desk.run(&[["serve", "--dir", "node", "--listen", "127.0.0.1:0"].as_slice(), more].concat())
}

#[test]
fn files_and_addresses_that_do_not_fit_are_one_sentence_with_the_next_step() {
    let desk = Desk::founded();
    write_pair(&desk, "good", 4_000);
    write_pair(&desk, "other", 4_000);
    write_pair(&desk, "old", 2_020);
    write_pair(&desk, "open", 4_000);
    close(&desk, "open.key", 0o644);
    desk.write("empty.pem", "nothing\n");
    let rows: [(&str, &str, &[&str], &str); 9] = [
        ("none.pem", "good.key", &[], "the certificate none.pem cannot be read: name a PEM file"),
        ("good.pem", "none.key", &[], "the key none.key cannot be read: name a PEM file"),
        ("empty.pem", "good.key", &[], "empty.pem holds no certificate: name a PEM file"),
        ("good.pem", "good.pem", &[], "good.pem"),
        ("good.pem", "other.key", &[], "other.key is not that of the certificate good.pem"),
        ("old.pem", "old.key", &[], "old.pem ended on 2020-01-01: get a new one"),
        ("open.pem", "open.key", &[], "run `chmod o-rwx` on it"),
        ("good.pem", "good.key", &["--public-url", "http://trace.example"], "write it with https"),
        ("good.pem", "good.key", &["--public-url", "https://b.example"], "is not for b.example"),
    ];
    for (cert, key, more, told) in rows {
        let files = ["--cert", cert, "--key", key];
        let refused = serve(&desk, &[files.as_slice(), more].concat()).coded(2);
        assert!(refused.err.contains(told), "{told}: {}", refused.err);
        assert_eq!(refused.err.lines().count(), 1, "{}", refused.err);
        assert_eq!(refused.out, "");
    }
}

#[test]
fn arguments_that_make_no_address_are_refused_before_anything_starts() {
    let desk = Desk::founded();
    write_pair(&desk, "good", 4_000);
    let refused = |more: &[&str], told: &str| {
        let answer = serve(&desk, more).coded(2);
        assert!(answer.err.contains(told), "{told}: {}", answer.err);
    };
    refused(&["--public-url", "https://trace.example/shop"], "without path, query or user");
    refused(&["--public-url", "https://trace.example?x"], "without path, query or user");
    refused(&["--cert", "good.pem"], "--key");
    refused(&["--key", "good.key"], "--cert");
    desk.write(
        "node/furlong.toml",
        "[tls]\ncert = \"../good.pem\"\nkey = \"../good.key\"\nlocal = \"0.0.0.0:0\"\n",
    );
    refused(&[], "others can reach without HTTPS");
    let demo = |more: &[&str], told: &str| {
        let answer = desk.run(&[["demo", "--dir", "demo"].as_slice(), more].concat()).coded(2);
        assert!(answer.err.contains(told), "{told}: {}", answer.err);
    };
    demo(&["--lan=10.0.0.x"], "--lan");
    demo(&["--lan=127.0.0.2", "--public-url", "https://trace.example"], "cannot be used with");
    demo(&["--lan=0.0.0.0"], "no address that a phone can open");
    demo(&["--lan=127.0.0.2", "--listen", "0.0.0.0:0"], "leave --listen out");
}

#[test]
fn a_client_reads_a_page_by_https_and_commands_go_on_without() {
    let desk = Desk::founded();
    write_pair(&desk, "good", 4_000);
    desk.write(
        "node/furlong.toml",
        "public_url = \"https://trace.example\"\n[tls]\ncert = \"../good.pem\"\nkey = \"../good.key\"\nlocal = \"127.0.0.1:0\"\n",
    );
    let mut node = desk.serve();
    let address = node.url.strip_prefix("https://").expect("it says that it speaks HTTPS");
    let page = get(&desk, address, "/?lang=en");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    let lower = page.to_lowercase();
    for header in ["x-content-type-options: nosniff", "content-security-policy: default-src 'none'"]
    {
        assert!(lower.contains(header), "{page}");
    }
    assert!(page.contains("<html lang=\"en\">"), "{page}");
    let bare = TcpStream::connect(address).map(|mut bare| {
        bare.write_all(b"GET / HTTP/1.1\r\nHost: trace.example\r\n\r\n").expect("it is sent");
        let mut answer = Vec::new();
        drop(bare.read_to_end(&mut answer));
        answer
    });
    assert!(!bare.unwrap().starts_with(b"HTTP"), "nothing without HTTPS");
    let [local, readers] = node.lines();
    assert_eq!(readers, "Readers reach it at https://trace.example");
    let local = local.strip_prefix("Commands on this machine reach it at ").expect("it says so");
    desk.write("one.json", &document(&[event("urn:uuid:0190a3e0-0000-7000-8000-0000000000f1")]));
    desk.run(&["record", "--node", local, "--key", &event_key(), "one.json"]).coded(0);
    node.stop();
}

/// The head and the text of an answer.
fn get(desk: &Desk, address: &str, path: &str) -> String {
    let mut roots = RootCertStore::empty();
    let cert = CertificateDer::from_pem_slice(&desk.read("good.pem")).unwrap();
    roots.add(cert).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(HOST).unwrap();
    let tls = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(tls, TcpStream::connect(address).unwrap());
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it is closed in order");
    String::from_utf8(answer).unwrap()
}
