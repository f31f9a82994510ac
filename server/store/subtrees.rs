//! Roots of full subtrees, so that a proof reads a few rows and not the whole tree.

use super::connection::{Db, insert_rows};
use super::error::{StoreError, hash, signed};
use super::leaves;
use super::schema::ledger_subtree;
use diesel::prelude::*;
use ledger::Hash;

/// Enters roots of subtrees that are now full: level (8, 16, ...), position at that level, root.
pub fn put(connection: &mut Db, full: &[(u8, u64, Hash)]) -> Result<(), StoreError> {
    let rows: Vec<_> = full
        .iter()
        .map(|(level, position, root)| {
            (
                ledger_subtree::level.eq(i64::from(*level)),
                ledger_subtree::position.eq(signed(*position)),
                ledger_subtree::hash.eq(root.as_bytes().to_vec()),
            )
        })
        .collect();
    insert_rows!(connection, ledger_subtree::table, rows)?;
    Ok(())
}

/// Up to 256 neighbours of one level, from `first` on (level 0 is the leaves).
pub fn row(
    connection: &mut Db,
    level: u8,
    first: u64,
    count: u64,
) -> Result<Vec<Hash>, StoreError> {
    if level == 0 {
        return leaves::hashes(connection, first, count);
    }
    let rows: Vec<Vec<u8>> = ledger_subtree::table
        .filter(ledger_subtree::level.eq(i64::from(level)))
        .filter(ledger_subtree::position.ge(signed(first)))
        .filter(ledger_subtree::position.lt(signed(first.saturating_add(count))))
        .order(ledger_subtree::position)
        .select(ledger_subtree::hash)
        .load(connection)?;
    rows.iter().map(|bytes| hash(bytes)).collect()
}
