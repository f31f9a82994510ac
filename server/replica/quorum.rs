//! Collecting the signatures of a checkpoint until a quorum of the validators stands behind it.
//!
//! A validator signs the checkpoint of every block, in order; nodes are not equally fast. So the
//! newest few of each are kept by size, and the highest tree that a quorum has signed, and that this
//! node has come to itself, is what pages and proofs are read from.

use ledger::checkpoint::{Cosigned, QuorumFault, SignedCheckpoint};
use ledger::rows::EpochRow;
use ledger::state::quorum;
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Checkpoints of one validator, and trees of this node, that are kept at once: the newest.
const KEPT_MAX: usize = 64;

/// Why signatures of another node are not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    /// It carries signatures of several validators, or of none.
    #[error("a node brings the signatures of its own validator and no others")]
    NotOne,
    /// Numbers or order.
    #[error("{0}")]
    Form(&'static str),
    /// They are not of this epoch, or false.
    #[error(transparent)]
    False(#[from] QuorumFault),
    /// It signed another tree of a size that this node has: a fork, or a node that lies.
    #[error(
        "{iss} signed another tree of {size} leaves than this node has: one of the two records was \
         forked, and the signatures prove it"
    )]
    Forked {
        /// The validator.
        iss: OrgId,
        /// The size.
        size: u64,
    },
}

/// The signatures of an epoch's validators; clones share them.
#[derive(Clone)]
pub struct Quorum {
    origin: Arc<str>,
    held: Arc<Mutex<Held>>,
    own: Arc<watch::Sender<Option<SignedCheckpoint>>>,
    agreed: Arc<watch::Sender<Option<SignedCheckpoint>>>,
}

#[derive(Default)]
struct Held {
    row: Option<EpochRow>,
    /// Roots of the trees that this node has come to, by size.
    trees: BTreeMap<u64, Hash>,
    signed: BTreeMap<OrgId, BTreeMap<u64, SignedCheckpoint>>,
    /// Whose nodes answered when they were last asked.
    there: BTreeSet<OrgId>,
}

impl Quorum {
    /// Without any signature.
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.into(),
            held: Arc::default(),
            own: Arc::new(watch::channel(None).0),
            agreed: Arc::new(watch::channel(None).0),
        }
    }

    /// A panic elsewhere while the lock was held leaves maps that are whole.
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on these validators count; signatures by other keys are forgotten.
    pub fn turn_to(&self, row: &EpochRow) {
        let mut held = self.lock();
        if held.row.as_ref() == Some(row) {
            return;
        }
        let there = std::mem::take(&mut held.there);
        *held = Held { row: Some(row.clone()), there, ..Held::default() };
        drop(held);
        self.own.send_replace(None);
        self.agreed.send_replace(None);
    }

    /// This node has come to a tree.
    pub fn reach(&self, size: u64, root: Hash) {
        let mut held = self.lock();
        held.trees.insert(size, root);
        thin(&mut held.trees);
        self.agree(held);
    }

    /// What this node's own validator has just signed, which others may now learn.
    pub fn sign(&self, own: SignedCheckpoint) {
        let mut held = self.lock();
        held.keep(&own);
        self.agree(held);
        self.own.send_replace(Some(own));
    }

    /// What another validator signed; its signatures are checked here.
    pub fn hear(&self, theirs: &SignedCheckpoint) -> Result<(), Unheard> {
        theirs.form().map_err(Unheard::Form)?;
        let [cosig] = theirs.cosigs.as_slice() else { return Err(Unheard::NotOne) };
        if theirs.log.len() != 1 || theirs.log.iter().any(|log| log.iss != cosig.iss) {
            return Err(Unheard::NotOne);
        }
        let row = self.lock().row.clone();
        let validators = row.map(|row| row.validators).unwrap_or_default();
        let one: Vec<_> = validators.into_iter().filter(|row| row.iss == cosig.iss).collect();
        if one.is_empty() {
            return Err(QuorumFault::Stranger(cosig.iss.clone()).into());
        }
        // Out of the lock: three signatures.
        theirs.check(&self.origin, &one)?;
        let mut held = self.lock();
        if held.trees.get(&theirs.size).is_some_and(|root| *root != theirs.root) {
            return Err(Unheard::Forked { iss: cosig.iss.clone(), size: theirs.size });
        }
        // The epoch may have turned meanwhile; then its keys do not count any more.
        let counts = |row: &EpochRow| row.validators.iter().any(|now| one.contains(now));
        if held.row.as_ref().is_some_and(counts) {
            held.keep(theirs);
            self.agree(held);
        }
        Ok(())
    }

    /// What a quorum signed together, as another node has it: each of the signatures as if its
    /// validator had brought it.
    pub fn hear_all(&self, theirs: &SignedCheckpoint) -> Result<(), Unheard> {
        theirs.form().map_err(Unheard::Form)?;
        for cosig in &theirs.cosigs {
            let log: Vec<_> =
                theirs.log.iter().filter(|log| log.iss == cosig.iss).cloned().collect();
            let (size, root, cosigs) = (theirs.size, theirs.root, vec![cosig.clone()]);
            self.hear(&SignedCheckpoint { size, root, log, cosigs })?;
        }
        Ok(())
    }

    /// The checkpoint that a quorum stands behind now.
    pub fn agreed(&self) -> Option<SignedCheckpoint> {
        self.agreed.borrow().clone()
    }

    /// The largest tree that any validator has signed, as far as this node has heard in this epoch.
    pub fn largest(&self) -> u64 {
        let held = self.lock();
        let last = held.signed.values().filter_map(|by_size| by_size.last_key_value());
        last.map(|(size, _)| *size).max().unwrap_or_default()
    }

    /// Whether the node of a member answered just now.
    pub fn answered(&self, iss: &OrgId, is_there: bool) {
        let there = &mut self.lock().there;
        if is_there {
            there.insert(iss.clone());
        } else {
            there.remove(iss);
        }
    }

    /// Whether so many validators are there, this node's own with them, that they can decide.
    pub fn can_decide(&self, me: &OrgId) -> bool {
        let held = self.lock();
        let rows = held.row.as_ref().map(|row| row.validators.as_slice()).unwrap_or_default();
        let there = rows.iter().filter(|row| row.iss == *me || held.there.contains(&row.iss));
        quorum(rows.len()) <= there.count()
    }

    /// What this node's own validator signed last in this epoch.
    pub fn own(&self) -> Option<SignedCheckpoint> {
        self.own.borrow().clone()
    }

    /// Tells of every new signature of this node's own.
    pub fn watch_own(&self) -> watch::Receiver<Option<SignedCheckpoint>> {
        self.own.subscribe()
    }

    /// Tells of every checkpoint that a quorum stands behind, also when one of them has a newer time.
    pub fn watch_agreed(&self) -> watch::Receiver<Option<SignedCheckpoint>> {
        self.agreed.subscribe()
    }

    /// How a checkpoint stands under this epoch's validators.
    pub fn judge(&self, checkpoint: &SignedCheckpoint) -> Result<Cosigned, QuorumFault> {
        let row = self.lock().row.clone();
        checkpoint.check(&self.origin, &row.map(|row| row.validators).unwrap_or_default())
    }

    fn agree(&self, mut held: MutexGuard<'_, Held>) {
        let Some(best) = held.best() else { return };
        // Told under the lock, so that an older one cannot overtake.
        self.agreed.send_if_modified(|now| {
            let is_new = now.as_ref() != Some(&best);
            if is_new {
                *now = Some(best);
            }
            is_new
        });
    }
}

