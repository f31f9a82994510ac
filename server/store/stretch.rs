//! The leaves around a leaf: whoever reads many leaves unpacks each chunk once.

use super::connection::Db;
use super::error::StoreError;
use super::{blocks, chunk};

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
    let chunk = chunk::holding(connection, &block, leaf)?;
    let leaves = chunk.leaves.into_iter().map(Option::unwrap_or_default).collect();
    let (height, time_ms) = (block.height, block.time_ms);
    Ok(Some(Stretch { height, time_ms, first: chunk.first, leaves }))
}
