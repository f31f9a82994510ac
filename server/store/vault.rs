//! Concealed fields, and statements that were dropped.

use super::connection::Db;
use super::error::{StoreError, signed};
use super::leaves;
use super::schema::{node_dropped, node_orphan, node_vault};
use diesel::prelude::*;
use ledger::Hash;
use std::collections::BTreeMap;

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
    diesel::delete(node_orphan::table.filter(node_orphan::hash.eq(key))).execute(connection)?;
    diesel::insert_into(node_orphan::table)
        .values((node_orphan::hash.eq(key), node_orphan::stored_ms.eq(signed(now_ms))))
        .execute(connection)?;
    Ok(())
}

/// Keeps the disclosures of one leaf under another as well, unless it has some of its own.
pub fn copy(connection: &mut Db, from: Hash, to: Hash, now_ms: u64) -> Result<(), StoreError> {
    let kept = of(connection, from)?;
    if kept.is_empty() || !of(connection, to)?.is_empty() {
        return Ok(());
    }
    put(connection, to, &kept.join("~"), now_ms)
}

/// The disclosures of a leaf.
pub fn of(connection: &mut Db, leaf: Hash) -> Result<Vec<String>, StoreError> {
    let found: Option<String> = node_vault::table
        .filter(node_vault::hash.eq(leaf.as_bytes().as_slice()))
        .select(node_vault::disclosures)
        .first(connection)
        .optional()?;
    Ok(found.map(|text| split(&text)).unwrap_or_default())
}

/// SQLite takes so many bound values in one statement with room to spare.
const HASHES_MAX: usize = 500;

/// The disclosures of any of these leaves; of a leaf without any there is no entry.
pub fn of_any(
    connection: &mut Db,
    leaves: &[Hash],
) -> Result<BTreeMap<Hash, Vec<String>>, StoreError> {
    let mut all = BTreeMap::new();
    for some in leaves.chunks(HASHES_MAX) {
        let keys: Vec<Vec<u8>> = some.iter().map(|leaf| leaf.as_bytes().to_vec()).collect();
        let rows: Vec<(Vec<u8>, String)> = node_vault::table
            .filter(node_vault::hash.eq_any(keys))
            .select((node_vault::hash, node_vault::disclosures))
            .load(connection)?;
        for (hash, text) in rows {
            let texts = split(&text);
            if !texts.is_empty() {
                all.insert(super::error::hash(&hash)?, texts);
            }
        }
    }
    Ok(all)
}

fn split(text: &str) -> Vec<String> {
    text.split('~').filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

/// Forgets the disclosures of a leaf.
pub fn forget(connection: &mut Db, leaf: Hash) -> Result<(), StoreError> {
    let key = leaf.as_bytes().as_slice();
    diesel::delete(node_vault::table.filter(node_vault::hash.eq(key))).execute(connection)?;
    diesel::delete(node_orphan::table.filter(node_orphan::hash.eq(key))).execute(connection)?;
    Ok(())
}

/// Forgets the disclosures that were stored before `before_ms` and whose leaf is not committed, and
/// stops watching those whose leaf is; oldest first, at most `count`. The answer is how many rows
/// were looked at: a committed leaf is looked at once, not at every sweep.
pub fn sweep(connection: &mut Db, before_ms: u64, count: i64) -> Result<usize, StoreError> {
    let rows: Vec<Vec<u8>> = node_orphan::table
        .filter(node_orphan::stored_ms.lt(signed(before_ms)))
        .order(node_orphan::stored_ms)
        .limit(count)
        .select(node_orphan::hash)
        .load(connection)?;
    for key in &rows {
        if leaves::find(connection, super::error::hash(key)?)?.is_none() {
            diesel::delete(node_vault::table.filter(node_vault::hash.eq(key)))
                .execute(connection)?;
        }
        diesel::delete(node_orphan::table.filter(node_orphan::hash.eq(key))).execute(connection)?;
    }
    Ok(rows.len())
}

/// Remembers why a statement was not ordered.
pub fn put_dropped(
    connection: &mut Db,
    leaf: Hash,
    reason: &str,
    now_ms: u64,
) -> Result<(), StoreError> {
    let key = leaf.as_bytes().as_slice();
    diesel::delete(node_dropped::table.filter(node_dropped::hash.eq(key))).execute(connection)?;
    diesel::insert_into(node_dropped::table)
        .values((
            node_dropped::hash.eq(key),
            node_dropped::reason.eq(reason),
            node_dropped::dropped_ms.eq(signed(now_ms)),
        ))
        .execute(connection)?;
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
