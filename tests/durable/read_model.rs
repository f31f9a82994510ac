//! What pages read belongs to one chain of blocks.

use crate::support::{FARM, Process, World, event};
use furlong::store::Place;
use furlong::store::read::{Sheet, events};

fn id(n: u8) -> String {
    format!("urn:uuid:0190b7a0-0000-7000-8000-0000000000{n:02}")
}

fn knows(world: &World, n: u8) -> bool {
    let answer = world.operator().get(&format!("/api/v1/evidence/{}", id(n)));
    assert!(matches!(answer.status, 200 | 404), "{}", answer.text());
    answer.status == 200
}

#[test]
fn rows_of_other_blocks_are_made_anew() {
    let mut world = World::new();
    world.record(&world.signed(FARM, event(&id(1), "A1")));
    world.stop();
    let mut older = World::of_copy(&world);
    // The same heights with other records, and two more of them.
    world.serve();
    for n in [2, 3] {
        world.record(&world.signed(FARM, event(&id(n), "A1")));
    }
    world.stop();
    let ahead = std::fs::read(world.folder.path().join("read.db")).unwrap();
    assert!(!world.folder.path().join("read.db-wal").exists(), "all of it is in the one file");
    let place = older.folder.path().join("read.db");
    std::fs::write(&place, &ahead).unwrap();
    older.serve();
    // What is recorded is visible when all before it is.
    older.record(&older.signed(FARM, event(&id(4), "A1")));
    assert_eq!([1, 4, 2].map(|n| knows(&older, n)), [true, true, false]);
    older.record(&older.signed(FARM, event(&id(5), "A1")));
    older.stop();
    std::fs::write(&place, &ahead).unwrap();
    older.serve();
    older.record(&older.signed(FARM, event(&id(6), "A1")));
    assert!([1, 4, 5, 6].into_iter().all(|n| knows(&older, n)));
    assert!(!knows(&older, 2) && !knows(&older, 3), "rows of other blocks");
}

#[test]
fn a_read_model_that_cannot_follow_ends_the_node() {
    let mut world = World::new();
    world.stop();
    let process = Process::serve(world.folder.path());
    // A row that must not be there yet: the next event cannot be entered.
    let mut read = Place::Sqlite(world.folder.path().to_owned()).read_writer().unwrap();
    let row = events::Row { leaf: 3, event_id: id(9), event_ms: 0, org: FARM.to_owned() };
    let mut sheet = Sheet::default();
    sheet.event(row);
    sheet.enter(&mut read).unwrap();
    let jws = world.signed(FARM, event(&id(1), "A1"));
    let visible = "/api/v1/statements?wait=visible";
    let sent = process.client.try_post(visible, "application/jose", jws.as_bytes());
    // Told that pages do not show it, or cut off by the end of the node; never that they do.
    if let Some(answer) = sent {
        assert_eq!(answer.status, 503, "{}", answer.text());
    }
    let (code, told) = process.ended();
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("pages cannot follow the record"), "{told}");
    assert!(told.contains("read_event"), "{told}");
}
