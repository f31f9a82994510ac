//! `furlong move`: the same chain in another database, or nothing.

use super::bed::Bed;
use crate::support::postgres::shared;
use crate::support::{FARM, World, event, furlong};
use diesel::prelude::*;
use furlong::store::{Db, Place, copy, vault};
use ledger::Hash;
use serde_json::Value;

/// A stopped chain in SQLite, of more rows than one batch.
fn stopped() -> World {
    let mut world = World::new();
    let lines: Vec<String> = (0..1_100)
        .map(|n| {
            let id = format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
            format!("{{\"jws\":\"{}\"}}\n", world.signed(FARM, event(&id, &format!("A{}", n % 7))))
        })
        .collect();
    for some in lines.chunks(550) {
        let path = "/api/v1/statements?wait=visible";
        let sent = world.client().post(path, "application/x-ndjson", some.concat().as_bytes());
        assert!([200, 201].contains(&sent.status), "{}", sent.text());
    }
    world.stop();
    let place = Place::Sqlite(world.folder.path().to_owned());
    vault::put(&mut place.chain_writer().unwrap(), Hash::ZERO, "concealed~", 1).unwrap();
    world
}

fn moving(world: &World, url: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let folder = world.folder.path().display().to_string();
    let output = furlong(&[&["move", "--from", &folder, "--to", url], more].concat(), &[]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_moved_chain_is_the_same_chain() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let mut world = stopped();
    let file = world.folder.path().join("chain.db");
    let before = std::fs::read(&file).unwrap();
    let (code, told, errors) = moving(&world, &database.url(), &["--json"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(std::fs::read(&file).unwrap() == before, "the source is as it was");
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["origin"], world.origin.as_str());
    let sqlite = Place::Sqlite(world.folder.path().to_owned());
    let held = copy::holdings(&mut sqlite.chain_reader().unwrap(), |_| ()).unwrap();
    assert_eq!(told["tables"], serde_json::to_value(&held).unwrap());
    for (table, rows) in [("ledger_jti", 1_100), ("node_vault", 1), ("node_cosignature", 1)] {
        assert!(held.iter().any(|one| (one.table, one.rows) == (table, rows)), "{held:?}");
    }
    // The moved chain goes on where it was, with the same guard file.
    world.settle(&format!("database = \"{}\"\n", database.url()));
    std::fs::rename(&file, world.folder.path().join("kept.db")).unwrap();
    world.serve();
    let id = "urn:uuid:0190b7a0-0000-7000-8000-000000009999";
    let receipt = world.record(&world.signed(FARM, event(id, "A1")));
    assert_eq!(receipt["index"].as_u64(), told["size"].as_u64().map(|size| size + 1));
    world.stop();
    let folder = world.folder.path().display().to_string();
    let checked = furlong(&["fsck", "--dir", &folder], &[]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let (code, _, errors) = moving(&world, &database.url(), &[]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("is kept in PostgreSQL already"), "{errors}");
}

#[test]
fn what_cannot_be_moved_whole_is_not_moved() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let world = stopped();
    let rows = |table: &str| database.sql(&format!("SELECT count(*) FROM {table}"));
    let sqlite = Bed::at(Place::Sqlite(world.folder.path().to_owned()));
    // A leaf that is not the one that was decided. Only somebody who drops a trigger can do that.
    sqlite.run("DROP TRIGGER ledger_leaf_no_update").unwrap();
    sqlite.run("UPDATE ledger_leaf SET hash = zeroblob(32) WHERE leaf = 700").unwrap();
    let (code, _, errors) = moving(&world, &database.url(), &[]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("do not have the root that was decided"), "{errors}");
    assert_eq!(rows("ledger_leaf").trim(), "0", "nothing is kept");
    assert_eq!(rows("ledger_block").trim(), "0", "nothing is kept");
    database.sql("INSERT INTO node_dropped VALUES ('x', 'reason', 1)");
    let (code, _, errors) = moving(&world, &database.url(), &[]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("is not empty (1 rows)"), "{errors}");
}

#[test]
fn a_chain_is_moved_only_while_its_node_is_down() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    let world = World::new();
    let (code, _, errors) = moving(&world, &database.url(), &[]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("is in use by another furlong process"), "{errors}");
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// A table that is not in the list would be left behind without a word.
#[test]
fn every_table_is_copied_or_made_anew() {
    let bed = Bed::sqlite();
    let names = |db: &mut Db| -> Vec<String> {
        let Db::Sqlite(connection) = db else { panic!("this is SQLite") };
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' \
                   AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'";
        let rows: Vec<Name> = diesel::sql_query(sql).load(connection).unwrap();
        let mut names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
        names.sort();
        names
    };
    let listed = |held: Vec<copy::Holding>| {
        let mut names: Vec<String> = held.iter().map(|one| one.table.to_owned()).collect();
        names.sort();
        names
    };
    let (mut chain, mut read) = (bed.chain(), bed.read());
    assert_eq!(listed(copy::holdings(&mut chain, |_| ()).unwrap()), names(&mut chain));
    assert_eq!(listed(copy::read_model(&mut read).unwrap()), names(&mut read));
}
