//! The end of an epoch: its checkpoint, signed by those who decided in it, is kept for ever
//! (`protocol.md` section 6).

use super::chain::Chain;
use super::error::CommitError;
use crate::store::{StoredLog, blocks, state};
use ledger::Hash;
use ledger::block::Record;
use ledger::checkpoint::SignedCheckpoint;
use ledger::evidence::Boundary;
use ledger::rows::{self, EpochRow};
use ledger::tree::Prover;

/// An epoch that the newest block ended and whose checkpoint is not kept yet.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Row 0 as it was in the epoch: its number, and whose signatures count.
    pub row: EpochRow,
    /// Leaves in the tree that is to be signed.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

impl Chain {
    /// The epoch that waits for its last signature. Nothing of the next one may be signed before:
    /// that is how there can be one at most, and the tree is the newest.
    pub fn ending(&mut self) -> Result<Option<Ending>, CommitError> {
        let epoch = self.state.members().epoch().epoch;
        let kept = state::boundaries(&mut self.db)?.len() as u64;
        if kept == epoch {
            return Ok(None);
        }
        let versions = state::epochs(&mut self.db)?;
        let mut left = versions.iter().skip(usize::try_from(kept).unwrap_or(usize::MAX));
        let (Some((_, row)), Some((ended_at, _)), None) = (left.next(), left.next(), left.next())
        else {
            return Err(lost(kept));
        };
        if *ended_at != self.tip.height {
            return Err(lost(kept));
        }
        let row = rows::read::<EpochRow>(row)
            .map_err(|error| CommitError::corrupt(format!("row 0 of epoch {kept}: {error}")))?;
        Ok(Some(Ending { row, size: self.tip.size, root: self.tip.root }))
    }

    /// Keeps the checkpoint of an epoch that ended, with what proves the next epoch's row 0.
    pub fn keep_boundary(
        &mut self,
        ending: &Ending,
        checkpoint: SignedCheckpoint,
    ) -> Result<(), CommitError> {
        checkpoint.check(&self.origin, &ending.row.validators).map_err(|fault| {
            CommitError::corrupt(format!("the end of epoch {}: {fault}", ending.row.epoch))
        })?;
        let block = blocks::at_height(&mut self.db, self.tip.height)?
            .ok_or_else(|| CommitError::corrupt("the newest block is missing"))?;
        let record = Record::read(&block.record)
            .map_err(|error| CommitError::corrupt(format!("the newest block record: {error}")))?;
        let log = StoredLog::new(&mut self.db);
        let record_path = Prover::new(&log)
            .inclusion(record.start, checkpoint.size)
            .map_err(|error| CommitError::corrupt(error.to_string()))?;
        let members = self.state.members();
        let row = members.row_text(0).zip(members.path(0));
        let (row, row_path) = row.ok_or_else(|| CommitError::corrupt("row 0 is missing"))?;
        let boundary = Boundary { checkpoint, record: block.record, record_path, row, row_path };
        let text = serde_json::to_string(&boundary)
            .map_err(|error| CommitError::corrupt(error.to_string()))?;
        Ok(self.db.write(|db| state::put_boundary(db, ending.row.epoch, &text))?)
    }
}

fn lost(epoch: u64) -> CommitError {
    CommitError::corrupt(format!(
        "epoch {epoch} ended, the checkpoint that ends it was never kept, and later blocks followed"
    ))
}
