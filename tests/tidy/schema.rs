//! `server/store/schema.rs` says what the migrations make.

use super::migrations::read;
use super::sql::{Column, Table};
use super::tree::{Tree, assert_none, assert_told};
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "server/store/schema.rs";

fn faults(tree: &Tree) -> Vec<String> {
    let mut made = BTreeMap::new();
    for set in ["chain", "read"] {
        made.extend(read(tree, "sqlite", set).0.tables);
    }
    let said = tables(tree.text(FILE).unwrap_or_default());
    let names: BTreeSet<&String> = made.keys().chain(said.keys()).collect();
    let differ = names.into_iter().filter(|name| made.get(*name) != said.get(*name));
    differ
        .map(|name| {
            let (made, said) = (made.get(name), said.get(name));
            format!("{FILE}: {name} should be {made:?}, not {said:?}")
        })
        .collect()
}

/// The `table!` blocks as diesel's own command prints them: one column a line.
fn tables(text: &str) -> BTreeMap<String, Table> {
    text.split("table! {").skip(1).filter_map(table).collect()
}

fn table(block: &str) -> Option<(String, Table)> {
    let (head, rest) = block.split_once('{')?;
    let (name, key) = head.split_once('(')?;
    let key = key.trim().trim_end_matches(')').split(',').map(|name| name.trim().to_owned());
    let (body, _) = rest.split_once('}')?;
    let column = |line: &str| {
        let (name, kind) = line.trim().trim_end_matches(',').split_once(" -> ")?;
        Some(Column { name: name.to_owned(), kind: kind.to_owned() })
    };
    let columns = body.lines().filter_map(column).collect();
    Some((name.trim().to_owned(), Table { columns, key: key.collect() }))
}

#[test]
fn the_schema_is_that_of_the_migrations() {
    let tree = Tree::of_repository().unwrap();
    assert!(tables(tree.text(FILE).unwrap()).contains_key("ledger_block"));
    assert_none(&faults(&tree));
}

#[test]
fn a_schema_that_went_its_own_way_is_found() {
    let up = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);\nCREATE TABLE c (id INTEGER PRIMARY KEY);\n\
              CREATE TABLE d (id INTEGER, e TEXT NOT NULL, PRIMARY KEY (id, e));\n";
    let schema = "diesel::table! {\n    a (id) {\n        id -> BigInt,\n        b -> Text,\n    }\n}\n\
                  diesel::table! {\n    d (id, e) {\n        id -> Nullable<BigInt>,\n        e -> Text,\n    }\n}\n";
    let tree = Tree::of(&[("migrations/sqlite/chain/1/up.sql", up), (FILE, schema)]);
    assert_told(&faults(&tree), &["schema.rs: a should be", "schema.rs: c should be"]);
}
