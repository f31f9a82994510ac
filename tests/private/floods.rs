//! Whoever says much does not hide what others say.

use furlong::store::read::{facts, goods};
use furlong::store::{Db, Place};

const CODE: &str = "https://id.gs1.org/01/09520101000019/10/A1";

fn tables() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().to_owned());
    place.migrate().unwrap();
    let db = place.read_writer().unwrap();
    (folder, db)
}

#[test]
fn a_flood_of_mentions_leaves_room_for_everybody() {
    let (_folder, mut db) = tables();
    let number = goods::number(&mut db, CODE, Some("A1")).unwrap();
    let mut say = |leaf: u64, org: &str, role| {
        goods::mention(&mut db, number, (leaf, org), role).unwrap();
    };
    (0..200).for_each(|leaf| say(leaf, "flooder", goods::Role::Object));
    (200..205).for_each(|leaf| say(leaf, "maker", goods::Role::Object));
    say(204, "maker", goods::Role::Parent);
    say(204, "maker", goods::Role::Parent);
    let found = goods::leaves(&mut db, CODE, 1_000, 20).unwrap();
    assert_eq!(found.len(), 20);
    assert!((200..205).all(|leaf| found.contains(&leaf)), "{found:?}");
    assert!(found.is_sorted(), "{found:?}");
    assert_eq!(goods::leaves(&mut db, CODE, 1_000, 500).unwrap().len(), 205);
    // A leaf counts once, in how many roles it may name the goods.
    assert_eq!(goods::head(&mut db, CODE, 1_000).unwrap(), (205, Some(204)));
    assert_eq!(goods::head(&mut db, CODE, 204).unwrap(), (204, Some(203)));
    assert_eq!(goods::head(&mut db, CODE, 0).unwrap(), (0, None));
}

#[test]
fn facts_of_others_take_nobodys_room() {
    let (_folder, mut db) = tables();
    let subject = "7".to_owned();
    for leaf in 0..300 {
        let org = if leaf == 299 { "partner" } else { "flooder" };
        let fact = facts::Fact {
            leaf,
            kind: "dispute".to_owned(),
            subject: subject.clone(),
            org: org.to_owned(),
            fact: "{}".to_owned(),
        };
        facts::put(&mut db, &fact).unwrap();
    }
    let about = [subject];
    let found = facts::told_about(&mut db, "dispute", ("partner", &about), (1_000, 1)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].leaf, 299);
    let before = facts::told_about(&mut db, "dispute", ("partner", &about), (299, 1)).unwrap();
    assert!(before.is_empty());
}
