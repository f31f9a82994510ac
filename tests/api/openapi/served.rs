//! How the document is served.

use super::document::{ROOT, document};
use crate::support::World;

#[test]
fn it_is_served_small_and_not_twice() {
    let world = World::new();
    let path = "/api/openapi.json";
    let file = std::fs::read(format!("{ROOT}/docs/api/openapi.json")).unwrap();
    let plain = world.client().get_with(path, &[("Accept-Encoding", "identity")]);
    assert_eq!((plain.status, plain.body == file), (200, true));
    assert_eq!(plain.header("content-type"), Some("application/json"));
    assert_eq!(plain.header("access-control-allow-origin"), Some("*"));
    let packed = world.client().get_with(path, &[("Accept-Encoding", "br")]);
    assert_eq!(packed.header("content-encoding"), Some("br"));
    assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
    assert!(packed.body.len() * 5 < file.len(), "{} bytes", packed.body.len());
    let tag = packed.header("etag").expect("a tag");
    let again = world.client().get_with(path, &[("If-None-Match", tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(document()["servers"][0]["url"], "/api/v1");
}
