//! `furlong fsck`: check a whole database against itself.

use super::output::{say, tell};
use crate::app::read_genesis;
use crate::config::Config;
use crate::fsck::{Progress, Report, Subject, check};
use crate::home::Home;
use crate::lock::{Lock, LockError};
use anyhow::ensure;
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
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let home = Home::at(&arguments.dir);
    let genesis = read_genesis(&home)?;
    let origin = genesis.origin();
    let config = Config::read(&arguments.dir)?;
    ensure!(
        config.database.is_some() || home.path().join("chain.db").exists(),
        "{} holds no database yet: `furlong serve` makes it",
        arguments.dir.display()
    );
    let guard = home.guard();
    // The check reads views of the database that do not change; only a start waits for it.
    let lock = match Lock::shared(home.path()) {
        Ok(lock) => Some(lock),
        Err(LockError::Taken(_)) => {
            tell("The node runs; what it records meanwhile is checked, too.");
            None
        }
        Err(error) => return Err(error.into()),
    };
    let bar = bar(arguments.json);
    let place = config.place();
    let subject = Subject { place: &place, genesis: &genesis, guard: &guard, folder: home.path() };
    let report = check(&subject, |Progress { done, of }| {
        bar.set_length(of);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    drop(lock);
    if arguments.json {
        let told = serde_json::json!({
            "origin": origin, "clean": report.is_clean(), "report": report,
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

fn bar(quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("Checking {bar:30} block {pos} of {len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
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
    }
}
