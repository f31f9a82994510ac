//! Taking bytes out: of leaves that the members voted out, and of concealed fields.

use super::attachments;
use super::connection::Db;
use super::error::{StoreError, signed, unsigned};
use super::schema::{ledger_chunk, ledger_redaction, node_erased, node_redacted, node_vault};
use super::{blocks, chunk, packing};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use ledger::Hash;

/// The leaves that were voted out up to a height and are still whole here, oldest vote first.
pub fn undone(connection: &mut Db, height: u64) -> Result<Vec<u64>, StoreError> {
    let done = node_redacted::table.select(node_redacted::leaf);
    let rows: Vec<i64> = ledger_redaction::table
        .filter(ledger_redaction::height.le(signed(height)))
        .filter(ledger_redaction::leaf.ne_all(done))
        .order((ledger_redaction::height, ledger_redaction::leaf))
        .select(ledger_redaction::leaf)
        .load(connection)?;
    rows.into_iter().map(unsigned).collect()
}

/// The height that voted a leaf out, if one did.
pub fn redacted_at(connection: &mut Db, leaf: u64) -> Result<Option<u64>, StoreError> {
    let height: Option<i64> = ledger_redaction::table
        .filter(ledger_redaction::leaf.eq(signed(leaf)))
        .select(ledger_redaction::height)
        .first(connection)
        .optional()?;
    height.map(unsigned).transpose()
}

/// Notes that a vote about a leaf of another kind than an event changes nothing here.
pub fn leave(connection: &mut Db, leaf: u64) -> Result<(), StoreError> {
    diesel::insert_into(node_redacted::table)
        .values((node_redacted::leaf.eq(signed(leaf)), node_redacted::kept.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}

/// Takes the bytes of a leaf out of its chunk, and what the vault has under any of these hashes;
/// `kept` is what look-ups still need. To be called in a transaction, and [`scrub`] after it. The
/// answer is files that no statement names any more here.
pub fn redact(
    connection: &mut Db,
    leaf: u64,
    hashes: [Hash; 2],
    kept: &str,
) -> Result<Vec<Hash>, StoreError> {
    let missing = || StoreError::corrupt(format!("no bytes for leaf {leaf}"));
    let block = blocks::holding(connection, leaf)?.filter(|block| leaf > block.first);
    let block = block.ok_or_else(missing)?;
    let mut chunk = chunk::holding(connection, &block, leaf)?;
    let place = chunk.place(leaf)?;
    *chunk.leaves.get_mut(place).ok_or_else(missing)? = None;
    let it = ledger_chunk::body.eq(chunk.body).and(ledger_chunk::first.eq(signed(chunk.first)));
    diesel::update(ledger_chunk::table.filter(it))
        .set(ledger_chunk::packed.eq(packing::pack(&chunk.leaves)?))
        .execute(connection)?;
    for hash in &hashes {
        let vault = node_vault::hash.eq(hash.as_bytes().as_slice());
        diesel::delete(node_vault::table.filter(vault)).execute(connection)?;
    }
    diesel::insert_into(node_redacted::table)
        .values((node_redacted::leaf.eq(signed(leaf)), node_redacted::kept.eq(Some(kept))))
        .execute(connection)?;
    let mut unnamed = Vec::new();
    for hash in hashes {
        unnamed.extend(attachments::forget(connection, hash)?);
    }
    Ok(unnamed)
}

/// What look-ups still need of a leaf whose bytes are gone.
pub fn kept(connection: &mut Db, leaf: u64) -> Result<Option<String>, StoreError> {
    let found: Option<Option<String>> = node_redacted::table
        .filter(node_redacted::leaf.eq(signed(leaf)))
        .select(node_redacted::kept)
        .first(connection)
        .optional()?;
    Ok(found.flatten())
}

/// What was erased of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// How many fields.
    pub fields: usize,
    /// Files that only those fields named, and that no other statement names here: to be taken away
    /// once the transaction is committed.
    pub files: Vec<Hash>,
}

/// Erases the concealed fields of a leaf and notes when; of a leaf without any nothing is noted. To
/// be called in a transaction, and [`scrub`] after it.
pub fn erase(connection: &mut Db, hash: Hash, now_ms: u64) -> Result<Erased, StoreError> {
    let kept = super::vault::of(connection, hash)?;
    let fields = kept.len();
    if fields > 0 {
        let digests: Vec<Hash> = kept.iter().map(|text| Hash::of(&[text.as_bytes()])).collect();
        super::vault::erase(connection, hash, &digests, now_ms)?;
        let key = hash.as_bytes().as_slice();
        diesel::delete(node_erased::table.filter(node_erased::hash.eq(key))).execute(connection)?;
        diesel::insert_into(node_erased::table)
            .values((node_erased::hash.eq(key), node_erased::erased_ms.eq(signed(now_ms))))
            .execute(connection)?;
    }
    let files = attachments::forget_concealed(connection, hash)?;
    Ok(Erased { fields, files })
}

/// When the concealed fields of a leaf were erased here, if they were; milliseconds since 1970.
pub fn erased(connection: &mut Db, hash: Hash) -> Result<Option<u64>, StoreError> {
    let found: Option<i64> = node_erased::table
        .filter(node_erased::hash.eq(hash.as_bytes().as_slice()))
        .select(node_erased::erased_ms)
        .first(connection)
        .optional()?;
    found.map(unsigned).transpose()
}

#[derive(QueryableByName)]
struct Checkpointed {
    #[diesel(sql_type = BigInt)]
    busy: i64,
}

/// Empties SQLite's log, which still holds pages as they were; `secure_delete` has overwritten them
/// in the database itself. Answers whether it could: a reader may be in the way, then again later.
/// PostgreSQL forgets old rows and its log in its own time.
pub fn scrub(connection: &mut Db) -> Result<bool, StoreError> {
    match connection {
        Db::Sqlite(sqlite) => {
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            let answer: Checkpointed = diesel::sql_query(sql).get_result(sqlite)?;
            Ok(answer.busy == 0)
        }
        Db::Postgres(_) => Ok(true),
    }
}
