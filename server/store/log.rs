//! The tree and the statements, as the evidence builder asks for them.

use super::{Db, StoreError, blocks, leaves, subtrees};
use ledger::Hash;
use ledger::block::Record;
use ledger::evidence::Log;
use ledger::tree::{Nodes, TILE_WIDTH};
use std::cell::RefCell;

/// One connection, asked by the builder. A connection needs `&mut` and the builder has `&`; the
/// cell is never borrowed twice, because no answer asks again.
pub struct StoredLog<'d>(RefCell<&'d mut Db>);

impl<'d> StoredLog<'d> {
    /// A log over a connection.
    pub const fn new(db: &'d mut Db) -> Self {
        Self(RefCell::new(db))
    }
}

impl Nodes for StoredLog<'_> {
    type Error = StoreError;

    fn tile(&self, level: u8, tile: u64) -> Result<Vec<Hash>, StoreError> {
        let mut db = self.0.borrow_mut();
        subtrees::row(&mut db, level, tile.saturating_mul(TILE_WIDTH), TILE_WIDTH)
    }
}

impl Log for StoredLog<'_> {
    fn statement(&self, index: u64) -> Result<Option<(String, Record)>, StoreError> {
        let mut db = self.0.borrow_mut();
        let Some(block) = blocks::holding(&mut db, index)? else { return Ok(None) };
        let record = Record::read(&block.record)
            .map_err(|error| StoreError::corrupt(format!("block {}: {error}", block.height)))?;
        let bytes = leaves::bytes(&mut db, index)?.unwrap_or_default();
        let text = String::from_utf8(bytes)
            .map_err(|_cause| StoreError::corrupt(format!("leaf {index} is not text")))?;
        let is_statement = index > record.start && text.starts_with('e');
        Ok(is_statement.then_some((text, record)))
    }
}
