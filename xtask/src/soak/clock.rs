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

/// How many seconds of a processor the programs took that this one started and that have ended.
///
/// # Errors
///
/// If the kernel does not tell (`proc_pid_stat(5)`: the fields 16 and 17, in ticks).
pub(super) fn of_children() -> anyhow::Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("/proc/self/stat")?;
    // The second field is a name in brackets, with whatever is in it.
    let (_, after) = stat.rsplit_once(')').context("/proc/self/stat has no name")?;
    let mut fields = after.split_ascii_whitespace().skip(13);
    let mut ticks = || fields.next().and_then(|field| field.parse::<u64>().ok());
    let (user, system) = ticks().zip(ticks()).context("/proc/self/stat has no times")?;
    Ok(user.saturating_add(system) / TICKS)
}

/// In a second, on every Linux (`USER_HZ`).
const TICKS: u64 = 100;
