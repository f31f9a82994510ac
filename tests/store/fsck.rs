//! Each kind of row damaged in turn: `fsck` names it, `--repair` makes anew what follows from the
//! records and refuses the rest.

use crate::support::postgres::shared;
use crate::support::{FARM, OFFICE, Process, World, event, on_folder};
use diesel::connection::SimpleConnection as _;
use furlong::app::read_genesis;
use furlong::config::Config;
use furlong::fsck::{Report, Subject, check, repair};
use furlong::store::copy::{self, Holding};
use furlong::store::{Db, Place, StoreError, anew};
use json::Limits;
use ledger::governance::{Gov, Words};
use ledger::statement::Body;

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };

fn place(world: &World) -> Place {
    Config::read(world.folder.path()).unwrap().place()
}

/// A chain with a row of every kind that follows from records: enough leaves for a full subtree, a
/// recall, a key that was retired, a leaf that was voted out.
fn story(mut world: World) -> World {
    world.serve();
    let id = |n: u32| format!("urn:uuid:0190b7a0-0000-7000-8000-{n:012}");
    let line = |n: u32| {
        let jws = world.signed(FARM, event(&id(n), &format!("A{}", n % 7)));
        serde_json::json!({ "jws": jws }).to_string() + "\n"
    };
    let lines: String = (0..260).map(line).collect();
    let path = "/api/v1/statements?wait=visible";
    let sent = world.client().post(path, "application/x-ndjson", lines.as_bytes());
    assert_eq!(sent.status, 200, "{}", sent.text());
    let text = r#"{"action":"hold","codes":["https://id.gs1.org/01/09520101000019/10/A1"]}"#;
    let hold = Body::Recall(json::parse(text.as_bytes(), &LIMITS).unwrap());
    world.record(&world.draft(FARM, hold).sign(&world.key(FARM, "admin-1")));
    let reason = Words::one("en", "A name stood in it.").unwrap();
    let out = Body::Governance(Gov::Redact { index: 9, reason }.to_json());
    world.record(&world.draft(OFFICE, out).sign(&world.key(OFFICE, "admin-1")));
    world.stop();
    world
}

fn checked(world: &World) -> Report {
    let genesis = read_genesis(&world.home()).unwrap();
    let (place, guard) = (place(world), world.home().guard());
    let subject =
        Subject { place: &place, genesis: &genesis, guard: &guard, folder: world.folder.path() };
    check(&subject, |_| ()).unwrap()
}

fn repaired(world: &World, report: &Report) -> Result<(), String> {
    let genesis = read_genesis(&world.home()).unwrap();
    let (place, guard) = (place(world), world.home().guard());
    let subject =
        Subject { place: &place, genesis: &genesis, guard: &guard, folder: world.folder.path() };
    repair(&subject, report, |_| ()).map_err(|error| error.to_string())
}

fn holdings(world: &World) -> Vec<Holding> {
    copy::holdings(&mut place(world).chain_reader().unwrap(), |_| ()).unwrap()
}

/// Writes past the triggers, as somebody with another program or a failing disk does.
fn damage(world: &World, sql: &str) {
    let mut db = place(world).chain_writer().unwrap();
    let run = |db: &mut Db| -> Result<(), StoreError> { Ok(db.batch_execute(sql)?) };
    db.write(|db| anew::lifted(db, run)).unwrap();
}

/// The first that is wrong, in one line.
fn told(report: &Report) -> String {
    let lines = report.findings.iter().map(|one| format!("{}: {}", one.place, one.what));
    lines.collect::<Vec<_>>().join("\n")
}

/// Rows that follow from records, and what `fsck` says of each.
const DERIVED: [(&str, &str); 12] = [
    (
        "UPDATE ledger_leaf SET prefix = prefix - 1 WHERE leaf = 5",
        "leaf 5 (block 1): it is not found by its hash",
    ),
    (
        "UPDATE ledger_leaf SET hash = (SELECT hash FROM ledger_leaf WHERE leaf = 6) WHERE leaf = 5",
        "leaf 5 (block 1): its bytes do not have the hash that is stored",
    ),
    (
        "UPDATE ledger_leaf SET jti = NULL WHERE leaf = 5",
        "leaf 5 (block 1): its row has another id",
    ),
    (
        "UPDATE ledger_leaf SET signer = NULL WHERE leaf = 5",
        "leaf 5 (block 1): its row names another signer",
    ),
    ("DELETE FROM ledger_leaf WHERE leaf = 5", "leaf 5 (block 1): its row is missing"),
    (
        "INSERT INTO ledger_leaf (leaf, hash, prefix) SELECT 9999, hash, 7 FROM ledger_leaf WHERE leaf = 5",
        "the table ledger_leaf: it has",
    ),
    (
        "DELETE FROM ledger_jti WHERE leaf = 5",
        "leaf 5 (block 1): it is not found by its organisation and id",
    ),
    ("DELETE FROM ledger_subtree", "node 0 of level 8 (block 1): the stored root is another"),
    (
        "UPDATE ledger_member SET row_text = row_text || ' ' WHERE position = 1",
        "member row 1 (block 0): it is not what the blocks lead to",
    ),
    ("DELETE FROM ledger_recall", "recall row https://id.gs1.org/01/09520101000019/10/A1"),
    (
        "INSERT INTO ledger_redaction (leaf, height) VALUES (6, 1)",
        "redactions: other leaves may be dropped than the members decided",
    ),
    (
        "UPDATE ledger_block SET time_ms = time_ms + 1 WHERE height = 1",
        "block 1: the columns of its row say something else than its record",
    ),
];

