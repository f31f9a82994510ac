//! Statements that wait for a block.
//!
//! Bounded, and drained in turns by organisation, so that one that sends much does not make the
//! others wait. A statement stays here until a block that holds it is committed, because the round
//! in which it was proposed may fail.

use crate::commit::Receipt;
use ledger::statement::{Jti, Verified};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};

/// So many bytes wait at most; a statement more is told to come back.
pub(super) const BYTES_MAX: usize = 64 << 20;

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the ledger.
    Committed(Receipt),
    /// It stopped being valid before it was ordered.
    Dropped(String),
}

/// Where a statement's outcome will be told.
pub type Told = oneshot::Receiver<Outcome>;

/// Why a statement may not wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The queue is full.
    #[error("too many statements are waiting to be ordered")]
    Full,
    /// Another statement with its id waits already.
    #[error("another statement with this id is waiting to be ordered")]
    Taken,
}

#[derive(Default)]
struct Waiting {
    by_hash: BTreeMap<Hash, Entry>,
    pairs: BTreeMap<(OrgId, Jti), Hash>,
    turns: BTreeMap<OrgId, VecDeque<Hash>>,
    last_turn: Option<OrgId>,
    bytes: usize,
    /// So many statements wait at most.
    max: usize,
}

struct Entry {
    statement: Arc<Verified>,
    listeners: Vec<oneshot::Sender<Outcome>>,
}

/// The queue; clones share it.
#[derive(Clone)]
pub struct Pending {
    waiting: Arc<Mutex<Waiting>>,
    arrived: Arc<Notify>,
}

impl Pending {
    /// An empty queue in which at most `max` statements wait.
    pub fn new(max: usize) -> Self {
        let waiting = Waiting { max, ..Waiting::default() };
        Self { waiting: Arc::new(Mutex::new(waiting)), arrived: Arc::default() }
    }

    /// A panic elsewhere while the lock was held cannot leave the maps half changed: every change
    /// below is complete before anything that could panic.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes statements in, each on its own. A statement that waits already gets another listener.
    pub fn add(&self, statements: Vec<Arc<Verified>>) -> Vec<Result<Told, Refusal>> {
        let mut waiting = self.lock();
        let answers = statements.into_iter().map(|statement| waiting.add(statement)).collect();
        drop(waiting);
        self.arrived.notify_waiters();
        answers
    }

    /// Whether this statement waits.
    pub fn holds(&self, hash: Hash) -> bool {
        self.lock().by_hash.contains_key(&hash)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.lock().by_hash.is_empty()
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.lock().by_hash.len()
    }

    /// Resolves when something waits.
    pub async fn arrival(&self) {
        loop {
            // Registered before the look, so that an arrival between the two is not missed.
            let arrived = self.arrived.notified();
            if !self.is_empty() {
                return;
            }
            arrived.await;
        }
    }

    /// The next statements for a block, one of each organisation in turn, at most `count` and
    /// `bytes`. They stay in the queue.
    pub fn next(&self, count: usize, bytes: usize) -> Vec<Arc<Verified>> {
        self.lock().next(count, bytes)
    }

    /// Tells what became of statements and forgets them.
    pub fn settle(&self, outcomes: impl IntoIterator<Item = (Hash, Outcome)>) {
        let mut waiting = self.lock();
        for (hash, outcome) in outcomes {
            waiting.settle(hash, &outcome);
        }
    }
}

impl Waiting {
    fn add(&mut self, statement: Arc<Verified>) -> Result<Told, Refusal> {
        let (tell, told) = oneshot::channel();
        let inner = statement.statement();
        let (hash, length) = (inner.leaf_hash(), inner.bytes().len());
        if let Some(entry) = self.by_hash.get_mut(&hash) {
            entry.listeners.push(tell);
            return Ok(told);
        }
        let pairs: Vec<_> = inner.pairs().map(|(iss, jti)| (iss.clone(), jti)).collect();
        if pairs.iter().any(|pair| self.pairs.contains_key(pair)) {
            return Err(Refusal::Taken);
        }
        if self.by_hash.len() >= self.max || self.bytes.saturating_add(length) > BYTES_MAX {
            return Err(Refusal::Full);
        }
        self.bytes += length;
        self.turns.entry(inner.iss().clone()).or_default().push_back(hash);
        self.pairs.extend(pairs.into_iter().map(|pair| (pair, hash)));
        self.by_hash.insert(hash, Entry { statement, listeners: vec![tell] });
        Ok(told)
    }

    fn next(&mut self, count: usize, bytes: usize) -> Vec<Arc<Verified>> {
        let mut taken: Vec<Arc<Verified>> = Vec::new();
        let mut size = 0_usize;
        let orgs = self.turn_order();
        // In each round every organisation gives its next statement.
        let in_turns = (0..count)
            .map(|round| orgs.iter().filter_map(|iss| self.at(iss, round)).collect::<Vec<_>>());
        for statement in in_turns.take_while(|round| !round.is_empty()).flatten() {
            size = size.saturating_add(statement.statement().bytes().len());
            if taken.len() >= count || size > bytes {
                break;
            }
            taken.push(statement);
        }
        if let Some(last) = taken.last() {
            self.last_turn = Some(last.statement().iss().clone());
        }
        taken
    }

    fn at(&self, iss: &OrgId, place: usize) -> Option<Arc<Verified>> {
        let hash = self.turns.get(iss)?.get(place)?;
        self.by_hash.get(hash).map(|entry| Arc::clone(&entry.statement))
    }

    /// All organisations, beginning after the one that had the last turn.
    fn turn_order(&self) -> Vec<OrgId> {
        let orgs: Vec<OrgId> = self.turns.keys().cloned().collect();
        let first = self.last_turn.as_ref().map_or(0, |last| orgs.partition_point(|o| o <= last));
        let (before, after) = orgs.split_at(first);
        after.iter().chain(before).cloned().collect()
    }

    fn settle(&mut self, hash: Hash, outcome: &Outcome) {
        let Some(entry) = self.by_hash.remove(&hash) else { return };
        let statement = entry.statement.statement();
        self.bytes = self.bytes.saturating_sub(statement.bytes().len());
        for (iss, jti) in statement.pairs() {
            self.pairs.remove(&(iss.clone(), jti));
        }
        if let Some(queue) = self.turns.get_mut(statement.iss()) {
            // Nearly always the oldest: blocks take from the front.
            if queue.front() == Some(&hash) {
                queue.pop_front();
            } else {
                queue.retain(|other| *other != hash);
            }
            if queue.is_empty() {
                self.turns.remove(statement.iss());
            }
        }
        for listener in entry.listeners {
            // A client that went away does not need its answer; the ledger has it.
            if listener.send(outcome.clone()).is_err() {
                tracing::debug!(leaf.hash = %hash, "nobody waits for this outcome any more");
            }
        }
    }
}
