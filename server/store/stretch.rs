//! The leaves around a leaf: whoever reads many leaves unpacks each chunk once.

use super::blocks;
use super::connection::Db;
use super::error::{StoreError, signed, unsigned};
use super::packing;
use super::schema::{ledger_block, ledger_chunk};
use diesel::prelude::*;

/// Neighbouring statements of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The height of their block.
    pub height: u64,
    /// Block time, milliseconds since 1970.
    pub time_ms: u64,
    /// The index of the first of them.
    pub first: u64,
    /// Their bytes; empty where one was redacted.
    pub leaves: Vec<Vec<u8>>,
}

impl Stretch {
    /// The bytes of a leaf, if it is one of these.
    pub fn leaf(&self, leaf: u64) -> Option<&[u8]> {
        let place = usize::try_from(leaf.checked_sub(self.first)?).ok()?;
        self.leaves.get(place).map(Vec::as_slice)
    }
}

/// The stretch that holds a statement; nothing for a block record or an index beyond the tree.
pub fn around(connection: &mut Db, leaf: u64) -> Result<Option<Stretch>, StoreError> {
    let block = blocks::holding(connection, leaf)?.filter(|block| leaf > block.first);
    let Some(block) = block else { return Ok(None) };
    let body: i64 = ledger_block::table
        .filter(ledger_block::height.eq(signed(block.height)))
        .select(ledger_block::body)
        .first(connection)?;
    let (first, packed): (i64, Vec<u8>) = ledger_chunk::table
        .filter(ledger_chunk::body.eq(body).and(ledger_chunk::first.le(signed(leaf))))
        .order(ledger_chunk::first.desc())
        .select((ledger_chunk::first, ledger_chunk::packed))
        .first(connection)?;
    let leaves = packing::unpack(&packed)?.into_iter().map(Option::unwrap_or_default).collect();
    let (height, time_ms) = (block.height, block.time_ms);
    Ok(Some(Stretch { height, time_ms, first: unsigned(first)?, leaves }))
}
