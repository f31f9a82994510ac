//! One database as another: all rows of a chain carried over, and both counted and digested.

use super::connection::Db;
use super::error::StoreError;
use super::tables::{READ_TABLES, TABLES, Table};
use ledger::Hash;
use serde::Serialize;

/// What a table holds. Two tables with the same rows have the same digest, in either database:
/// SHA-256 over the values in the order of the primary key, each with its kind and length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// Their digest.
    pub digest: Hash,
}

/// The rows of all tables of the chain's set; none: nothing was ever written here.
pub fn rows(db: &mut Db) -> Result<u64, StoreError> {
    TABLES.iter().try_fold(0, |sum: u64, table| Ok(sum.saturating_add((table.count)(db)?)))
}

/// The rows of a table of the chain's set; none if there is no such table.
pub fn count(db: &mut Db, name: &str) -> Result<Option<u64>, StoreError> {
    let table = TABLES.iter().find(|table| table.name == name);
    table.map(|table| (table.count)(db)).transpose()
}

/// Reads all of the chain's set. `tell` hears how many rows were just read.
pub fn holdings(db: &mut Db, tell: impl FnMut(u64)) -> Result<Vec<Holding>, StoreError> {
    held(db, TABLES, tell)
}

/// Reads all of the read model: two nodes at the same height hold the same.
pub fn read_model(db: &mut Db) -> Result<Vec<Holding>, StoreError> {
    held(db, READ_TABLES, |_rows| ())
}

fn held(
    db: &mut Db,
    tables: &[Table],
    mut tell: impl FnMut(u64),
) -> Result<Vec<Holding>, StoreError> {
    let holding = |table: &Table| {
        let (rows, digest) = (table.digest)(db, &mut tell)?;
        Ok(Holding { table: table.name, rows, digest })
    };
    tables.iter().map(holding).collect()
}

/// Carries all of it over, a bounded number of rows at a time, and answers with what was read.
/// Whoever calls holds a transaction on each side.
pub fn carry(
    from: &mut Db,
    to: &mut Db,
    mut tell: impl FnMut(u64),
) -> Result<Vec<Holding>, StoreError> {
    let carried = |table: &Table| {
        let (rows, digest) = (table.copy)(from, to, &mut tell)?;
        Ok(Holding { table: table.name, rows, digest })
    };
    TABLES.iter().map(carried).collect()
}
