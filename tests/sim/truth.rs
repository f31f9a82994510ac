//! What is true, kept apart from the nodes: the one order, the receipts that were given, the
//! checkpoints that were signed, and slow counts of ballots and recalls.

use super::book::{Block, Book, Candidate, Leaf};
use super::cast::{Firm, firm_of};
use super::counts::Counts;
use super::world::Holds;
use ledger::checkpoint::{Cosignature, SignedCheckpoint};
use ledger::rows::EpochRow;
use ledger::state::quorum;
use ledger::tree::{Prover, verify_consistency, verify_inclusion};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A receipt.
#[derive(Debug, Clone)]
pub(super) struct Receipt {
    leaf: Hash,
    index: u64,
    height: u64,
}

pub(super) struct Truth {
    pub(super) book: Book,
    pub(super) counts: Counts,
    /// With how many votes a block was decided.
    votes: BTreeMap<(u64, Hash), usize>,
    receipts: Vec<Receipt>,
    known: BTreeSet<Hash>,
    /// The roots that were cosigned, by size.
    roots: BTreeMap<u64, Hash>,
    /// The largest size that each firm cosigned.
    largest: BTreeMap<Firm, u64>,
    signatures: BTreeMap<(u64, u64), BTreeMap<OrgId, Cosignature>>,
    epochs: BTreeMap<u64, EpochRow>,
    pub(super) taken: u64,
    pub(super) refused: u64,
}

impl Truth {
    pub(super) fn of(book: Book) -> Self {
        let row = book.state().members().epoch().clone();
        Self {
            book,
            counts: Counts::default(),
            votes: BTreeMap::new(),
            receipts: Vec::new(),
            known: BTreeSet::new(),
            roots: BTreeMap::new(),
            largest: BTreeMap::new(),
            signatures: BTreeMap::new(),
            epochs: BTreeMap::from([(0, row)]),
            taken: 0,
            refused: 0,
        }
    }

    pub(super) fn count(&mut self, taken: bool) {
        *(if taken { &mut self.taken } else { &mut self.refused }) += 1;
    }

    pub(super) fn receipts(&self) -> usize {
        self.receipts.len()
    }

    /// With how many votes this block was decided; 0 if it was not.
    pub(super) fn votes_for(&self, height: u64, id: &Hash) -> usize {
        self.votes.get(&(height, *id)).copied().unwrap_or(0)
    }

    /// A quorum decided a block.
    pub(super) fn decide(&mut self, candidate: &Candidate, votes: usize) -> Holds {
        let block = &candidate.block;
        let height = block.record.height;
        let before = self.votes.entry((height, block.id)).or_default();
        *before = votes.max(*before);
        if height <= self.book.height() {
            let same = self.book.at(height).is_some_and(|there| there.id == block.id);
            return same
                .then_some(())
                .ok_or_else(|| format!("two blocks were decided at height {height}"));
        }
        self.counts.follow(self.book.tip(), block)?;
        let block = self.book.commit(candidate.clone());
        if let Some(epoch) = block.begun {
            self.epochs.insert(epoch, block.after.members().epoch().clone());
        }
        Ok(())
    }

    /// A node committed a block: it must be the decided one and lead to the same state.
    pub(super) fn committed(&self, node: usize, block: &Block) -> Holds {
        let height = block.record.height;
        match self.book.at(height) {
            Some(there) if there.id != block.id => {
                Err(format!("node {node} committed another block than was decided at {height}"))
            }
            Some(there) if there.after != block.after => {
                Err(format!("node {node} comes to another state after height {height}"))
            }
            Some(_) => Ok(()),
            None => Err(format!("node {node} committed height {height}, which nobody decided")),
        }
    }

    /// Receipts for the statements of a block.
    pub(super) fn acknowledge(&mut self, block: &Block) {
        for (index, leaf) in (block.record.start + 1..).zip(&block.leaves) {
            if self.known.insert(leaf.hash()) {
                let receipt = Receipt { leaf: leaf.hash(), index, height: block.record.height };
                self.receipts.push(receipt);
            }
        }
    }

    /// Whether a firm has cosigned the checkpoint of a block with its keys of an epoch.
    pub(super) fn has_signed(&self, (epoch, block): (u64, &Block), iss: &OrgId) -> bool {
        let signed = self.signatures.get(&(epoch, block.size()));
        self.roots.get(&block.size()) == Some(&block.root)
            && signed.is_some_and(|by| by.contains_key(iss))
            && self.firm_is_at(iss, block.size())
    }

    /// Whether it signed nothing larger since.
    fn firm_is_at(&self, iss: &OrgId, size: u64) -> bool {
        firm_of(iss).and_then(|firm| self.largest.get(&firm)) == Some(&size)
    }

