//! Concealed fields, and statements that were dropped.

use super::connection::{Db, insert_rows};
use super::error::{StoreError, signed, told};
use super::leaves;
use super::promise;
use super::schema::{node_dropped, node_orphan, node_vault};
use diesel::prelude::*;
use ledger::Hash;
use std::collections::{BTreeMap, BTreeSet};

/// SQLite takes so many rows in one statement with room to spare.
const ROWS_MAX: usize = 500;

/// Keeps disclosures of a leaf, their texts joined by `~`, beside those that are there. Nothing is
/// taken away, and what was erased does not come back.
pub fn put(
    connection: &mut Db,
    leaf: Hash,
    disclosures: &str,
    now_ms: u64,
) -> Result<(), StoreError> {
    alone(connection)?;
    let (mut kept, erased, stored_ms) = row(connection, leaf)?;
    for text in split(disclosures) {
        if !kept.contains(&text) && !erased.contains(&digest(&text)) {
            kept.push(text);
        }
    }
    write(connection, leaf, (&kept, &erased), stored_ms.unwrap_or_else(|| signed(now_ms)))?;
    let key = leaf.as_bytes().as_slice();
    diesel::delete(node_orphan::table.filter(node_orphan::hash.eq(key))).execute(connection)?;
    diesel::insert_into(node_orphan::table)
        .values((node_orphan::hash.eq(key), node_orphan::stored_ms.eq(signed(now_ms))))
        .execute(connection)?;
    Ok(())
}

/// Forgets fields of a leaf for ever: their disclosures go, and their digests stay, so that a copy
/// from elsewhere is not taken again. The digests are those of `_sd`; some may not be here.
pub fn erase(
    connection: &mut Db,
    leaf: Hash,
    digests: &[Hash],
    now_ms: u64,
) -> Result<(), StoreError> {
    alone(connection)?;
    let (mut kept, mut erased, stored_ms) = row(connection, leaf)?;
    erased.extend(digests);
    kept.retain(|text| !erased.contains(&digest(text)));
    write(connection, leaf, (&kept, &erased), stored_ms.unwrap_or_else(|| signed(now_ms)))
}

/// SQLite has one writer at a time anyway.
fn alone(connection: &mut Db) -> Result<(), StoreError> {
    match connection {
        Db::Sqlite(_) => Ok(()),
        Db::Postgres(postgres) => promise::lock_vault(postgres),
    }
}

/// The digests of what was erased of a leaf.
pub fn erased(connection: &mut Db, leaf: Hash) -> Result<BTreeSet<Hash>, StoreError> {
    Ok(row(connection, leaf)?.1)
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
    Ok(row(connection, leaf)?.0)
}

/// RFC 9901 section 4.2.3: the digest of the text itself.
fn digest(disclosure: &str) -> Hash {
    Hash::of(&[disclosure.as_bytes()])
}

fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('~').filter(|one| !one.is_empty()).map(str::to_owned)
}

/// Disclosures, digests of what was erased, and since when there is a row.
type Row = (Vec<String>, BTreeSet<Hash>, Option<i64>);

fn row(connection: &mut Db, leaf: Hash) -> Result<Row, StoreError> {
    let found: Option<(String, String, i64)> = node_vault::table
        .filter(node_vault::hash.eq(leaf.as_bytes().as_slice()))
        .select((node_vault::disclosures, node_vault::erased, node_vault::stored_ms))
        .first(connection)
        .optional()?;
    let Some((disclosures, erased, stored_ms)) = found else {
        return Ok((Vec::new(), BTreeSet::new(), None));
    };
    let read = |text: String| {
        Hash::from_hex(&text).map_err(|_cause| StoreError::corrupt("an erased digest that is none"))
    };
    let erased = split(&erased).map(read).collect::<Result<_, _>>()?;
    Ok((split(&disclosures).collect(), erased, Some(stored_ms)))
}

fn write(
    connection: &mut Db,
    leaf: Hash,
    (kept, erased): (&[String], &BTreeSet<Hash>),
    stored_ms: i64,
) -> Result<(), StoreError> {
    let key = leaf.as_bytes().as_slice();
    let erased: Vec<String> = erased.iter().map(|digest| digest.to_hex()).collect();
    let values = (
        node_vault::disclosures.eq(kept.join("~")),
        node_vault::erased.eq(erased.join("~")),
        node_vault::stored_ms.eq(stored_ms),
    );
    let changed = diesel::update(node_vault::table.filter(node_vault::hash.eq(key)))
        .set(values.clone())
        .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(node_vault::table)
            .values((node_vault::hash.eq(key), values))
            .execute(connection)?;
    }
    Ok(())
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
            let texts: Vec<String> = split(&text).collect();
            if !texts.is_empty() {
                all.insert(super::error::hash(&hash)?, texts);
            }
        }
    }
    Ok(all)
}

/// Forgets the disclosures of a leaf whose statement never came. What was erased stays erased.
pub fn forget(connection: &mut Db, leaf: Hash) -> Result<(), StoreError> {
    let key = node_vault::hash.eq(leaf.as_bytes().as_slice());
    diesel::delete(node_vault::table.filter(key.and(node_vault::erased.eq(""))))
        .execute(connection)?;
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
            forget(connection, super::error::hash(key)?)?;
        }
        diesel::delete(node_orphan::table.filter(node_orphan::hash.eq(key))).execute(connection)?;
    }
    Ok(rows.len())
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
                node_dropped::reason.eq(told(reason)),
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
