//! What became of a statement, by its leaf hash.

use super::submit::Intake;
use crate::commit::Receipt;
use crate::store::{Db, StoreError, blocks, leaves, vault};
use ledger::Hash;

/// Where a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It waits for a block.
    Pending,
    /// It is in the ledger.
    Committed(Receipt),
    /// It stopped being valid before it was ordered.
    Dropped(String),
    /// Nobody here knows it: send it again.
    Unknown,
}

/// The receipt of a leaf.
pub(super) fn receipt_of(db: &mut Db, leaf: u64) -> Result<Option<Receipt>, StoreError> {
    let Some(block) = blocks::holding(db, leaf)? else { return Ok(None) };
    let hash = leaves::hashes(db, leaf, 1)?;
    Ok(hash.first().map(|leaf_hash| Receipt {
        leaf_hash: *leaf_hash,
        index: leaf,
        height: block.height,
        time_ms: block.time_ms,
        block_id: block.id,
    }))
}

impl Intake {
    /// Looks a statement up. Blocks on the database.
    pub fn status(&self, hash: Hash) -> Result<Status, StoreError> {
        // Asked first: a statement leaves the queue only after it is in the ledger.
        let waits = self.pending().holds(hash);
        let mut db = self.pool().chain()?;
        if let Some(leaf) = leaves::find(&mut db, hash)? {
            let receipt = receipt_of(&mut db, leaf)?;
            return Ok(receipt.map_or(Status::Unknown, Status::Committed));
        }
        if waits {
            return Ok(Status::Pending);
        }
        let dropped = vault::dropped(&mut db, hash)?;
        Ok(dropped.map_or(Status::Unknown, Status::Dropped))
    }
}