    /// A firm cosigned a checkpoint with its keys of an epoch.
    pub(super) fn posted(
        &mut self,
        (firm, epoch): (Firm, u64),
        block: &Block,
        cosig: Cosignature,
    ) -> Holds {
        let (size, root) = (block.size(), block.root);
        if *self.roots.entry(size).or_insert(root) != root {
            return Err(format!("two roots of {size} leaves are cosigned"));
        }
        let largest = self.largest.entry(firm).or_default();
        if size < *largest {
            return Err(format!("firm {firm} cosigned {size} leaves after {largest}"));
        }
        *largest = size;
        self.signatures.entry((epoch, size)).or_default().insert(cosig.iss.clone(), cosig);
        self.sample(size, &root)
    }

    /// Some receipts, and an earlier checkpoint, are proven under a new one.
    fn sample(&self, size: u64, root: &Hash) -> Holds {
        if size > self.book.tip().size() {
            return Ok(());
        }
        let mut prover = Prover::new(&self.book);
        let older = self.roots.range(..size);
        for (old, old_root) in older.step_by(3) {
            let path = prover.consistency(*old, size).map_err(|error| error.to_string())?;
            verify_consistency((*old, old_root), (size, root), &path)
                .map_err(|error| format!("{size} leaves do not continue {old}: {error}"))?;
        }
        let covered = self.receipts.iter().filter(|receipt| receipt.index < size);
        for receipt in covered.step_by(5) {
            let path = prover.inclusion(receipt.index, size).map_err(|error| error.to_string())?;
            verify_inclusion(root, size, receipt.index, &receipt.leaf, &path)
                .map_err(|error| format!("the receipt of {} is void: {error}", receipt.index))?;
        }
        Ok(())
    }

    /// The newest checkpoint behind which a quorum stands, and its block.
    pub(super) fn confirmed(&self) -> Option<(u64, Arc<Block>, SignedCheckpoint)> {
        self.signatures.keys().rev().find_map(|(epoch, size)| {
            let block = self.block_of_size(*size)?;
            let signed = self.signed(*epoch, &block)?;
            Some((*epoch, block, signed))
        })
    }

    fn block_of_size(&self, size: u64) -> Option<Arc<Block>> {
        self.book.blocks.iter().find(|block| block.size() == size).map(Arc::clone)
    }

    /// The checkpoint of a block, if a quorum of that epoch has cosigned it.
    pub(super) fn signed(&self, epoch: u64, block: &Block) -> Option<SignedCheckpoint> {
        let cosigs = self.signatures.get(&(epoch, block.size()))?;
        let needed = quorum(self.epochs.get(&epoch)?.validators.len());
        (cosigs.len() >= needed).then(|| SignedCheckpoint {
            size: block.size(),
            root: block.root,
            log: Vec::new(),
            cosigs: cosigs.values().cloned().collect(),
        })
    }

    /// The block that began an epoch.
    pub(super) fn beginning(&self, epoch: u64) -> Option<&Arc<Block>> {
        self.book.blocks.iter().find(|block| block.begun == Some(epoch))
    }

    /// All that was signed and promised holds in a book.
    pub(super) fn holds_in(&self, book: &Book) -> Holds {
        let (tip, size) = (book.tip(), book.tip().size());
        for (size, root) in &self.roots {
            let block = self.block_of_size(*size);
            if block.is_none_or(|block| block.root != *root) {
                return Err(format!(
                    "a checkpoint of {size} leaves was cosigned and never decided"
                ));
            }
        }
        let mut prover = Prover::new(book);
        for Receipt { leaf, index, height } in &self.receipts {
            if book.leaf(*index).is_none_or(|there| there.hash() != *leaf) {
                return Err(format!(
                    "the statement acknowledged at {index} (height {height}) is lost"
                ));
            }
            let path = prover.inclusion(*index, size).map_err(|error| error.to_string())?;
            verify_inclusion(&tip.root, size, *index, leaf, &path)
                .map_err(|error| format!("the receipt of {index} is void: {error}"))?;
        }
        for block in &book.blocks {
            let there = self.book.at(block.record.height);
            if there.is_none_or(|there| (there.root, there.size()) != (block.root, block.size())) {
                return Err(format!(
                    "a node has another root after height {}",
                    block.record.height
                ));
            }
        }
        self.dropped_rightly(book)
    }

    /// Nothing is gone but what the members voted out.
    fn dropped_rightly(&self, book: &Book) -> Holds {
        let named: BTreeSet<u64> =
            self.book.blocks.iter().flat_map(|block| block.redactions.clone()).collect();
        let mut gone = (2..book.tip().size())
            .filter(|index| matches!(book.leaf(*index), Some(Leaf::Gone { .. })));
        match gone.find(|index| !named.contains(index)) {
            Some(index) => Err(format!("leaf {index} is gone, and nobody voted it out")),
            None => Ok(()),
        }
    }
}
