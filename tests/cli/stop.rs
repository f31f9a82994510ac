//! What an operator reads when a node ends.

use super::program::{Desk, document, event, event_key};
use diesel::RunQueryDsl as _;
use furlong::store::Place;

#[test]
fn an_ordered_stop_is_silent() {
    let desk = Desk::founded();
    let node = desk.serve();
    desk.record_one(&node, "urn:uuid:0190b7a0-0000-7000-8000-000000000001");
    node.stop();
    let log = String::from_utf8(desk.read("serve.log")).unwrap();
    assert_eq!(log, "", "nothing happened that was not asked for");
}

#[test]
fn an_end_that_nobody_ordered_is_told_in_one_line() {
    let desk = Desk::founded();
    let node = desk.serve();
    let mut db = Place::Sqlite(desk.path("node")).chain_writer().unwrap();
    diesel::sql_query("DROP TABLE node_cosignature").execute(&mut db).unwrap();
    drop(db);
    desk.write("one.json", &document(&[event("urn:uuid:0190b7a0-0000-7000-8000-000000000001")]));
    let key = event_key();
    // Its receipt may or may not come before the node ends.
    desk.run(&["record", "--node", &node.url, "--key", &key, "one.json"]);
    assert_eq!(node.ended(), Some(1));
    let log = String::from_utf8(desk.read("serve.log")).unwrap();
    let told: Vec<&str> = log.lines().filter(|line| line.starts_with("furlong: ")).collect();
    assert_eq!(told.len(), 1, "{log}");
    assert!(told[0].contains("database"), "{log}");
}
