//! Which statement's files are here.

use super::super::connection::Db;
use super::super::error::{StoreError, hash, signed, unsigned};
use super::super::schema::node_attachment;
use diesel::prelude::*;
use ledger::Hash;
use std::collections::BTreeSet;

/// A file that a statement names and that is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// SHA-256 of the stored bytes.
    pub digest: Hash,
    /// The leaf hash of the statement.
    pub leaf: Hash,
    /// How many bytes.
    pub length: u64,
    /// Whether the name stands only in what the statement conceals.
    pub concealed: bool,
}

/// A row as diesel reads it.
type Raw = (Vec<u8>, Vec<u8>, i64, i64);

fn row((digest, leaf, length, concealed): Raw) -> Result<Row, StoreError> {
    Ok(Row {
        digest: hash(&digest)?,
        leaf: hash(&leaf)?,
        length: unsigned(length)?,
        concealed: concealed != 0,
    })
}

macro_rules! columns {
    () => {
        (
            node_attachment::digest,
            node_attachment::leaf,
            node_attachment::length,
            node_attachment::concealed,
        )
    };
}

/// Enters a file that is on the disk. The same row may come again.
pub fn put(db: &mut Db, row: &Row, now_ms: u64) -> Result<(), StoreError> {
    let (digest, leaf) = (row.digest.as_bytes().as_slice(), row.leaf.as_bytes().as_slice());
    let same = node_attachment::digest.eq(digest).and(node_attachment::leaf.eq(leaf));
    diesel::delete(node_attachment::table.filter(same)).execute(db)?;
    diesel::insert_into(node_attachment::table)
        .values((
            node_attachment::digest.eq(digest),
            node_attachment::leaf.eq(leaf),
            node_attachment::length.eq(signed(row.length)),
            node_attachment::concealed.eq(i64::from(row.concealed)),
            node_attachment::stored_ms.eq(signed(now_ms)),
        ))
        .execute(db)?;
    Ok(())
}

/// The rows of one file, at most `count`; one for each statement that names it.
pub fn naming(db: &mut Db, digest: Hash, count: i64) -> Result<Vec<Row>, StoreError> {
    let rows: Vec<Raw> = node_attachment::table
        .filter(node_attachment::digest.eq(digest.as_bytes().as_slice()))
        .order(node_attachment::leaf)
        .limit(count)
        .select(columns!())
        .load(db)?;
    rows.into_iter().map(row).collect()
}

/// The files of a statement that are here.
pub fn of_leaf(db: &mut Db, leaf: Hash) -> Result<Vec<Row>, StoreError> {
    let rows: Vec<Raw> = node_attachment::table
        .filter(node_attachment::leaf.eq(leaf.as_bytes().as_slice()))
        .order(node_attachment::digest)
        .select(columns!())
        .load(db)?;
    rows.into_iter().map(row).collect()
}

/// The rows that come after one, at most `count`, in the order of digest and leaf.
pub fn page(db: &mut Db, after: Option<&Row>, count: i64) -> Result<Vec<Row>, StoreError> {
    let rows = node_attachment::table
        .order((node_attachment::digest, node_attachment::leaf))
        .select(columns!())
        .limit(count);
    let rows: Vec<Raw> = match after {
        None => rows.load(db)?,
        Some(last) => {
            let digest = last.digest.as_bytes().to_vec();
            let leaf = last.leaf.as_bytes().to_vec();
            let same = node_attachment::digest.eq(digest.clone());
            let later =
                node_attachment::digest.gt(digest).or(same.and(node_attachment::leaf.gt(leaf)));
            rows.filter(later).load(db)?
        }
    };
    rows.into_iter().map(row).collect()
}

/// Forgets the files of a statement that was voted out. The answer is those that no other statement
/// has here: take them away once the transaction is committed.
pub fn forget(db: &mut Db, leaf: Hash) -> Result<Vec<Hash>, StoreError> {
    let rows = of_leaf(db, leaf)?;
    drop_rows(db, leaf, &rows)
}

/// The same, of the files that only the concealed fields of a statement name.
pub fn forget_concealed(db: &mut Db, leaf: Hash) -> Result<Vec<Hash>, StoreError> {
    let mut rows = of_leaf(db, leaf)?;
    rows.retain(|row| row.concealed);
    drop_rows(db, leaf, &rows)
}

fn drop_rows(db: &mut Db, leaf: Hash, rows: &[Row]) -> Result<Vec<Hash>, StoreError> {
    let mut gone = BTreeSet::new();
    for row in rows {
        let (digest, leaf) = (row.digest.as_bytes().as_slice(), leaf.as_bytes().as_slice());
        let one = node_attachment::digest.eq(digest).and(node_attachment::leaf.eq(leaf));
        diesel::delete(node_attachment::table.filter(one)).execute(db)?;
        if naming(db, row.digest, 1)?.is_empty() {
            gone.insert(row.digest);
        }
    }
    Ok(gone.into_iter().collect())
}
