//! The chunk that holds a leaf: the one place where statements are unpacked for a look-up.

use super::blocks::Block;
use super::connection::Db;
use super::error::{StoreError, signed, unsigned};
use super::packing::{self, LeafBytes};
use super::schema::{ledger_block, ledger_chunk};
use diesel::prelude::*;

/// Up to 64 neighbouring statements of one block, unpacked.
pub(super) struct Chunk {
    /// The number of the body.
    pub(super) body: i64,
    /// The index of the first of them.
    pub(super) first: u64,
    /// Their bytes; nothing where one was redacted.
    pub(super) leaves: Vec<LeafBytes>,
}

impl Chunk {
    /// Where a leaf stands in it.
    pub(super) fn place(&self, leaf: u64) -> Result<usize, StoreError> {
        let place = leaf.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        let place = place.filter(|place| *place < self.leaves.len());
        place.ok_or_else(|| StoreError::corrupt(format!("no bytes for leaf {leaf}")))
    }
}

/// The chunk of a statement of a block, which is not the block's record.
pub(super) fn holding(connection: &mut Db, block: &Block, leaf: u64) -> Result<Chunk, StoreError> {
    let body: i64 = ledger_block::table
        .filter(ledger_block::height.eq(signed(block.height)))
        .select(ledger_block::body)
        .first(connection)?;
    let found: Option<(i64, Vec<u8>)> = ledger_chunk::table
        .filter(ledger_chunk::body.eq(body).and(ledger_chunk::first.le(signed(leaf))))
        .order(ledger_chunk::first.desc())
        .select((ledger_chunk::first, ledger_chunk::packed))
        .first(connection)
        .optional()?;
    let (first, packed) =
        found.ok_or_else(|| StoreError::corrupt(format!("no bytes for leaf {leaf}")))?;
    Ok(Chunk { body, first: unsigned(first)?, leaves: packing::unpack(&packed)? })
}
