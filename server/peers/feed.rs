//! Asking the other members' nodes for what they have decided.

use super::blocks::{END_PATH, WantedEnd, read};
use super::book::Known;
use super::caller::{CallError, Caller};
use super::whoami::Whoami;
use crate::commit::Commit;
use crate::keys::Keyring;
use crate::replica::{Answer, Feed};
use engine::Committed;
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A way to ask them, each in its turn.
pub struct PeerFeed {
    origin: String,
    whoami: Arc<Whoami>,
    known: Known,
    turn: AtomicUsize,
    /// Each with its connection.
    callers: Mutex<Vec<Caller>>,
}

impl PeerFeed {
    /// Nobody is asked yet.
    pub fn new(origin: &str, me: OrgId, (keys, commit): (Keyring, Commit), known: Known) -> Self {
        Self {
            origin: origin.to_owned(),
            whoami: Arc::new(Whoami::new(me, keys, commit)),
            known,
            turn: AtomicUsize::new(0),
            callers: Mutex::default(),
        }
    }

    /// Whoever's turn it is.
    fn next(&self) -> Option<Caller> {
        let known = self.known.borrow().clone();
        let others: Vec<_> = known.iter().filter(|peer| peer.iss != self.whoami.me).collect();
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        let peer = *others.get(turn.checked_rem(others.len())?)?;
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = callers.iter().find(|caller| *caller.peer == *peer) {
            return Some(caller.clone());
        }
        callers.retain(|caller| known.contains(&caller.peer));
        let caller = Caller::new(peer.clone(), &self.origin, Arc::clone(&self.whoami));
        callers.push(caller.clone());
        Some(caller)
    }
}

impl Feed for PeerFeed {
    fn count(&self) -> usize {
        self.known.borrow().iter().filter(|peer| peer.iss != self.whoami.me).count()
    }

    fn blocks(&self, from: u64) -> Answer<Vec<Committed>> {
        let caller = self.next();
        Box::pin(async move {
            let Some(caller) = caller else { return Vec::new() };
            match caller.blocks(from).await {
                Ok(bytes) => read(bytes).unwrap_or_default(),
                Err(error) => without(&caller, &error),
            }
        })
    }

    fn end_of(&self, epoch: u64) -> Answer<Option<SignedCheckpoint>> {
        let caller = self.next();
        Box::pin(async move {
            let caller = caller?;
            let body = serde_json::to_vec(&WantedEnd { epoch }).ok()?;
            match caller.ask(END_PATH, "application/json", body).await {
                Ok(kept) => kept,
                Err(error) => without(&caller, &error),
            }
        })
    }
}

fn without<T: Default>(caller: &Caller, error: &CallError) -> T {
    tracing::debug!(peer = %caller.peer.iss, cause = %error, "a node did not say what it has");
    T::default()
}
