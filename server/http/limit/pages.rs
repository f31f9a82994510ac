//! How many pages: by one network, and about the codes of one company.

use super::bounded::Keys;
use super::network::Network;
use crate::clock::Clock;
use crate::config::Limits;
use governor::clock::Clock as Ticking;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// Counts the pages of everybody; clones share the counts.
#[derive(Clone)]
pub(crate) struct Pages {
    networks: Arc<Meter>,
    prefixes: Arc<Meter>,
}

impl Pages {
    /// Nothing is counted yet.
    pub(crate) fn new(limits: &Limits, clock: &Arc<dyn Clock>) -> Self {
        let meter = |per_minute| Arc::new(Meter::new(per_minute, Arc::clone(clock)));
        Self {
            networks: meter(limits.pages_per_minute),
            prefixes: meter(limits.pages_per_minute_of_prefix),
        }
    }

    /// Counts a page for a network. An error says after how many seconds there is another one.
    pub(crate) fn of_network(&self, network: Network) -> Result<(), u32> {
        self.networks.count(network)
    }

    /// Counts a page for the company whose codes begin like this: guessing lot numbers from many
    /// addresses gets no further than from one.
    pub(crate) fn of_prefix(&self, digits: &str) -> Result<(), u32> {
        self.prefixes.count(digits)
    }
}

/// One limit, for each of many names.
pub(super) struct Meter {
    keys: Keys,
    rates: RateLimiter<u64, DashMapStateStore<u64>, Ticks, NoOpMiddleware<Duration>>,
    ticks: Ticks,
}

impl Meter {
    pub(super) fn new(per_minute: NonZeroU32, clock: Arc<dyn Clock>) -> Self {
        let ticks = Ticks(Arc::clone(&clock));
        let quota = Quota::per_minute(per_minute);
        let rates = RateLimiter::new(quota, DashMapStateStore::default(), ticks.clone());
        Self { keys: Keys::new(clock), rates, ticks }
    }

    pub(super) fn count(&self, name: impl Hash) -> Result<(), u32> {
        let key = self.keys.key(name, || self.rates.len(), || self.rates.retain_recent());
        self.rates.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(self.ticks.now());
            u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX).max(1)
        })
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rates.len()
    }
}

/// The node's clock, as the meter reads it.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl Ticking for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.ticks_ms())
    }
}
