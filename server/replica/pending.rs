//! Statements that wait for a block.
//!
//! Bounded, and drained in turns by organisation, so that one that sends much does not make the
//! others wait. A statement stays here until a block that holds it is committed, because the round
//! in which it was proposed may fail.

use super::waits::{Brought, Load, Outcome, Refusal, Waits};
use crate::metrics::Metrics;
use ledger::statement::{Jti, Statement, Verified};
use ledger::{Hash, OrgId};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};

/// So many bytes wait at most; a statement more is told to come back.
pub(super) const BYTES_MAX: usize = 64 << 20;

#[derive(Default)]
struct Waiting {
    by_hash: BTreeMap<Hash, Entry>,
    pairs: BTreeMap<(OrgId, Jti), Hash>,
    turns: BTreeMap<OrgId, VecDeque<Hash>>,
    /// What clients brought, numbered as it came.
    ours: BTreeMap<u64, Hash>,
    /// The number of the next of those, less one.
    count: u64,
    last_turn: Option<OrgId>,
    bytes: usize,
    /// So many statements wait at most.
    max: usize,
    metrics: Option<Metrics>,
}

/// An organisation's statements in their order, as far as a block has taken them.
type Turn<'w> = std::collections::vec_deque::Iter<'w, Hash>;

struct Entry {
    statement: Arc<Verified>,
    listeners: Vec<oneshot::Sender<Outcome>>,
    /// Its number in `ours`, if a client brought it.
    number: Option<u64>,
    /// When it came, by the clock of the metrics.
    since_us: u64,
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

    /// Counts and times what waits from now on.
    #[must_use]
    pub fn measured_by(self, metrics: Metrics) -> Self {
        self.lock().metrics = Some(metrics);
        self
    }

    /// How full it is.
    pub fn load(&self) -> Load {
        let waiting = self.lock();
        let statements = waiting.by_hash.len();
        Load { statements, statements_max: waiting.max, bytes: waiting.bytes }
    }

