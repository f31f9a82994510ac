//! Whoever says much does not hide what others say.

use furlong::store::read::goods::Role;
use furlong::store::read::{Sheet, facts, goods};
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
    let mut sheet = Sheet::default();
    let number = sheet.number(&mut db, CODE, Some("A1")).unwrap();
    let mut say = |leaf: u64, org: &str, role| {
        sheet.mention(&mut db, number, (leaf, org), role).unwrap();
    };
    (0..200).for_each(|leaf| say(leaf, "flooder", Role::Object));
    (200..205).for_each(|leaf| say(leaf, "maker", Role::Object));
    say(204, "maker", Role::Parent);
    say(204, "maker", Role::Parent);
    sheet.enter(&mut db).unwrap();
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

/// Where one block ends and the next begins changes no row.
#[test]
fn blocks_of_any_size_come_to_the_same_rows() {
    let spoken: Vec<(&str, u64, &str, Role)> = vec![
        ("urn:a", 1, "farm", Role::Object),
        ("urn:a", 1, "farm", Role::Input),
        ("urn:b", 1, "farm", Role::Output),
        ("urn:a", 2, "shop", Role::Object),
        ("urn:a", 3, "farm", Role::Recall),
        ("urn:c", 4, "shop", Role::Parent),
        ("urn:a", 4, "shop", Role::Child),
        ("urn:a", 5, "farm", Role::Object),
        ("urn:b", 6, "farm", Role::Object),
    ];
    let rows = |size: usize| {
        let (_folder, mut db) = tables();
        for block in spoken.chunks(size) {
            let mut sheet = Sheet::default();
            sheet.look_up(&mut db, block.iter().map(|(code, ..)| (*code).to_owned())).unwrap();
            for (code, leaf, org, role) in block {
                let number = sheet.number(&mut db, code, None).unwrap();
                sheet.mention(&mut db, number, (*leaf, org), *role).unwrap();
            }
            sheet.enter(&mut db).unwrap();
        }
        let mut told = Vec::new();
        for code in ["urn:a", "urn:b", "urn:c"] {
            for (size, count) in [(9, 9), (9, 2), (5, 9), (3, 1)] {
                let leaves = goods::leaves(&mut db, code, size, count).unwrap();
                told.push((leaves, goods::head(&mut db, code, size).unwrap()));
            }
        }
        told
    };
    let whole = rows(spoken.len());
    assert_eq!(whole[0], (vec![1, 2, 3, 4, 5], (4, Some(5))));
    // Leaf 1 is never cut in two: a block holds whole leaves.
    for size in [3, 4, 5, 7] {
        assert_eq!(rows(size), whole, "{size}");
    }
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
