//! What an operator reads when a node ends.

use super::program::{Desk, document, event, event_key};
use furlong::store::{Place, StoreError};

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
    desk.write("one.json", &document(&[event("urn:uuid:0190b7a0-0000-7000-8000-000000000001")]));
    let key = event_key();
    // Another program holds the database, so that the block cannot be written.
    let mut other = Place::Sqlite(desk.path("node")).chain_writer().unwrap();
    let ended = other.write(|_db| -> Result<Option<i32>, StoreError> {
        desk.run(&["record", "--node", &node.url, "--key", &key, "one.json"]);
        Ok(node.ended())
    });
    assert_eq!(ended.unwrap(), Some(1));
    let log = String::from_utf8(desk.read("serve.log")).unwrap();
    let told: Vec<&str> = log.lines().filter(|line| line.starts_with("furlong: ")).collect();
    assert_eq!(told.len(), 1, "{log}");
    assert!(told[0].contains("database"), "{log}");
}
