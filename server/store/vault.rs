//! Concealed fields, and statements that were dropped.

use super::connection::{Db, insert_rows};
use super::error::{StoreError, signed};
use super::schema::{node_dropped, node_vault};
use diesel::prelude::*;
use ledger::Hash;

/// SQLite takes so many rows in one statement with room to spare.
const ROWS_MAX: usize = 500;

/// Keeps the disclosures of a leaf: their texts, joined by `~`.
pub fn put(
    connection: &mut Db,
    leaf: Hash,
    disclosures: &str,
    now_ms: u64,
) -> Result<(), StoreError> {
    let key = leaf.as_bytes().as_slice();
    diesel::delete(node_vault::table.filter(node_vault::hash.eq(key))).execute(connection)?;
    diesel::insert_into(node_vault::table)
        .values((
            node_vault::hash.eq(key),
            node_vault::disclosures.eq(disclosures),
            node_vault::stored_ms.eq(signed(now_ms)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The disclosures of a leaf.
pub fn of(connection: &mut Db, leaf: Hash) -> Result<Vec<String>, StoreError> {
    let found: Option<String> = node_vault::table
        .filter(node_vault::hash.eq(leaf.as_bytes().as_slice()))
        .select(node_vault::disclosures)
        .first(connection)
        .optional()?;
    let split =
        |text: String| text.split('~').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    Ok(found.map(split).unwrap_or_default())
}

/// Leaves whose disclosures were stored before `before_ms`, oldest first, at most `count`.
pub fn stored_before(
    connection: &mut Db,
    before_ms: u64,
    count: i64,
) -> Result<Vec<Hash>, StoreError> {
    let rows: Vec<Vec<u8>> = node_vault::table
        .filter(node_vault::stored_ms.lt(signed(before_ms)))
        .order(node_vault::stored_ms)
        .limit(count)
        .select(node_vault::hash)
        .load(connection)?;
    rows.iter().map(|bytes| super::error::hash(bytes)).collect()
}

/// Forgets the disclosures of a leaf.
pub fn forget(connection: &mut Db, leaf: Hash) -> Result<(), StoreError> {
    diesel::delete(node_vault::table.filter(node_vault::hash.eq(leaf.as_bytes().as_slice())))
        .execute(connection)?;
    Ok(())
}

/// Remembers why statements were not ordered: leaf hash and reason of each.
pub fn put_dropped(
    connection: &mut Db,
    dropped: &[(Hash, String)],
    now_ms: u64,
) -> Result<(), StoreError> {
    for some in dropped.chunks(ROWS_MAX) {
        let keys = some.iter().map(|(hash, _)| hash.as_bytes().as_slice());
        let again = node_dropped::table.filter(node_dropped::hash.eq_any(keys));
        diesel::delete(again).execute(connection)?;
        let row = |(hash, reason): &(Hash, String)| {
            (
                node_dropped::hash.eq(hash.as_bytes().to_vec()),
                node_dropped::reason.eq(reason.clone()),
                node_dropped::dropped_ms.eq(signed(now_ms)),
            )
        };
        let rows: Vec<_> = some.iter().map(row).collect();
        insert_rows!(connection, node_dropped::table, rows)?;
    }
    Ok(())
}

/// Forgets what was dropped before `before_ms`.
pub fn forget_dropped(connection: &mut Db, before_ms: u64) -> Result<(), StoreError> {
    let old = node_dropped::table.filter(node_dropped::dropped_ms.lt(signed(before_ms)));
    diesel::delete(old).execute(connection)?;
    Ok(())
}

/// Why a statement was not ordered, if it was not.
pub fn dropped(connection: &mut Db, leaf: Hash) -> Result<Option<String>, StoreError> {
    Ok(node_dropped::table
        .filter(node_dropped::hash.eq(leaf.as_bytes().as_slice()))
        .select(node_dropped::reason)
        .first(connection)
        .optional()?)
}
