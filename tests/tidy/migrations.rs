//! Both databases get the same tables, and what only grows is guarded in both.

use super::sql::Schema;
use super::tree::{Tree, assert_none, assert_told};
use std::collections::BTreeSet;

const BACKENDS: [&str; 2] = ["sqlite", "postgres"];
const SETS: [&str; 2] = ["chain", "read"];

fn faults(tree: &Tree) -> Vec<String> {
    let [sqlite, postgres] = BACKENDS.map(|backend| names(tree, backend));
    let mut found: Vec<String> = sqlite
        .symmetric_difference(&postgres)
        .map(|name| format!("migrations: {name} is in one of sqlite/ and postgres/ only"))
        .collect();
    for set in SETS {
        let [(sqlite, more), (postgres, others)] = BACKENDS.map(|backend| read(tree, backend, set));
        found.extend(more.into_iter().chain(others));
        found.extend(differences(&sqlite, &postgres));
        found.extend(unguarded("sqlite", &sqlite, &["UPDATE", "DELETE"]));
        found.extend(unguarded("postgres", &postgres, &["UPDATE", "DELETE", "TRUNCATE"]));
    }
    found.extend(BACKENDS.iter().flat_map(|backend| not_undone(tree, backend)));
    found
}

/// `chain/2026-..._ledger/up.sql` and so on.
fn names<'a>(tree: &'a Tree, backend: &str) -> BTreeSet<&'a str> {
    let folder = format!("migrations/{backend}/");
    let all = tree.files("migrations/", "").map(|(path, _)| path);
    all.filter_map(|path| path.strip_prefix(&folder)).collect()
}

/// All migrations of a set in order, and what could not be read.
pub(super) fn read(tree: &Tree, backend: &str, set: &str) -> (Schema, Vec<String>) {
    let folder = format!("migrations/{backend}/{set}/");
    let mut schema = Schema::default();
    let mut unread = Vec::new();
    for (path, sql) in tree.files(&folder, "/up.sql") {
        let statements = schema.apply(sql);
        unread
            .extend(statements.iter().map(|sql| format!("{path}: tests/tidy cannot read: {sql}")));
    }
    (schema, unread)
}

fn differences(sqlite: &Schema, postgres: &Schema) -> Vec<String> {
    let tables: BTreeSet<&String> = sqlite.tables.keys().chain(postgres.tables.keys()).collect();
    let differ =
        tables.into_iter().filter(|name| sqlite.tables.get(*name) != postgres.tables.get(*name));
    let tables = differ.map(|name| {
        let [ours, theirs] = [sqlite, postgres].map(|schema| schema.tables.get(name));
        format!("migrations: {name} differs: sqlite {ours:?}, postgres {theirs:?}")
    });
    let indexes = sqlite.indexes.symmetric_difference(&postgres.indexes);
    tables.chain(indexes.map(|index| format!("migrations: only one backend has {index}"))).collect()
}

/// Tables of the family that only grows, without a trigger that refuses the word.
fn unguarded(backend: &str, schema: &Schema, words: &[&str]) -> Vec<String> {
    let ledgers = schema.tables.keys().filter(|name| name.starts_with("ledger_"));
    ledgers
        .flat_map(|name| words.iter().map(move |word| (name, *word)))
        .filter(|(name, word)| !schema.guards.contains(&((*name).clone(), (*word).to_owned())))
        .map(|(name, word)| format!("migrations: in {backend} nothing stops {word} on {name}"))
        .collect()
}

/// Tables that `up.sql` makes and `down.sql` beside it leaves there.
fn not_undone(tree: &Tree, backend: &str) -> Vec<String> {
    let folder = format!("migrations/{backend}/");
    let mut found = Vec::new();
    for (path, sql) in tree.files(&folder, "/up.sql") {
        let mut made = Schema::default();
        // What cannot be read is told elsewhere.
        drop(made.apply(sql));
        let down = path.replace("/up.sql", "/down.sql");
        let undone = tree.text(&down).unwrap_or_default();
        let kept =
            made.tables.keys().filter(|name| !undone.contains(&format!("DROP TABLE {name};")));
        found.extend(kept.map(|name| format!("{down}: does not drop {name}")));
    }
    found
}

#[test]
fn both_databases_are_the_same() {
    let tree = Tree::of_repository().unwrap();
    assert!(read(&tree, "sqlite", "chain").0.tables.contains_key("ledger_block"));
    assert!(read(&tree, "postgres", "read").0.tables.contains_key("read_goods"));
    assert_none(&faults(&tree));
}

#[test]
fn a_difference_between_the_databases_is_found() {
    let tree = Tree::of(&[
        (
            "migrations/sqlite/chain/1_a/up.sql",
            "CREATE TABLE ledger_a (id INTEGER PRIMARY KEY);\n\
             CREATE TRIGGER a BEFORE UPDATE ON ledger_a BEGIN SELECT RAISE(ABORT, 'no'); END;\n\
             CREATE TRIGGER b BEFORE DELETE ON ledger_a BEGIN SELECT RAISE(ABORT, 'no'); END;\n\
             CREATE TABLE node_b (a TEXT NOT NULL, b BLOB);\nCREATE INDEX i ON node_b (a);\n",
        ),
        ("migrations/sqlite/chain/1_a/down.sql", "DROP TABLE ledger_a;\nDROP TABLE node_b;\n"),
        (
            "migrations/postgres/chain/1_a/up.sql",
            "CREATE TABLE ledger_a (id BIGINT PRIMARY KEY);\n\
             CREATE TRIGGER a BEFORE UPDATE OR TRUNCATE ON ledger_a EXECUTE FUNCTION no();\n\
             CREATE TABLE node_b (a TEXT, b BYTEA);\nCREATE INDEX i ON node_b (a, b);\n",
        ),
        ("migrations/postgres/chain/1_a/down.sql", "DROP TABLE ledger_a;\n"),
        ("migrations/postgres/read/2_c/up.sql", "DROP VIEW c;\n"),
    ]);
    let told = [
        "read/2_c/up.sql is in one of sqlite/ and postgres/ only",
        "node_b differs",
        "only one backend has CREATE INDEX i ON node_b (a)",
        "only one backend has CREATE INDEX i ON node_b (a, b)",
        "in postgres nothing stops DELETE on ledger_a",
        "tests/tidy cannot read: DROP VIEW c",
        "migrations/postgres/chain/1_a/down.sql: does not drop node_b",
    ];
    assert_told(&faults(&tree), &told);
}
