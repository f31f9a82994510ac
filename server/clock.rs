//! The time, as an argument.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> u64;

    /// Milliseconds since some instant; unlike the time of day it never goes back. For what counts
    /// within a minute.
    fn ticks_ms(&self) -> u64 {
        self.now_ms()
    }

    /// Microseconds since some instant, as [`Clock::ticks_ms`]: for measuring, never for judging.
    fn ticks_us(&self) -> u64 {
        self.ticks_ms().saturating_mul(1_000)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    fn now_s(&self) -> u64 {
        self.now_ms() / 1_000
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now_ms(&self) -> u64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    fn ticks_ms(&self) -> u64 {
        u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn ticks_us(&self) -> u64 {
        u64::try_from(START.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

/// A clock that a test sets.
#[derive(Debug, Clone, Default)]
pub struct Manual {
    now_ms: Arc<AtomicU64>,
}

impl Manual {
    /// A clock that stands at that instant.
    pub fn at(now_ms: u64) -> Self {
        Self { now_ms: Arc::new(AtomicU64::new(now_ms)) }
    }

    /// Sets it.
    pub fn set(&self, now_ms: u64) {
        self.now_ms.store(now_ms, Ordering::SeqCst);
    }
}

impl Clock for Manual {
    fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::SeqCst)
    }
}