fn every_derived_row_is_made_anew(world: &World) {
    let clean = checked(world);
    assert!(clean.is_clean() && clean.pages.is_some(), "{}", told(&clean));
    let before = holdings(world);
    for (sql, what) in DERIVED {
        damage(world, sql);
        let report = checked(world);
        assert!(told(&report).contains(what), "{sql}: {}", told(&report));
        assert!(!report.needs_a_copy(), "{sql}: {}", told(&report));
        repaired(world, &report).unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(holdings(world), before, "{sql}");
    }
    assert!(checked(world).is_clean());
    // And whoever tries to change a row is refused as before.
    let mut db = place(world).chain_writer().unwrap();
    for sql in ["UPDATE ledger_leaf SET jti = NULL", "DELETE FROM ledger_subtree"] {
        assert!(db.batch_execute(sql).is_err(), "{sql}");
    }
}

#[test]
fn on_sqlite_every_derived_row_is_named_and_made_anew() {
    every_derived_row_is_made_anew(&story(World::founded()));
}

#[test]
fn on_postgres_every_derived_row_is_named_and_made_anew() {
    let Some(database) = shared().map(|server| server.database()) else { return };
    every_derived_row_is_made_anew(&story(World::founded_on(&database.url())));
}

/// What follows from nothing, and what `fsck` says of each.
const ORIGINAL: [(&str, &str); 4] = [
    (
        "DROP TRIGGER ledger_chunk_no_update; \
         UPDATE ledger_chunk SET packed = zeroblob(90) WHERE first = 3",
        "block 1: ",
    ),
    (
        "DROP TRIGGER ledger_block_no_update; \
         UPDATE ledger_block SET certificate = zeroblob(64) WHERE height = 1",
        "block 1: ",
    ),
    (
        "DROP TRIGGER ledger_body_no_update; \
         UPDATE ledger_body SET record = replace(record, '\"height\":1,', '\"height\":2,')",
        "block 1: its record is of another height",
    ),
    (
        "DROP TRIGGER ledger_block_no_update; \
         UPDATE ledger_block SET id = zeroblob(32) WHERE height = 2",
        "block 2: ",
    ),
];

#[test]
fn records_are_never_repaired_and_the_rest_is_told() {
    let world = story(World::founded());
    for (sql, what) in ORIGINAL {
        let copied = World::of_copy(&world);
        let mut db = place(&copied).chain_writer().unwrap();
        db.batch_execute(sql).unwrap();
        drop(db);
        let before = holdings(&copied);
        let folder = copied.folder.path();
        let (clean, said) = on_folder(&["fsck"], folder);
        assert!(!clean && said.contains(what), "{sql}: {said}");
        assert!(said.contains("Put back a copy of the database"), "{sql}: {said}");
        let (clean, said) = on_folder(&["fsck", "--repair"], folder);
        assert!(!clean && said.contains("nothing was repaired"), "{sql}: {said}");
        assert_eq!(holdings(&copied), before, "{sql}");
    }
    // This node's own: nobody can work it out, and a repair of the rest leaves it.
    let sql = "INSERT INTO node_vault (hash, disclosures, erased, stored_ms) \
               SELECT hash, 'abc', '', 0 FROM ledger_leaf WHERE leaf = 5; \
               DROP TRIGGER ledger_subtree_no_delete; DELETE FROM ledger_subtree";
    let mut db = place(&world).chain_writer().unwrap();
    db.batch_execute(sql).unwrap();
    drop(db);
    let (clean, said) = on_folder(&["fsck", "--repair"], world.folder.path());
    let (first, second) = said.rsplit_once("chain test.furlong.example").expect("two checks");
    assert!(!clean && first.contains("the stored root is another"), "{said}");
    assert!(said.contains("What follows from the records was made anew"), "{said}");
    assert!(!second.contains("the stored root"), "{said}");
    assert!(second.contains("leaf 5 (block 1): its concealed fields are damaged"), "{said}");
}

#[test]
fn the_tables_of_pages_are_compared_and_made_anew() {
    let world = story(World::founded());
    let folder = world.folder.path();
    let mut read = place(&world).read_writer().unwrap();
    read.batch_execute("DELETE FROM read_event WHERE leaf = 5").unwrap();
    drop(read);
    let (clean, said) = on_folder(&["fsck"], folder);
    assert!(!clean && said.contains("WRONG  the table read_event"), "{said}");
    assert!(said.contains("furlong rebuild"), "{said}");
    let (clean, said) = on_folder(&["fsck", "--repair"], folder);
    assert!(clean && said.contains("tables that pages read were made anew"), "{said}");
    assert!(said.contains("Nothing is wrong"), "{said}");
    std::fs::write(folder.join("read.db"), "no database at all, and long enough to be read")
        .unwrap();
    let (clean, said) = on_folder(&["fsck"], folder);
    assert!(!clean && said.contains("WRONG  the tables of pages"), "{said}");
    let (clean, said) = on_folder(&["fsck", "--repair"], folder);
    assert!(clean, "{said}");
    // Nobody repairs under a node that runs.
    let process = Process::serve(folder);
    let (repaired, said) = on_folder(&["fsck", "--repair"], folder);
    assert!(!repaired && said.contains("is in use by another furlong process"), "{said}");
    process.stop();
}