impl Held {
    /// Keeps a checked signature; of one tree the newest.
    fn keep(&mut self, signed: &SignedCheckpoint) {
        let Some(cosig) = signed.cosigs.first() else { return };
        let by_size = self.signed.entry(cosig.iss.clone()).or_default();
        let is_newer = by_size.get(&signed.size).is_none_or(|there| time(there) <= time(signed));
        if is_newer {
            by_size.insert(signed.size, signed.clone());
        }
        thin(by_size);
    }

    /// The highest tree of this node's own that a quorum has signed, with all signatures that there
    /// are. What lies below it is forgotten.
    fn best(&mut self) -> Option<SignedCheckpoint> {
        let needed = quorum(self.row.as_ref()?.validators.len());
        let (size, root) = self.trees.iter().rev().find_map(|(size, root)| {
            let count = self.of_tree(*size, *root).count();
            (count >= needed).then_some((*size, *root))
        })?;
        let (mut log, mut cosigs) = (Vec::new(), Vec::new());
        for one in self.of_tree(size, root) {
            log.extend(one.log.iter().cloned());
            cosigs.extend(one.cosigs.iter().cloned());
        }
        self.trees.retain(|kept, _| size <= *kept);
        for by_size in self.signed.values_mut() {
            by_size.retain(|kept, _| size <= *kept);
        }
        Some(SignedCheckpoint { size, root, log, cosigs })
    }

    /// The signatures of one tree, by name.
    fn of_tree(&self, size: u64, root: Hash) -> impl Iterator<Item = &SignedCheckpoint> {
        self.signed
            .values()
            .filter_map(move |by_size| by_size.get(&size).filter(|one| one.root == root))
    }
}

/// The lower of the two times of the one validator.
fn time(signed: &SignedCheckpoint) -> u64 {
    let times = signed.cosigs.iter().flat_map(|one| [one.ed25519, one.p256]).flatten();
    times.map(|timed| timed.time).min().unwrap_or_default()
}

/// Drops the lowest.
pub(super) fn thin<T>(by_size: &mut BTreeMap<u64, T>) {
    while by_size.len() > KEPT_MAX {
        by_size.pop_first();
    }
}
