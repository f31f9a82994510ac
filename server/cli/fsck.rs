//! `furlong fsck`: check a whole database against itself.

use super::output::{say, tell};
use super::{database, rebuild};
use crate::app::read_genesis;
use crate::clock::{Clock as _, System};
use crate::config::Config;
use crate::fsck::{Advice, Progress, Report, Subject, check, repair};
use crate::home::Home;
use crate::lock::{Lock, LockError};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `fsck`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing is wrong; 1 something is, or the folder cannot be \
    read; 2 wrong arguments. The node may run meanwhile.")]
pub(super) struct Arguments {
    /// The data folder.
    #[arg(long, default_value = "furlong-data")]
    dir: PathBuf,
    /// Make anew what follows from the records, if it is wrong: look-ups, caches of the tree, rows of
    /// the state, the tables of pages. Records themselves are never changed. Stop the node first, and
    /// keep a copy of its folder.
    #[arg(long)]
    repair: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let home = Home::at(&arguments.dir);
    let genesis = read_genesis(&home)?;
    let origin = genesis.origin();
    let config = Config::read(&arguments.dir)?;
    let place = database::place(&config)?;
    let guard = home.guard();
    let lock = lock(arguments, &home)?;
    let subject = Subject { place: &place, genesis: &genesis, guard: &guard, folder: home.path() };
    let (mut report, mut took_ms) = checked(arguments, &subject)?;
    let is_repaired = arguments.repair && !report.is_clean();
    if is_repaired {
        if !arguments.json {
            show(&report, &origin);
        }
        mend(arguments, &subject, &report)?;
        (report, took_ms) = checked(arguments, &subject)?;
    }
    drop(lock);
    if arguments.json {
        let told = serde_json::json!({
            "origin": origin, "clean": report.is_clean(), "repaired": is_repaired, "report": report,
            "took_ms": took_ms,
        });
        say(told.to_string());
    } else {
        show(&report, &origin);
        if !report.has_guard {
            tell(
                "There is no guard file here; see docs/operations.md before this node signs again.",
            );
        }
    }
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The check reads views of the database that do not change; only a start waits for it. A repair has
/// the folder alone.
fn lock(arguments: &Arguments, home: &Home) -> anyhow::Result<Option<Lock>> {
    if arguments.repair {
        return Ok(Some(Lock::alone(home.path())?));
    }
    match Lock::shared(home.path()) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Taken(_)) => {
            tell("The node runs; what it records meanwhile is checked, too.");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The report, and how long the check took, milliseconds.
fn checked(arguments: &Arguments, subject: &Subject<'_>) -> anyhow::Result<(Report, u64)> {
    let bar = bar(arguments.json, "Checking");
    let begun_ms = System.now_ms();
    let report = check(subject, |progress| advance(&bar, progress))?;
    bar.finish_and_clear();
    Ok((report, System.now_ms().saturating_sub(begun_ms)))
}

/// Makes anew what follows from the records.
fn mend(arguments: &Arguments, subject: &Subject<'_>, report: &Report) -> anyhow::Result<()> {
    let follows = report.needs_a_copy() || report.has(&[Advice::Derived]);
    if follows {
        let bar = bar(arguments.json, "Repairing");
        repair(subject, report, |progress| advance(&bar, progress))?;
        bar.finish_and_clear();
        tell("What follows from the records was made anew.");
    }
    // What pages read follows from those rows.
    if follows || report.has(&[Advice::Pages]) {
        rebuild::anew(&subject.genesis.origin(), subject.place)?;
        tell("The tables that pages read were made anew.");
    }
    Ok(())
}

fn advance(bar: &ProgressBar, Progress { done, of }: Progress) {
    bar.set_length(of);
    bar.set_position(done);
}

fn bar(quiet: bool, what: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let template = format!("{what} {{bar:30}} block {{pos}} of {{len}}, {{eta}} left");
    let style =
        ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// A sender that was cut off leaves one or two.
const ORPHANS_MAX: usize = 20;

fn show(report: &Report, origin: &str) {
    say(format!("chain {origin}"));
    say(format!(
        "{} blocks, {} leaves, {} signatures, {} certificates are good",
        report.blocks, report.leaves, report.signatures, report.certificates
    ));
    if report.files > 0 {
        say(format!("{} files that records name are good", report.files));
    }
    if report.files_absent > 0 {
        let absent = report.files_absent;
        say(format!(
            "note   {absent} files that records name are not on this node; others may have them"
        ));
    }
    for orphan in report.orphans.iter().take(ORPHANS_MAX) {
        say(format!(
            "note   file {orphan} belongs to no record: the node takes it away at a start, once it is a day old"
        ));
    }
    let mut last = None;
    for finding in &report.findings {
        say(format!("WRONG  {}: {}", finding.place, finding.what));
        if last.replace(finding.advice) != Some(finding.advice) {
            say(format!("       {}", finding.advice.text()));
        }
    }
    if report.unlisted > 0 {
        say(format!("and {} more", report.unlisted));
    }
    if !report.is_whole {
        let blocks = report.blocks;
        say(format!("From block {blocks} on, nothing could be held against the blocks before."));
    }
    if report.is_clean() {
        say(
            "Nothing is wrong: tree, records, certificates, signatures and state follow from the leaves.",
        );
        if report.pages.is_none() {
            say("The tables of pages were not compared: the node makes them anew when it starts.");
        }
    }
}
