//! What was decided is not changed and not deleted, whoever asks.

use super::bed::Bed;
use super::on_both;
use furlong::store::blocks::{self, Block};
use furlong::store::state::{self, Versions};
use furlong::store::{copy, leaves, names, subtrees};
use ledger::block::Body;
use ledger::{Hash, OrgId};

on_both!(no_row_of_the_ledger_changes, a_body_may_go_until_it_is_decided);

fn hash(byte: u8) -> Hash {
    Hash::from_bytes([byte; 32])
}

fn body(record: &str) -> Body {
    Body { record: record.as_bytes().to_vec(), statements: vec![b"a".to_vec(), b"b".to_vec()] }
}

/// A block of two statements at a height that is also its first byte.
fn block(height: u8, record: &str) -> Block {
    Block {
        height: height.into(),
        id: hash(height),
        record: record.to_owned(),
        time_ms: 1,
        first: u64::from(height) * 3,
        leaves: 3,
        round: 0,
        certificate: vec![1],
    }
}

/// A row in every table of the family.
fn fill(bed: &Bed) {
    let mut db = bed.chain();
    let iss = OrgId::parse("https://id.gs1.org/417/9520101000002").unwrap();
    let leaf = leaves::NewLeaf {
        leaf: 1,
        hash: hash(9),
        signer: Some(("kid".to_owned(), iss.clone())),
        jti: Some([3; 16]),
        taken: vec![(iss.clone(), [3; 16])],
    };
    let versions = Versions {
        members: vec![(0, "row".to_owned())],
        recalls: vec![("code".to_owned(), None)],
        proposals: vec![(hash(8), Some("row".to_owned()))],
        redactions: vec![7],
    };
    blocks::put_body(&mut db, hash(0), 0, 0, &body("record")).unwrap();
    blocks::put_block(&mut db, &block(0, "record")).unwrap();
    leaves::put(&mut db, &[leaf]).unwrap();
    subtrees::put(&mut db, &[(8, 0, hash(7))]).unwrap();
    state::put(&mut db, 0, &versions).unwrap();
    state::put_boundary(&mut db, 0, "checkpoint").unwrap();
    assert_eq!(names::find_org(&mut db, &iss).unwrap(), Some(1));
}

fn no_row_of_the_ledger_changes(bed: &Bed) {
    fill(bed);
    let mut db = bed.place.chain_reader().unwrap();
    let before = copy::holdings(&mut db, |_| ()).unwrap();
    let ledger: Vec<_> = before.iter().filter(|one| one.table.starts_with("ledger_")).collect();
    assert_eq!(ledger.len(), 13);
    for holding in ledger {
        let table = holding.table;
        assert!(holding.rows > 0, "{table} has no row to try it on");
        let column = match table {
            "ledger_body" | "ledger_org" | "ledger_signer" => "id",
            "ledger_leaf" | "ledger_jti" | "ledger_redaction" => "leaf",
            "ledger_subtree" => "level",
            "ledger_boundary" => "epoch",
            "ledger_chunk" => "leaves",
            _ => "height",
        };
        let mut tried = vec![
            format!("UPDATE {table} SET {column} = {column}"),
            format!("UPDATE {table} SET {column} = {column} + 1"),
            format!("DELETE FROM {table}"),
        ];
        if bed.database.is_some() {
            tried.push(format!("TRUNCATE {table} CASCADE"));
        } else {
            // SQLite replaces by deleting.
            tried.push(format!("REPLACE INTO {table} SELECT * FROM {table}"));
        }
        for sql in tried {
            let told = bed.run(&sql).expect_err(&sql);
            let named = ["only grows", "never changes", "names a leaf", "names this body"];
            assert!(named.iter().any(|words| told.contains(words)), "{sql}: {told}");
        }
    }
    assert_eq!(copy::holdings(&mut db, |_| ()).unwrap(), before);
    // The one exception: the chunk of a leaf that the members voted to drop.
    bed.run("UPDATE ledger_chunk SET packed = packed").unwrap_err();
    bed.run("INSERT INTO ledger_redaction (leaf, height) VALUES (2, 0)").unwrap();
    bed.run("UPDATE ledger_chunk SET packed = packed").unwrap();
    bed.run("DELETE FROM ledger_chunk").unwrap_err();
}

/// Several blocks may be proposed for a height; one is decided.
fn a_body_may_go_until_it_is_decided(bed: &Bed) {
    let mut db = bed.chain();
    for (id, record) in [(1, "chosen"), (11, "other")] {
        blocks::put_body(&mut db, hash(id), 1, 3, &body(record)).unwrap();
        // The same body again is no second one.
        blocks::put_body(&mut db, hash(id), 1, 3, &body(record)).unwrap();
    }
    assert_eq!(blocks::body(&mut db, hash(11)).unwrap(), Some(body("other")));
    blocks::put_block(&mut db, &block(1, "chosen")).unwrap();
    assert_eq!(blocks::body(&mut db, hash(1)).unwrap(), Some(body("chosen")));
    assert_eq!(blocks::body(&mut db, hash(11)).unwrap(), None);
    let error = blocks::put_block(&mut db, &block(2, "without a body")).unwrap_err();
    assert!(error.to_string().contains("without a stored body"), "{error}");
}
