//! One slice of one soak: the program that does it, and what came of it.

use super::child::{self, Ended, Files, Told};
use super::clock::{Since, today};
use super::code;
use super::fuzzing;
use super::interrupt::Interrupt;
use super::row::{Row, grouped};
use super::table::{Soak, Work};
use crate::fuzz;
use crate::machine::machine;
use crate::run::{run, tell};
use anyhow::ensure;
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

/// How often a line says how far it is.
const TELL_EVERY: Duration = Duration::from_secs(10);

const TESTS: [&str; 7] =
    ["test", "--workspace", "--features", "ledger/sample", "--locked", "--test", "it"];

const MUTANTS: [&str; 8] =
    ["--locked", "-q", "-p", "ledger", "--features", "sample", "--example", "evidence_mutants"];

/// How much, and from where on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Portion {
    pub(super) first: u64,
    /// At most so many.
    pub(super) count: u64,
    /// And not much longer than this.
    pub(super) length: Duration,
    /// How many there are before it, towards the target.
    pub(super) before: u64,
}

/// What came of a slice.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) row: Row,
    /// What failed, and how to see it again.
    pub(super) failure: Option<String>,
}

/// Builds what a soak needs.
pub(super) fn build(soak: &Soak) -> anyhow::Result<()> {
    match soak.work {
        Work::Rounds(_) => run("cargo", &[TESTS.as_slice(), &["--no-run"]].concat()),
        Work::Mutants => run("cargo", &[["build"].as_slice(), &MUTANTS].concat()),
        Work::Fuzz(_) => fuzz::build(),
    }
}

/// Runs a slice.
pub(super) fn slice(
    soak: &'static Soak,
    commit: &str,
    portion: Portion,
    interrupt: &Interrupt,
) -> anyhow::Result<Done> {
    let day = today()?;
    let (told, seconds, failure) = match soak.work {
        Work::Rounds(_) | Work::Mutants => counted(soak, portion, interrupt)?,
        Work::Fuzz(target) => fuzzed(target, portion, interrupt)?,
    };
    let row = Row {
        soak: soak.name.to_owned(),
        code: code::digest(commit, soak.code)?,
        commit: commit.to_owned(),
        machine: machine(),
        day,
        first: portion.first,
        done: told.done,
        failures: told.failures,
        seconds,
        figures: told.figures,
    };
    Ok(Done { row, failure })
}

type Counted = (Told, u64, Option<String>);

fn counted(
    soak: &'static Soak,
    portion: Portion,
    interrupt: &Interrupt,
) -> anyhow::Result<Counted> {
    let files = Files::of(soak.name)?;
    let command = command(soak, portion, &files);
    let since = Since::now();
    let mut said = Duration::ZERO;
    let ended = child::run(command, &files, interrupt, |told| {
        let length = since.length();
        if length.saturating_sub(said) >= TELL_EVERY {
            said = length;
            tell(&progress(soak, portion.before, told, length));
        }
        length >= portion.length
    })?;
    let Ended { mut told, well, words } = ended;
    ensure!(!well || told.soak == soak.name, "{} counted nothing:\n{words}", soak.name);
    if !well {
        // A program that did not end well failed, whatever it counted.
        told.failures = told.failures.max(1);
    }
    let failure = (told.failures > 0).then(|| {
        let at = portion.first.saturating_add(told.done);
        format!(
            "{} failed at or before number {at}:\n{words}\nKept: {}\nAgain: cargo xtask soak {} \
             --first {at} --count 1",
            soak.name,
            files.keep.display(),
            soak.name,
        )
    });
    Ok((told, since.length().as_secs(), failure))
}

fn command(soak: &Soak, portion: Portion, files: &Files) -> Command {
    let mut command = Command::new("cargo");
    let (first, count) = (portion.first.to_string(), portion.count.to_string());
    if let Work::Rounds(test) = soak.work {
        command.args(TESTS).args(["-q", "--", "--exact", test, "--nocapture"]);
        command.env("FURLONG_ROUNDS", count).env("FURLONG_ROUNDS_FIRST", first);
        command.env("FURLONG_ROUNDS_STOP", &files.stop).env("FURLONG_ROUNDS_KEEP", &files.keep);
        command.env("FURLONG_TEST_NEEDS_POSTGRES", "1");
    } else {
        command.arg("run").args(MUTANTS).args(["--", &first, &count]);
        command.arg("--keep").arg(&files.keep).arg("--stop").arg(&files.stop);
    }
    command
}

fn fuzzed(target: &str, portion: Portion, interrupt: &Interrupt) -> anyhow::Result<Counted> {
    // To libFuzzer, 0 is for ever.
    let seconds = portion.count.min(portion.length.as_secs()).max(1);
    tell(&format!("fuzz-{target}: {} s of fuzzing", grouped(seconds)));
    let (outcome, length) = fuzzing::slice(target, seconds, interrupt)?;
    tell(&outcome.line(target, length));
    let Outcomes { figures, failure } = Outcomes::of(&outcome);
    let failures = u64::from(failure.is_some());
    let told = Told { soak: format!("fuzz-{target}"), done: length, failures, figures };
    Ok((told, length, failure))
}

/// What the log keeps of a run of libFuzzer.
struct Outcomes {
    figures: BTreeMap<String, u64>,
    failure: Option<String>,
}

impl Outcomes {
    fn of(outcome: &fuzz::Outcome) -> Self {
        let figures =
            [("runs", outcome.runs), ("places", outcome.covered), ("inputs", outcome.found)];
        let figures = figures.map(|(name, count)| (name.to_owned(), count)).into();
        Self { figures, failure: outcome.crash.clone() }
    }
}

/// `kills-sqlite: 120 of 1,000 rounds, 1.9 a second, 8 min to the target`
pub(super) fn progress(soak: &Soak, before: u64, told: &Told, length: Duration) -> String {
    let (sum, seconds) = (before.saturating_add(told.done), length.as_secs().max(1));
    let tenths = told.done.saturating_mul(10).checked_div(seconds).unwrap_or_default();
    let missing = soak.target.saturating_sub(sum);
    let left = missing.saturating_mul(seconds).checked_div(told.done.saturating_mul(60));
    let left = left.map_or_else(String::new, |minutes| {
        format!(", {} min to the target", grouped(minutes.saturating_add(u64::from(missing > 0))))
    });
    let failed = match told.failures {
        0 => String::new(),
        failures => format!(", {failures} FAILED"),
    };
    format!(
        "{}: {} of {} {}, {}.{} a second{left}{failed}",
        soak.name,
        grouped(sum),
        grouped(soak.target),
        soak.unit,
        tenths / 10,
        tenths % 10,
    )
}
