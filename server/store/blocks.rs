//! Bodies and blocks.
//!
//! A body is stored before the engine votes on its id, once: `Decided` then only names it.

use super::connection::Db;
use super::error::{StoreError, hash, signed, unsigned};
use super::packing::{self, LeafBytes};
use super::schema::{ledger_block, ledger_body, ledger_chunk, node_undecided};
use diesel::prelude::*;
use ledger::Hash;
use ledger::block::Body;

/// A block as it stands in the ledger, without its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its height.
    pub height: u64,
    /// Its id.
    pub id: Hash,
    /// The bytes of its record.
    pub record: String,
    /// Block time.
    pub time_ms: u64,
    /// The index of its record.
    pub first: u64,
    /// Leaves in it, the record included.
    pub leaves: u64,
    /// The round that decided it.
    pub round: i64,
    /// The engine's certificate.
    pub certificate: Vec<u8>,
}

impl Block {
    /// Leaves in the tree after this block.
    pub const fn size_after(&self) -> u64 {
        self.first.saturating_add(self.leaves)
    }
}

type Row = (i64, Vec<u8>, String, i64, i64, i64, i64, Vec<u8>);

const COLUMNS: (
    ledger_block::height,
    ledger_block::id,
    ledger_block::record,
    ledger_block::time_ms,
    ledger_block::first,
    ledger_block::leaves,
    ledger_block::round,
    ledger_block::certificate,
) = (
    ledger_block::height,
    ledger_block::id,
    ledger_block::record,
    ledger_block::time_ms,
    ledger_block::first,
    ledger_block::leaves,
    ledger_block::round,
    ledger_block::certificate,
);

fn block(row: Row) -> Result<Block, StoreError> {
    let (height, id, record, time_ms, first, leaves, round, certificate) = row;
    Ok(Block {
        height: unsigned(height)?,
        id: hash(&id)?,
        record,
        time_ms: unsigned(time_ms)?,
        first: unsigned(first)?,
        leaves: unsigned(leaves)?,
        round,
        certificate,
    })
}

/// Stores a body under its block id, unless it is there.
pub fn put_body(
    connection: &mut Db,
    id: Hash,
    height: u64,
    first: u64,
    body: &Body,
) -> Result<(), StoreError> {
    if body_number(connection, id)?.is_some() {
        return Ok(());
    }
    let largest: Option<i64> =
        ledger_body::table.select(diesel::dsl::max(ledger_body::id)).first(connection)?;
    let number = largest.unwrap_or(0) + 1;
    let record = std::str::from_utf8(&body.record)
        .map_err(|_cause| StoreError::corrupt("a block record that is not text"))?;
    diesel::insert_into(ledger_body::table)
        .values((
            ledger_body::id.eq(number),
            ledger_body::block_id.eq(id.as_bytes().as_slice()),
            ledger_body::height.eq(signed(height)),
            ledger_body::record.eq(record),
        ))
        .execute(connection)?;
    let mut at = first + 1;
    for leaves in body.statements.chunks(packing::LEAVES_MAX) {
        let leaves: Vec<LeafBytes> = leaves.iter().cloned().map(Some).collect();
        let count = leaves.len() as u64;
        diesel::insert_into(ledger_chunk::table)
            .values((
                ledger_chunk::body.eq(number),
                ledger_chunk::first.eq(signed(at)),
                ledger_chunk::leaves.eq(signed(count)),
                ledger_chunk::packed.eq(packing::pack(&leaves)?),
            ))
            .execute(connection)?;
        at += count;
    }
    Ok(())
}

fn body_number(connection: &mut Db, id: Hash) -> Result<Option<i64>, StoreError> {
    Ok(ledger_body::table
        .filter(ledger_body::block_id.eq(id.as_bytes().as_slice()))
        .select(ledger_body::id)
        .first(connection)
        .optional()?)
}

/// The body of a block id, with an empty statement where one was redacted.
pub fn body(connection: &mut Db, id: Hash) -> Result<Option<Body>, StoreError> {
    let found: Option<(i64, String)> = ledger_body::table
        .filter(ledger_body::block_id.eq(id.as_bytes().as_slice()))
        .select((ledger_body::id, ledger_body::record))
        .first(connection)
        .optional()?;
    let Some((number, record)) = found else { return Ok(None) };
    let chunks: Vec<Vec<u8>> = ledger_chunk::table
        .filter(ledger_chunk::body.eq(number))
        .order(ledger_chunk::first)
        .select(ledger_chunk::packed)
        .load(connection)?;
    let mut statements = Vec::new();
    for chunk in chunks {
        statements.extend(packing::unpack(&chunk)?.into_iter().map(Option::unwrap_or_default));
    }
    Ok(Some(Body { record: record.into_bytes(), statements }))
}

/// Enters a decided block, whose body is already there, and forgets what else was proposed for
/// this height or below.
pub fn put_block(connection: &mut Db, block: &Block) -> Result<(), StoreError> {
    let number = body_number(connection, block.id)?
        .ok_or_else(|| StoreError::corrupt("a decided block without a stored body"))?;
    diesel::insert_into(ledger_block::table)
        .values((
            ledger_block::height.eq(signed(block.height)),
            ledger_block::id.eq(block.id.as_bytes().as_slice()),
            ledger_block::body.eq(number),
            ledger_block::record.eq(&block.record),
            ledger_block::time_ms.eq(signed(block.time_ms)),
            ledger_block::first.eq(signed(block.first)),
            ledger_block::leaves.eq(signed(block.leaves)),
            ledger_block::round.eq(block.round),
            ledger_block::certificate.eq(&block.certificate),
        ))
        .execute(connection)?;
    forget_undecided(connection, block.height, number)
}

fn forget_undecided(connection: &mut Db, height: u64, decided: i64) -> Result<(), StoreError> {
    diesel::delete(node_undecided::table.filter(node_undecided::height.le(signed(height))))
        .execute(connection)?;
    let others: Vec<i64> = ledger_body::table
        .filter(ledger_body::height.eq(signed(height)).and(ledger_body::id.ne(decided)))
        .select(ledger_body::id)
        .load(connection)?;
    if !others.is_empty() {
        diesel::delete(ledger_chunk::table.filter(ledger_chunk::body.eq_any(&others)))
            .execute(connection)?;
        diesel::delete(ledger_body::table.filter(ledger_body::id.eq_any(&others)))
            .execute(connection)?;
    }
    Ok(())
}

/// The block of that height.
pub fn at_height(connection: &mut Db, height: u64) -> Result<Option<Block>, StoreError> {
    let row: Option<Row> = ledger_block::table
        .filter(ledger_block::height.eq(signed(height)))
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(block).transpose()
}

/// The newest block.
pub fn newest(connection: &mut Db) -> Result<Option<Block>, StoreError> {
    let row: Option<Row> = ledger_block::table
        .order(ledger_block::height.desc())
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(block).transpose()
}

/// The block that holds a leaf.
pub fn holding(connection: &mut Db, leaf: u64) -> Result<Option<Block>, StoreError> {
    let row: Option<Row> = ledger_block::table
        .filter(ledger_block::first.le(signed(leaf)))
        .order(ledger_block::first.desc())
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    Ok(row.map(block).transpose()?.filter(|block| leaf < block.size_after()))
}
