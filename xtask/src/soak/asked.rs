//! What was asked for on the command line.

use super::table::{SOAKS, find};
use anyhow::{Context as _, bail, ensure};

/// A slice is written to the log before the next begins.
const SLICE_MINUTES: u64 = 10;

/// What is to be done.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Without any, whichever lacks most, again and again.
    pub(super) names: Vec<String>,
    /// When to end; without, when the targets are reached.
    pub(super) minutes: Option<u64>,
    /// How many of each, however many there were.
    pub(super) count: Option<u64>,
    /// Which number to begin with: to see a failure again. Nothing is logged then.
    pub(super) first: Option<u64>,
    pub(super) slice_minutes: u64,
    pub(super) json: bool,
    pub(super) list: bool,
}

impl Asked {
    /// Reads what follows `cargo xtask soak`.
    pub(crate) fn parse(words: &[&str]) -> anyhow::Result<Self> {
        let mut asked = Self {
            names: Vec::new(),
            minutes: None,
            count: None,
            first: None,
            slice_minutes: SLICE_MINUTES,
            json: false,
            list: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || {
                let told = words.next().and_then(|number| number.parse::<u64>().ok());
                told.with_context(|| format!("{word} is followed by a whole number"))
            };
            match *word {
                "--minutes" => asked.minutes = Some(number()?),
                "--count" => asked.count = Some(number()?),
                "--first" => asked.first = Some(number()?),
                "--slice" => asked.slice_minutes = number()?,
                "--json" => asked.json = true,
                "--list" => asked.list = true,
                option if option.starts_with('-') => bail!("{option} is no option of this task"),
                name => asked.names.push(name.to_owned()),
            }
        }
        ensure!(asked.slice_minutes > 0, "--slice is 1 or more");
        ensure!(
            asked.count.is_none() && asked.first.is_none() || !asked.names.is_empty(),
            "name the soaks that --count and --first are about"
        );
        if let Some(other) = asked.names.iter().find(|name| find(name).is_none()) {
            let names: Vec<&str> = SOAKS.iter().map(|soak| soak.name).collect();
            bail!("{other} is no soak; there are {}", names.join(" "));
        }
        Ok(asked)
    }
}