    /// A panic elsewhere while the lock was held cannot leave the maps half changed: every change
    /// below is complete before anything that could panic.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes statements in, each on its own. A statement that waits already gets another listener,
    /// also when its signature is another: what was signed is the same.
    pub fn add(
        &self,
        statements: Vec<Arc<Verified>>,
        brought: Brought,
    ) -> Vec<Result<Waits, Refusal>> {
        let mut waiting = self.lock();
        let add = |statement| waiting.add(statement, brought);
        let answers = statements.into_iter().map(add).collect();
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

    /// What clients brought after the one with that number, and still waits: in the order in which it
    /// came, at most `count` and `bytes`, with the number of the last.
    pub fn brought_after(
        &self,
        number: u64,
        count: usize,
        bytes: usize,
    ) -> (Vec<Arc<Verified>>, u64) {
        let waiting = self.lock();
        let (mut taken, mut last, mut size) = (Vec::new(), number, 0_usize);
        for (number, hash) in waiting.ours.range((Excluded(number), Unbounded)).take(count) {
            let Some(entry) = waiting.by_hash.get(hash) else { continue };
            size = size.saturating_add(entry.statement.statement().bytes().len());
            if size > bytes && !taken.is_empty() {
                break;
            }
            taken.push(Arc::clone(&entry.statement));
            last = *number;
        }
        (taken, last)
    }

    /// The number of what a client brought last, also if it waits no more.
    pub fn newest_brought(&self) -> u64 {
        self.lock().count
    }

    /// Resolves when a client has brought one after the one with that number.
    pub async fn brought(&self, number: u64) {
        loop {
            let arrived = self.arrived.notified();
            if self.lock().count > number {
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
    fn add(&mut self, statement: Arc<Verified>, brought: Brought) -> Result<Waits, Refusal> {
        let inner = statement.statement();
        let (hash, length) = (inner.leaf_hash(), inner.bytes().len());
        let pairs: Vec<_> = inner.pairs().map(|(iss, jti)| (iss.clone(), jti)).collect();
        if let Some(there) = pairs.iter().find_map(|pair| self.pairs.get(pair)).copied() {
            return self.join(there, inner);
        }
        let (tell, told) = oneshot::channel();
        if self.by_hash.len() >= self.max || self.bytes.saturating_add(length) > BYTES_MAX {
            return Err(Refusal::Full);
        }
        self.bytes += length;
        self.turns.entry(inner.iss().clone()).or_default().push_back(hash);
        self.pairs.extend(pairs.into_iter().map(|pair| (pair, hash)));
        let since_us = self.metrics.as_ref().map_or(0, Metrics::begin);
        let number = (brought == Brought::ByClient).then(|| {
            self.count += 1;
            self.ours.insert(self.count, hash);
            self.count
        });
        self.by_hash.insert(hash, Entry { statement, listeners: vec![tell], number, since_us });
        Ok(Waits { leaf_hash: hash, told })
    }

    /// Another listener for what waits, if it says the same as `again`.
    fn join(&mut self, there: Hash, again: &Statement) -> Result<Waits, Refusal> {
        let entry = self.by_hash.get_mut(&there);
        let same = entry.filter(|entry| entry.statement.statement().says(again));
        let Some(entry) = same else { return Err(Refusal::Taken) };
        let (tell, told) = oneshot::channel();
        // While the chain stalls, clients go and come again.
        entry.listeners.retain(|listener| !listener.is_closed());
        entry.listeners.push(tell);
        Ok(Waits { leaf_hash: there, told })
    }

    fn next(&mut self, count: usize, bytes: usize) -> Vec<Arc<Verified>> {
        let mut taken: Vec<Arc<Verified>> = Vec::new();
        let mut size = 0_usize;
        let mut turns = self.turn_order();
        // Who has given one goes to the end; who has no more does not come again.
        while let Some(mut turn) = turns.pop_front().filter(|_| taken.len() < count) {
            let entry = turn.next().and_then(|hash| self.by_hash.get(hash));
            let Some(entry) = entry else { continue };
            size = size.saturating_add(entry.statement.statement().bytes().len());
            if size > bytes {
                break;
            }
            taken.push(Arc::clone(&entry.statement));
            turns.push_back(turn);
        }
        if let Some(last) = taken.last() {
            self.last_turn = Some(last.statement().iss().clone());
        }
        taken
    }

    /// All organisations, beginning after the one that had the last turn.
    fn turn_order(&self) -> VecDeque<Turn<'_>> {
        let Some(last) = &self.last_turn else {
            return self.turns.values().map(VecDeque::iter).collect();
        };
        let after = self.turns.range((Excluded(last), Unbounded));
        let until = self.turns.range(..=last);
        after.chain(until).map(|(_iss, queue)| queue.iter()).collect()
    }

    fn settle(&mut self, hash: Hash, outcome: &Outcome) {
        let Some(entry) = self.by_hash.remove(&hash) else { return };
        if let Some(number) = entry.number {
            self.ours.remove(&number);
        }
        if let Some(metrics) = &self.metrics {
            let queue = &metrics.stages().replica;
            match outcome {
                Outcome::Committed(_) => queue.wait.observe_us(metrics.since(entry.since_us)),
                Outcome::Dropped(_) => {
                    queue.dropped.inc();
                }
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::key::P256Secret;
    use ledger::statement::{Body, Draft, Statement};

    const ORIGIN: &str =
        "test.example/0000000000000000000000000000000000000000000000000000000000000000";

    /// The `n`th statement of an organisation.
    fn statement(org: u8, n: u8) -> Arc<Verified> {
        let secret = P256Secret::from_bytes(&[org + 1; 32]).unwrap();
        let gln = ["9520101000002", "9520105000008", "9520999000009"][usize::from(org)];
        let draft = Draft {
            iss: OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap(),
            origin: ORIGIN.to_owned(),
            jti: Jti::from_parts(1_794_484_800_000, [n; 10]),
            iat: 1_794_484_800,
            body: Body::Governance(
                ledger::governance::Gov::Told(ledger::governance::Told::NameUs { show: true })
                    .to_json(),
            ),
        };
        let jws = draft.sign(&secret);
        let key = secret.public();
        let read = Statement::read(jws.as_bytes(), ORIGIN).unwrap();
        Arc::new(read.verify(|_kid| Some(&key)).unwrap())
    }

    fn taken(pending: &Pending, count: usize) -> Vec<Hash> {
        let next = pending.next(count, BYTES_MAX);
        next.iter().map(|one| one.statement().leaf_hash()).collect()
    }

    #[test]
    fn organisations_give_one_in_turn() {
        let pending = Pending::new(100);
        let all: Vec<Arc<Verified>> = [(0, 3), (1, 1), (2, 2)]
            .into_iter()
            .flat_map(|(org, count)| (0..count).map(move |n| statement(org, n)))
            .collect();
        let hash = |place: usize| all[place].statement().leaf_hash();
        pending.add(all.clone(), Brought::ByClient);
        assert_eq!(taken(&pending, 9), [0, 3, 4, 1, 5, 2].map(hash));
        // The next block begins after whoever had the last turn.
        assert_eq!(taken(&pending, 2), [3, 4].map(hash));
        assert_eq!(taken(&pending, 2), [0, 3].map(hash));
        let outcome = Outcome::Dropped(String::new());
        pending.settle((0..6).map(|place| (hash(place), outcome.clone())));
        assert!(pending.is_empty() && taken(&pending, 9).is_empty());
    }

    #[test]
    fn listeners_that_went_away_do_not_pile_up() {
        let pending = Pending::new(100);
        let one = statement(0, 1);
        let hash = one.statement().leaf_hash();
        for _ in 0..100 {
            drop(pending.add(vec![Arc::clone(&one)], Brought::ByClient));
        }
        let last = pending.add(vec![one], Brought::ByClient).remove(0).unwrap();
        assert_eq!(pending.lock().by_hash[&hash].listeners.len(), 1);
        pending.settle([(hash, Outcome::Dropped("late".to_owned()))]);
        assert_eq!(last.told.blocking_recv().unwrap(), Outcome::Dropped("late".to_owned()));
    }
}
