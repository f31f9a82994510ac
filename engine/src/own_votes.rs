//! Which votes this process signed, to notice when another one uses its key.

use super::context::Vote;
use super::ids::BlockId;
use super::malachite::app::types::core::{NilOrVal, VoteType};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Heights that are remembered. Votes for older ones prove nothing about now.
const HEIGHTS: u64 = 4;

type Place = (u64, i64, VoteType);

/// The votes of the last few heights. Copies share one record.
#[derive(Clone, Debug)]
pub(super) struct OwnVotes(Arc<Mutex<Record>>);

#[derive(Debug)]
struct Record {
    /// Below this height nothing is known: votes may come from before this process.
    since: u64,
    votes: BTreeMap<Place, NilOrVal<BlockId>>,
}

impl OwnVotes {
    /// An empty record of a process that starts at `height`. At that height itself it may have
    /// voted before it crashed, so that the record is complete from the next height on.
    pub(super) fn from(height: u64) -> Self {
        let record = Record { since: height.saturating_add(1), votes: BTreeMap::new() };
        Self(Arc::new(Mutex::new(record)))
    }

    /// Called before the vote leaves this process.
    pub(super) fn record(&self, vote: &Vote) {
        let mut record = self.lock();
        record.votes.insert(place(vote), vote.value);
        let oldest = vote.height.0.saturating_sub(HEIGHTS);
        if record.since < oldest {
            record.since = oldest;
            record.votes.retain(|(height, _round, _kind), _value| oldest <= *height);
        }
    }

    /// Whether a vote that carries our good signature was signed elsewhere.
    pub(super) fn is_foreign(&self, vote: &Vote) -> bool {
        let record = self.lock();
        record.since <= vote.height.0 && record.votes.get(&place(vote)) != Some(&vote.value)
    }

    fn lock(&self) -> MutexGuard<'_, Record> {
        // The record is whole after every statement, also where a holder of the lock panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(vote: &Vote) -> Place {
    (vote.height.0, vote.round.as_i64(), vote.kind)
}
