//! Scripts and pages reach a phone small, in a coding that it takes.

use crate::support::{Answer, World};
use std::io::Read as _;

/// 15 KiB: what the checker may cost a reader.
const CHECKER_MAX: usize = 15 * 1024;

fn plain(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    match answer.header("content-encoding") {
        Some("br") => {
            brotli::BrotliDecompress(&mut answer.body.as_slice(), &mut bytes).expect("brotli");
        }
        Some("gzip") => {
            let mut decoder = flate2::read::GzDecoder::new(answer.body.as_slice());
            decoder.read_to_end(&mut bytes).expect("gzip");
        }
        other => {
            assert_eq!(other, None);
            bytes.clone_from(&answer.body);
        }
    }
    bytes
}

#[test]
fn every_script_comes_in_every_coding_and_the_checker_in_15_kib() {
    let world = World::new();
    for name in ["check.js", "page.js", "words.en.js", "words.zh.js"] {
        let path = format!("/static/js/{name}");
        let source = std::fs::read(format!("{}/static/js/{name}", env!("CARGO_MANIFEST_DIR")));
        let source = source.expect("the script");
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
            ("gzip;q=0", None),
        ] {
            let answer = world.client().get_with(&path, &[("Accept-Encoding", accept)]);
            assert_eq!(answer.status, 200, "{accept}");
            assert_eq!(answer.header("content-encoding"), coding, "{accept}");
            assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{accept}");
            assert_eq!(answer.header("cache-control"), Some("no-cache"), "{accept}");
            assert!(plain(&answer) == source, "{name} in {accept} is another script");
        }
    }
    let br = world.client().get_with("/static/js/check.js", &[("Accept-Encoding", "br")]);
    assert!(br.body.len() <= CHECKER_MAX, "check.js has {} bytes", br.body.len());
    assert_eq!(world.client().get("/static/js/other.js").status, 404);
}

#[test]
fn a_script_that_the_browser_has_is_not_sent_again() {
    let world = World::new();
    let ask = |tag: &str| {
        let headers = [("Accept-Encoding", "br"), ("If-None-Match", tag)];
        world.client().get_with("/static/js/check.js", &headers)
    };
    let first = ask("\"other\"");
    assert_eq!(first.status, 200);
    let tag = first.header("etag").expect("a tag");
    let again = ask(tag);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag));
    let among = ask(&format!("\"a\", {tag}"));
    assert_eq!(among.status, 304);
}

#[test]
fn a_page_is_the_same_in_every_coding() {
    let world = World::new();
    let ask = |accept: &str| world.client().get_with("/about", &[("Accept-Encoding", accept)]);
    let [br, gzip, identity] = ["br", "gzip", "identity"].map(ask);
    assert_eq!(br.header("content-encoding"), Some("br"));
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert!(br.body.len() < gzip.body.len() && gzip.body.len() < identity.body.len());
    assert!(plain(&br) == identity.body && plain(&gzip) == identity.body);
    let tag = identity.header("etag").expect("a tag");
    assert_eq!(br.header("etag"), Some(tag));
    let headers = [("Accept-Encoding", "br"), ("If-None-Match", tag)];
    assert_eq!(world.client().get_with("/about", &headers).status, 304);
}
