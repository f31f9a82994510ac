//! What a chain has promised so far: receipts, and checkpoints.

use super::counts::Fault;
use ledger::Hash;
use ledger::checkpoint::SignedCheckpoint;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A receipt, and the event it is for.
#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub(super) receipt: Value,
    pub(super) event: Option<String>,
}

impl Promise {
    pub(super) fn index(&self) -> u64 {
        self.receipt["index"].as_u64().expect("an index")
    }

    pub(super) fn leaf_hash(&self) -> Hash {
        Hash::from_hex(self.receipt["leaf_hash"].as_str().expect("a text")).expect("a hash")
    }
}

/// What all writers of all rounds share.
#[derive(Default)]
pub(super) struct Promises {
    receipts: Mutex<Vec<Promise>>,
    /// Roots by size.
    checkpoints: Mutex<BTreeMap<u64, Hash>>,
    /// The first thing that must not be.
    fault: Mutex<Option<Fault>>,
    /// Leaves that were voted out, perhaps: the vote may have been cut off.
    voted_out: Mutex<BTreeSet<u64>>,
    number: AtomicUsize,
}

impl Promises {
    /// A number for the next event.
    pub(super) fn next(&self) -> usize {
        self.number.fetch_add(1, Ordering::SeqCst)
    }

    pub(super) fn count(&self) -> usize {
        self.receipts.lock().unwrap().len()
    }

    /// What was acknowledged from the `first`th on.
    pub(super) fn since(&self, first: usize) -> Vec<Promise> {
        self.receipts.lock().unwrap()[first..].to_vec()
    }

    pub(super) fn keep(&self, receipt: Value, event: Option<String>) {
        self.receipts.lock().unwrap().push(Promise { receipt, event });
    }

    pub(super) fn vote_out(&self, leaf: u64) {
        self.voted_out.lock().unwrap().insert(leaf);
    }

    pub(super) fn is_voted_out(&self, leaf: u64) -> bool {
        self.voted_out.lock().unwrap().contains(&leaf)
    }

    pub(super) fn checkpoints(&self) -> BTreeMap<u64, Hash> {
        self.checkpoints.lock().unwrap().clone()
    }

    /// Enters a checkpoint that somebody has seen.
    pub(super) fn see(&self, checkpoint: &SignedCheckpoint) {
        let (size, root) = (checkpoint.size, checkpoint.root);
        let before = self.checkpoints.lock().unwrap().insert(size, root);
        if before.is_some_and(|before| before != root) {
            self.blame(Fault::Forked(format!(
                "two checkpoints of size {size}: {before:?}, {root}"
            )));
        }
    }

    pub(super) fn blame(&self, fault: Fault) {
        self.fault.lock().unwrap().get_or_insert(fault);
    }

    pub(super) fn is_blamed(&self) -> bool {
        self.fault.lock().unwrap().is_some()
    }

    pub(super) fn blamed(&self) -> Option<Fault> {
        self.fault.lock().unwrap().take()
    }
}
