//! The time, which everything here is about.

use std::time::{Instant, SystemTime};

/// A watch that only goes forward.
#[expect(clippy::disallowed_methods, reason = "a bench measures the real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The time that statements carry.
#[expect(clippy::disallowed_methods, reason = "the measured node lives in the real time, too")]
pub(crate) fn today() -> SystemTime {
    SystemTime::now()
}
