//! A program that counts: it says how far it is, one JSON object a line, and ends after the round at
//! hand when a file appears.

use super::interrupt::Interrupt;
use crate::run::root;
use anyhow::Context as _;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// How often it is asked whether to stop.
pub(super) const LOOK: Duration = Duration::from_millis(200);

/// How far a program is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    pub(super) soak: String,
    pub(super) done: u64,
    pub(super) failures: u64,
    pub(super) figures: BTreeMap<String, u64>,
}

impl Told {
    /// From a line that may have other words in front: those of a test's harness.
    pub(super) fn read(line: &str) -> Option<Self> {
        let start = line.find('{')?;
        serde_json::from_str(line.get(start..)?.trim_end()).ok()
    }
}

/// How it ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) told: Told,
    pub(super) well: bool,
    /// The last of what it wrote besides.
    pub(super) words: String,
}

/// The files of a run.
pub(super) struct Files {
    pub(super) stop: PathBuf,
    pub(super) keep: PathBuf,
    errors: PathBuf,
}

impl Files {
    /// None of them there yet, but the folder.
    pub(super) fn of(name: &str) -> anyhow::Result<Self> {
        let folder = root().join("target/soak");
        fs::create_dir_all(&folder)?;
        let path = |end: &str| folder.join(format!("{name}{end}"));
        let files = Self { stop: path(".stop"), keep: path(""), errors: path(".errors") };
        if files.stop.exists() {
            fs::remove_file(&files.stop)?;
        }
        Ok(files)
    }
}

/// Runs it until it ends; asks it to when `is_time` or somebody says so.
pub(super) fn run(
    mut command: Command,
    files: &Files,
    interrupt: &Interrupt,
    mut is_time: impl FnMut(&Told) -> bool,
) -> anyhow::Result<Ended> {
    let errors = File::create(&files.errors)?;
    // A group of its own: Ctrl-C is for us, who ask it to end well.
    command.process_group(0).stdout(Stdio::piped()).stderr(errors).stdin(Stdio::null());
    let mut child = command.current_dir(root()).spawn().context("the program did not start")?;
    let lines = BufReader::new(child.stdout.take().context("it has no output")?).lines();
    let (send, lines_of) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        // The end of the text, or of whoever listens.
        lines.map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    let (mut told, mut words) = (Told::default(), Vec::new());
    loop {
        match lines_of.recv_timeout(LOOK) {
            Ok(line) => match Told::read(&line) {
                Some(new) => told = new,
                None => words.push(line),
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if (is_time(&told) || interrupt.is_heard()) && !files.stop.exists() {
            File::create(&files.stop)?;
        }
    }
    drop(reader.join());
    let well = child.wait()?.success();
    words.extend(fs::read_to_string(&files.errors)?.lines().map(str::to_owned));
    if files.stop.exists() {
        fs::remove_file(&files.stop)?;
    }
    let last = words.split_at(words.len().saturating_sub(40)).1;
    Ok(Ended { told, well, words: last.join("\n") })
}
