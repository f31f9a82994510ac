//! Names of strangers as short keys, of which only so many are kept.

use crate::clock::Clock;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many strangers are told apart at once.
pub(super) const KEYS_MAX: usize = 65_536;
/// When there are more, they share so many places until some are forgotten.
pub(super) const CROWD: u64 = 1_024;
/// Looking for forgotten ones reads them all: not more often than this.
const SWEEP_MS: u64 = 1_000;

/// Gives keys. They are drawn anew at each start, so that nobody can choose whose key to share.
pub(super) struct Keys {
    random: RandomState,
    clock: Arc<dyn Clock>,
    swept_ms: AtomicU64,
}

impl Keys {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { random: RandomState::new(), clock, swept_ms: AtomicU64::new(0) }
    }

    pub(super) fn now_ms(&self) -> u64 {
        self.clock.ticks_ms()
    }

    /// The key of a name in a table that has `len()` keys and can `sweep()` out those that mean
    /// nothing any more. The table never has more than [`KEYS_MAX`] + [`CROWD`] and a few.
    pub(super) fn key(
        &self,
        name: impl Hash,
        len: impl Fn() -> usize,
        sweep: impl FnOnce(),
    ) -> u64 {
        let key = self.random.hash_one(name);
        if len() < KEYS_MAX {
            return key;
        }
        let now = self.now_ms();
        let swept = self.swept_ms.load(Ordering::Relaxed);
        let due = swept == 0 || now.saturating_sub(swept) >= SWEEP_MS;
        if due && self.claim(swept, now) {
            sweep();
        }
        if len() < KEYS_MAX { key } else { key % CROWD }
    }

    /// Whether this thread is the one that sweeps now.
    fn claim(&self, swept: u64, now: u64) -> bool {
        let relaxed = Ordering::Relaxed;
        self.swept_ms.compare_exchange(swept, now, relaxed, relaxed).is_ok()
    }
}
