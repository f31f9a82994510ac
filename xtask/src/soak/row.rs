//! One row of the log: what a run did under one code, and how rows add up.

use super::table::Soak;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) soak: String,
    /// Digest of the code under test.
    pub(super) code: String,
    pub(super) commit: String,
    pub(super) machine: String,
    /// The day on which it began, in UTC.
    pub(super) day: String,
    /// The number of the first round or file.
    pub(super) first: u64,
    /// How many there were.
    pub(super) done: u64,
    pub(super) failures: u64,
    /// How long it took.
    pub(super) seconds: u64,
    /// Whatever else was counted.
    pub(super) figures: BTreeMap<String, u64>,
}

/// A figure that is a height and not a sum.
const HEIGHT: &str = "places";

impl Row {
    /// The number after the last.
    pub(super) fn end(&self) -> u64 {
        self.first.saturating_add(self.done)
    }

    /// Takes in a row that goes on where this one ends, in the same run or a later one of that day.
    pub(super) fn extend(&mut self, next: &Self) -> bool {
        let names = |row: &Self| {
            [&row.soak, &row.code, &row.commit, &row.machine, &row.day].map(String::clone)
        };
        if names(self) != names(next) || self.end() != next.first {
            return false;
        }
        self.done = self.done.saturating_add(next.done);
        self.failures = self.failures.saturating_add(next.failures);
        self.seconds = self.seconds.saturating_add(next.seconds);
        for (name, count) in &next.figures {
            let sum = self.figures.entry(name.clone()).or_default();
            *sum = if name == HEIGHT { *count.max(sum) } else { sum.saturating_add(*count) };
        }
        true
    }
}

/// What all rows of a soak say of one code.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) done: u64,
    pub(super) failures: u64,
    pub(super) seconds: u64,
    /// Inputs, where the unit is seconds.
    pub(super) runs: u64,
}

impl Sum {
    /// The sum under one code.
    pub(super) fn of(rows: &[Row], soak: &Soak, code: &str) -> Self {
        let mut sum = Self::default();
        for row in rows.iter().filter(|row| row.soak == soak.name && row.code == code) {
            sum.done = sum.done.saturating_add(row.done);
            sum.failures = sum.failures.saturating_add(row.failures);
            sum.seconds = sum.seconds.saturating_add(row.seconds);
            sum.runs = sum.runs.saturating_add(*row.figures.get("runs").unwrap_or(&0));
        }
        sum
    }

    /// What was done in a second, with its unit.
    pub(super) fn speed(&self, soak: &Soak) -> String {
        let (count, unit) = match self.runs {
            0 => (self.done, soak.unit),
            runs => (runs, "inputs"),
        };
        let tenths = count.saturating_mul(10).checked_div(self.seconds).unwrap_or_default();
        match tenths {
            0..100 => format!("{}.{} {unit}/s", tenths / 10, tenths % 10),
            _ => format!("{} {unit}/s", grouped(tenths / 10)),
        }
    }
}

/// A number with a comma before every third digit.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
