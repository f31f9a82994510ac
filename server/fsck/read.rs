//! Blocks as they are stored. A fault of the database is a finding, not the end of the check.

use super::finding::Finding;
use crate::store::blocks::{self, Block};
use crate::store::leaves::{self, Signer};
use crate::store::{Db, StoreError, state};
use ledger::Hash;
use ledger::block::Body;
use std::collections::{BTreeMap, BTreeSet};

/// A block with everything that is stored of it.
pub(super) struct Stored {
    pub(super) block: Block,
    pub(super) body: Body,
    /// The stored hashes of its leaves by their indices, and who signed them, as their rows say.
    pub(super) rows: BTreeMap<u64, (Hash, Signer)>,
    /// Those of its leaves that are stored as voted out.
    pub(super) redacted: BTreeSet<u64>,
}

/// Reads the block of a height.
pub(super) fn block(db: &mut Db, height: u64) -> Result<Stored, Finding> {
    let failed = |error: StoreError| Finding::of_block(height, told(&error));
    let missing = |what: &str| Finding::of_block(height, what);
    let block = blocks::at_height(db, height).map_err(failed)?;
    let block = block.ok_or_else(|| missing("there is no block at this height"))?;
    let body = blocks::body(db, block.id).map_err(failed)?;
    let body = body.ok_or_else(|| missing("its statements are missing"))?;
    let hashes = leaves::hashes(db, block.first, block.leaves).map_err(failed)?;
    let signers = leaves::signers(db, block.first, block.leaves).map_err(failed)?;
    let indices = leaves::indices(db, block.first, block.leaves).map_err(failed)?;
    let rows = indices.into_iter().zip(hashes.into_iter().zip(signers)).collect();
    let mut redacted = BTreeSet::new();
    if body.statements.iter().any(Vec::is_empty) {
        redacted = state::redactions(db).map_err(failed)?;
    }
    Ok(Stored { block, body, rows, redacted })
}

/// The whole chain of causes: the last one names the damage.
pub(super) fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(below) = source {
        let more = below.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        source = below.source();
    }
    text
}
