//! The one transaction that makes a decided block the ledger.

use super::chain::Chain;
use super::error::CommitError;
use super::fresh::Committed;
use super::prepare::Prepared;
use super::receipt::Receipt;
use super::view::Tip;
use crate::metrics::Writes;
use crate::store::blocks::{self, Block};
use crate::store::leaves::{self, NewLeaf};
use crate::store::state::{self, Versions};
use crate::store::{Db, subtrees};
use ledger::Hash;
use ledger::state::Changes;
use ledger::tree::leaf_hash;

impl Chain {
    /// Commits the block `id` and answers with a receipt for each of its statements.
    ///
    /// After a crash the engine may tell the same decision again; then nothing changes.
    #[tracing::instrument(
        level = "debug", name = "commit.block", skip_all, fields(block.height = height)
    )]
    pub fn decided(
        &mut self,
        height: u64,
        round: i64,
        id: Hash,
        certificate: &[u8],
    ) -> Result<Vec<Receipt>, CommitError> {
        if height <= self.tip.height {
            let there = blocks::at_height(&mut self.db, height)?;
            let same = there.is_some_and(|block| block.id == id);
            return if same {
                Ok(Vec::new())
            } else {
                Err(CommitError::corrupt(format!("another block was decided at height {height}")))
            };
        }
        let begun = self.metrics.begin();
        let prepared = match self.prepared.remove(&id) {
            Some(prepared) => prepared,
            None => self.work_out_stored(id)?,
        };
        let block = Block {
            height,
            id,
            record: prepared.record.text(),
            time_ms: prepared.record.time_ms,
            first: prepared.record.start,
            leaves: prepared.record.count + 1,
            round,
            certificate: certificate.to_vec(),
        };
        let stages = self.metrics.stages();
        self.metrics.time(stages.store.of(Writes::Block), || {
            let _store = tracing::debug_span!("store.write", block.height = height).entered();
            self.db.write(|db| put(db, &block, &prepared))
        })?;
        stages.commit.committed(block.leaves, round);
        stages.commit.block.observe_us(self.metrics.since(begun));
        let receipts = receipts(&block, &prepared);
        self.tip = Tip {
            height,
            id,
            time_ms: block.time_ms,
            size: prepared.frontier.size(),
            root: prepared.frontier.root(),
        };
        self.frontier = prepared.frontier;
        self.state = prepared.state;
        self.fresh.put(height, Committed { id, statements: prepared.statements });
        // Whatever else was proposed does not follow this block.
        self.prepared.clear();
        self.scrub()?;
        Ok(receipts)
    }

    /// After a restart the body comes from the disk, and every rule is checked again.
    fn work_out_stored(&mut self, id: Hash) -> Result<Prepared, CommitError> {
        let body = blocks::body(&mut self.db, id)?
            .ok_or_else(|| CommitError::corrupt(format!("no body for the decided block {id}")))?;
        let prepared = self.work_out(&body)?.map_err(|reason| {
            CommitError::corrupt(format!("the decided block {id} is invalid: {reason}"))
        })?;
        if prepared.id == id {
            Ok(prepared)
        } else {
            Err(CommitError::corrupt(format!("the stored body of the block {id} was changed")))
        }
    }
}

fn put(db: &mut Db, block: &Block, prepared: &Prepared) -> Result<(), CommitError> {
    blocks::put_block(db, block)?;
    leaves::put(db, &new_leaves(prepared))?;
    let full: Vec<(u8, u64, Hash)> = prepared
        .nodes
        .iter()
        .filter(|node| node.level > 0)
        .map(|node| (node.level, node.index, node.hash))
        .collect();
    subtrees::put(db, &full)?;
    state::put(db, block.height, &versions(prepared.changes.clone()))?;
    Ok(())
}

fn new_leaves(prepared: &Prepared) -> Vec<NewLeaf> {
    let record = NewLeaf {
        leaf: prepared.record.start,
        hash: leaf_hash(prepared.record.text().as_bytes()),
        signer: None,
        jti: None,
        taken: Vec::new(),
    };
    let statements = (prepared.record.start + 1..).zip(&prepared.statements).map(|(leaf, one)| {
        let statement = one.statement();
        NewLeaf {
            leaf,
            hash: statement.leaf_hash(),
            signer: Some((statement.kid().to_owned(), statement.iss().clone())),
            jti: Some(*statement.jti().as_bytes()),
            taken: statement.pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes())).collect(),
        }
    });
    std::iter::once(record).chain(statements).collect()
}

/// The rows that changed, as the store keeps them.
pub(super) fn versions(changes: Changes) -> Versions {
    Versions {
        members: changes.members.into_iter().collect(),
        recalls: changes.recalls.into_iter().collect(),
        proposals: changes.proposals.into_iter().collect(),
        redactions: changes.redactions,
    }
}

fn receipts(block: &Block, prepared: &Prepared) -> Vec<Receipt> {
    (block.first + 1..)
        .zip(&prepared.statements)
        .map(|(index, one)| Receipt {
            leaf_hash: one.statement().leaf_hash(),
            index,
            height: block.height,
            time_ms: block.time_ms,
            block_id: block.id,
        })
        .collect()
}
