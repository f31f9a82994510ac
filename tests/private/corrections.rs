//! A wrong lot number, put right.

use super::told::{lot, page, plain};
use crate::support::{FARM, SHOP, World};
use furlong::store::Place;
use furlong::store::read::events;
use ledger::statement::{Body, Draft, Jti};
use serde_json::Value;

const WRONG: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
const RIGHT: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000002";

fn steps(page: &Value) -> Vec<&str> {
    let steps = page["journey"]["steps"].as_array().unwrap().iter();
    steps
        .flat_map(|step| step["event_ids"].as_array().unwrap())
        .map(|id| id.as_str().unwrap())
        .collect()
}

/// Records an event that corrects another, or none, and tells its id and its leaf.
fn record(world: &World, iss: &str, event: json::Json, corrects: Option<Jti>) -> (Jti, u64) {
    let draft = world.draft(iss, Body::Event { epcis: event, corrects });
    let receipt = world.record(&Draft::sign(&draft, &world.key(iss, "event")));
    (draft.jti, receipt["index"].as_u64().unwrap())
}

#[test]
fn a_lot_that_was_named_wrongly_loses_the_event_and_the_right_one_gets_it() {
    let mut world = World::new();
    let (wrong, first) = record(&world, FARM, plain(WRONG, "A1"), None);
    assert_eq!(steps(&page(&world, "A1")), [WRONG]);
    // Nobody else takes it back.
    record(&world, SHOP, plain(RIGHT, "B1"), Some(wrong));
    assert_eq!(steps(&page(&world, "A1")), [WRONG]);
    let (right, second) = record(&world, FARM, plain(RIGHT, "B1"), Some(wrong));
    let old = page(&world, "A1");
    assert_eq!(steps(&old), Vec::<&str>::new());
    assert_eq!(old["corrections"][0]["wrong"], WRONG);
    assert_eq!(old["corrections"][0]["replaced_by"], serde_json::json!([RIGHT]));
    assert_eq!(old["status"]["state"], "clear", "the lot is on record, with what was taken back");
    assert_eq!(steps(&page(&world, "B1")), [RIGHT]);
    // The correction was itself a mistake, and is taken back in favour of a third lot.
    let third = "urn:uuid:0190b7a0-0000-7000-8000-000000000003";
    record(&world, FARM, plain(third, "C1"), Some(right));
    assert_eq!(steps(&page(&world, "A1")), [WRONG], "a withdrawn correction has no effect");
    assert_eq!(steps(&page(&world, "B1")), Vec::<&str>::new());
    assert_eq!(steps(&page(&world, "C1")), [third]);
    world.stop();
    earlier(&world, first, second);
}

/// What is answered at a size never changes: the correction is not there before its own leaf.
fn earlier(world: &World, first: u64, second: u64) {
    let mut read = Place::Sqlite(world.folder.path().to_owned()).read_writer().unwrap();
    let mut at = |size| events::correcting(&mut read, &[first], (size, 10)).unwrap();
    assert_eq!(at(second), Vec::<u64>::new());
    assert_eq!(at(second + 1), [second]);
    assert_eq!(at(u64::from(u32::MAX)), [second]);
}

#[test]
fn a_declaration_takes_its_event_back_by_id_though_it_names_another_lot() {
    let world = World::new();
    record(&world, FARM, plain(WRONG, "A1"), None);
    let declared = lot(
        WRONG,
        "B1",
        r#","errorDeclaration":{"declarationTime":"2026-11-12T08:00:00Z",
        "reason":"incorrect_data","correctiveEventIDs":["urn:uuid:0190b7a0-0000-7000-8000-000000000009"]}"#,
    );
    record(&world, FARM, declared, None);
    assert_eq!(steps(&page(&world, "A1")), Vec::<&str>::new());
    assert_eq!(page(&world, "A1")["corrections"][0]["reason"], "incorrect_data");
    assert_eq!(steps(&page(&world, "B1")), Vec::<&str>::new(), "a declaration is no step");
}
