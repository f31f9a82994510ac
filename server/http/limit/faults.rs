//! Signatures that do not match: counted by connection and by network, never by key, because
//! anybody can write anybody's key id under a false statement (`protocol.md` section 9).

use super::bounded::Keys;
use super::network::Network;
use crate::clock::Clock;
use crate::config::Limits;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const MINUTE_US: u64 = 60_000_000;

/// How many signatures of a request did not match. A handler leaves it with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadSignatures(pub(crate) u32);

/// The same of a connection.
#[derive(Debug, Default)]
pub(crate) struct ConnectionFaults(AtomicU32);

/// Counts for all networks; clones share the counts.
#[derive(Clone)]
pub(crate) struct Faults(Arc<Inner>);

struct Inner {
    keys: Keys,
    /// For each network, when it will have made up for its faults, in microseconds.
    amends_us: Mutex<HashMap<u64, u64>>,
    /// What one fault costs.
    cost_us: u64,
    of_connection: u32,
}

impl Faults {
    /// Nothing is counted yet.
    pub(crate) fn new(limits: &Limits, clock: &Arc<dyn Clock>) -> Self {
        let per_minute = u64::from(limits.bad_signatures_per_minute.get());
        Self(Arc::new(Inner {
            keys: Keys::new(Arc::clone(clock)),
            amends_us: Mutex::default(),
            cost_us: (MINUTE_US / per_minute).max(1),
            of_connection: limits.bad_signatures_of_connection.get(),
        }))
    }

    /// Whether a network may send statements. An error says after how many seconds it may.
    pub(crate) fn may_send(&self, network: Network) -> Result<(), u32> {
        let (key, now) = (self.key(network), self.0.now_us());
        let owes = self.0.lock().get(&key).map_or(0, |until| until.saturating_sub(now));
        let free = MINUTE_US.saturating_sub(self.0.cost_us);
        match owes.checked_sub(free) {
            None | Some(0) => Ok(()),
            Some(wait) => Err(u32::try_from(wait.div_ceil(1_000_000)).unwrap_or(u32::MAX)),
        }
    }

    /// Counts faults. The answer says whether their connection must be closed.
    pub(crate) fn count(
        &self,
        network: Network,
        connection: Option<&ConnectionFaults>,
        BadSignatures(count): BadSignatures,
    ) -> bool {
        let (key, now) = (self.key(network), self.0.now_us());
        let cost = self.0.cost_us.saturating_mul(u64::from(count));
        let mut amends = self.0.lock();
        let until = amends.entry(key).or_insert(now);
        // One minute is the most that anybody has to make up for.
        *until = (*until).max(now).saturating_add(cost).min(now.saturating_add(MINUTE_US));
        drop(amends);
        connection.is_some_and(|ConnectionFaults(had)| {
            had.fetch_add(count, Ordering::Relaxed).saturating_add(count) >= self.0.of_connection
        })
    }

    fn key(&self, network: Network) -> u64 {
        let now = self.0.now_us();
        let sweep = || self.0.lock().retain(|_, until| *until > now);
        self.0.keys.key(network, || self.0.lock().len(), sweep)
    }
}

impl Inner {
    fn now_us(&self) -> u64 {
        self.keys.now_ms().saturating_mul(1_000)
    }

    /// Nothing below can panic while the map is half changed.
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, u64>> {
        self.amends_us.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
