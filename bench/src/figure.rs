//! A figure: what was measured, against what, and where it is written down.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file of all figures, oldest first.
pub(crate) const RESULTS: &str = "results.jsonl";

/// Something measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// Its name, such as `ingest`.
    pub(crate) what: String,
    /// `sqlite` or `postgres`, where that matters.
    pub(crate) database: Option<String>,
    /// How many events the chain had.
    pub(crate) events: u64,
    /// The figure.
    pub(crate) value: f64,
    /// Its unit.
    pub(crate) unit: String,
    /// What the same machine did in the same run.
    pub(crate) against: Option<Against>,
}

/// A yardstick.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Against {
    /// Its name.
    pub(crate) what: String,
    /// In the unit of the figure.
    pub(crate) value: f64,
}

impl Figure {
    /// The figure as a part of its yardstick.
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.against.as_ref().map(|against| self.value / against.value)
    }
}

/// A figure as it is kept: with the commit and the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) commit: String,
    pub(crate) day: String,
    pub(crate) machine: String,
    #[serde(flatten)]
    pub(crate) figure: Figure,
}

/// Where figures are told and written down.
pub(crate) struct Book {
    commit: String,
    day: String,
    machine: String,
    path: Option<PathBuf>,
    /// What this run has entered.
    entered: Vec<Figure>,
}

impl Book {
    /// Figures go to standard output, and to the results in a folder if there is one.
    pub(crate) fn new(commit: &str, day: &str, out: Option<&Path>) -> anyhow::Result<Self> {
        let path = out.map(|out| out.join(RESULTS));
        if let Some(out) = out {
            std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
        }
        Ok(Self {
            commit: commit.to_owned(),
            day: day.to_owned(),
            machine: machine(),
            path,
            entered: Vec::new(),
        })
    }

    /// Writes a figure down at once: a run that is cut short keeps what it has.
    pub(crate) fn enter(&mut self, figure: Figure) -> anyhow::Result<()> {
        let ratio =
            figure.ratio().map(|ratio| format!(", {:.0} % of {}", ratio * 100.0, of(&figure)));
        tell(&format!(
            "{:<22} {:<9} at {:>9} events: {:>12.2} {}{}",
            figure.what,
            figure.database.as_deref().unwrap_or(""),
            figure.events,
            figure.value,
            figure.unit,
            ratio.unwrap_or_default()
        ));
        self.entered.push(figure.clone());
        let Some(path) = &self.path else { return Ok(()) };
        let entry = Entry {
            commit: self.commit.clone(),
            day: self.day.clone(),
            machine: self.machine.clone(),
            figure,
        };
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        writeln!(file, "{}", serde_json::to_string(&entry)?)?;
        Ok(())
    }
}

impl Book {
    /// What this run has measured under a name, on a database.
    pub(crate) fn entered(&self, what: &str, database: &str) -> Vec<Figure> {
        let is_it =
            |figure: &&Figure| figure.what == what && figure.database.as_deref() == Some(database);
        self.entered.iter().filter(is_it).cloned().collect()
    }
}

fn of(figure: &Figure) -> &str {
    figure.against.as_ref().map_or("", |against| against.what.as_str())
}

/// Reads all figures.
pub(crate) fn read(out: &Path) -> anyhow::Result<Vec<Entry>> {
    let text = std::fs::read_to_string(out.join(RESULTS)).context(RESULTS)?;
    text.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}

/// A line for whoever watches.
pub(crate) fn tell(line: &str) {
    // Nobody to read it is no reason to fail.
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// The time below which `percent` of the times are, in milliseconds.
pub(crate) fn percentile_ms(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let rank = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(rank).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Cores, processor and memory.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = after(&read("/proc/cpuinfo"), "model name");
    let memory = after(&read("/proc/meminfo"), "MemTotal");
    let memory = memory.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    let model = model.unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    format!("{cores} cores, {model}, {} GiB", memory.unwrap_or_default().div_ceil(1 << 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_times_that_were() {
        let mut times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        let of = |times: &mut [Duration], percent| percentile_ms(times, percent).round() as u64;
        assert_eq!((of(&mut times, 50), of(&mut times, 99), of(&mut times, 100)), (50, 99, 100));
        assert_eq!(of(&mut times[..1], 99), 1);
        assert!(percentile_ms(&mut [], 50).abs() < f64::EPSILON);
    }
}
