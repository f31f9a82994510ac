//! The time, for lengths and for the day that stands in the log.

use anyhow::Context as _;
use std::process::Command;
use std::time::{Duration, Instant};

/// Since when something goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since(Instant);

impl Since {
    #[expect(clippy::disallowed_methods, reason = "a soak is measured by the machine's own clock")]
    pub(super) fn now() -> Self {
        Self(Instant::now())
    }

    pub(super) fn length(self) -> Duration {
        self.0.elapsed()
    }
}

/// The day, in UTC: `2026-11-22`.
pub(super) fn today() -> anyhow::Result<String> {
    let output = Command::new("date").args(["-u", "+%F"]).output().context("date")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
