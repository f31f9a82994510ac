//! Hostile bytes for every parser: each target of `fuzz/` for some time, one after another.

use super::run::{root, run_with, tell};
use anyhow::{Context as _, bail, ensure};
use std::fs;
use std::process::Command;

/// cargo-fuzz asks for a switch of the compiler that only nightly has, unless this is set.
const STABLE: [(&str, &str); 1] = [("RUSTC_BOOTSTRAP", "1")];

/// None of our code is `unsafe`, so that a sanitizer would only make it slow.
const NO_SANITIZER: [&str; 2] = ["--sanitizer", "none"];

/// Inputs that are kept elsewhere, for another purpose.
const ELSEWHERE: (&str, &str) = ("evidence", "tests/fixtures/evidence");

/// What is to be done.
#[derive(Debug)]
pub(crate) struct Asked {
    seconds: u32,
    /// Without any, all.
    targets: Vec<String>,
}

impl Asked {
    /// Reads what follows `cargo xtask fuzz`.
    pub(crate) fn parse(words: &[&str]) -> anyhow::Result<Self> {
        let mut asked = Self { seconds: 60, targets: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--seconds" => {
                    let seconds = words.next().and_then(|number| number.parse().ok());
                    asked.seconds = seconds.context("--seconds is a whole number")?;
                    // To libFuzzer, 0 is for ever.
                    ensure!(asked.seconds > 0, "--seconds is 1 or more");
                }
                target if target.starts_with('-') => bail!("{target} is no option of this task"),
                target => asked.targets.push(target.to_owned()),
            }
        }
        Ok(asked)
    }
}

/// What came of one target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) runs: u64,
    /// Places in the code that some input reaches.
    pub(crate) covered: u64,
    /// Inputs that reached a new place.
    pub(crate) found: u64,
    /// The input that no parser may stop at, and what was said about it.
    pub(crate) crash: Option<String>,
}

/// Runs the targets; fails if one of them found something.
pub(crate) fn fuzz(asked: &Asked) -> anyhow::Result<()> {
    let known = known_targets()?;
    if let Some(other) = asked.targets.iter().find(|target| !known.contains(target)) {
        bail!("{other} is no target; the targets are {}", known.join(" "));
    }
    let targets = if asked.targets.is_empty() { &known } else { &asked.targets };
    build()?;
    let mut crashes = Vec::new();
    for target in targets {
        let outcome = run_target(target, asked.seconds)?;
        tell(&outcome.line(target, asked.seconds.into()));
        crashes.extend(outcome.crash.map(|told| format!("{target}: {told}")));
    }
    ensure!(crashes.is_empty(), "{}", crashes.join("\n"));
    Ok(())
}

/// Builds all targets.
pub(crate) fn build() -> anyhow::Result<()> {
    if !Command::new("cargo").args(["fuzz", "--version"]).output()?.status.success() {
        bail!("cargo-fuzz is missing: cargo install cargo-fuzz --locked");
    }
    run_with("cargo", &[["fuzz", "build"].as_slice(), &NO_SANITIZER].concat(), &STABLE)
}

/// Each target has a folder of inputs.
pub(crate) fn known_targets() -> anyhow::Result<Vec<String>> {
    let folders = fs::read_dir(root().join("fuzz/corpus")).context("fuzz/corpus")?;
    let names = folders.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<std::io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

fn run_target(target: &str, seconds: u32) -> anyhow::Result<Outcome> {
    let output = command(target, seconds)?.output().context("cargo fuzz run")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let outcome = Outcome::read(target, &said, output.status.success());
    outcome.with_context(|| format!("{target} did not run:\n{}", last_lines(&said)))
}

/// What runs one target.
pub(crate) fn command(target: &str, seconds: u32) -> anyhow::Result<Command> {
    // What a run finds goes to a folder that Git does not keep; the next one goes on from there.
    let (found, kept) = (format!("fuzz/found/{target}"), format!("fuzz/corpus/{target}"));
    fs::create_dir_all(root().join(&found)).context(found.clone())?;
    let mut command = Command::new("cargo");
    command.args(["fuzz", "run"]).args(NO_SANITIZER).args([target, &found, &kept]);
    if target == ELSEWHERE.0 {
        command.arg(ELSEWHERE.1);
    }
    command.args(["--", "-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048"]);
    command.arg(format!("-max_total_time={seconds}"));
    let words = format!("fuzz/dictionaries/{target}");
    if root().join(&words).exists() {
        command.arg(format!("-dict={words}"));
    }
    command.envs(STABLE).current_dir(root());
    Ok(command)
}

impl Outcome {
    /// From what libFuzzer says; none if it did not run at all.
    pub(crate) fn read(target: &str, said: &str, ended_well: bool) -> Option<Self> {
        let number = |name: &str| after_last(said, name)?.parse().ok();
        let input = after_last(said, "Test unit written to ");
        let crash = input.map(|input| told(target, input, said));
        let runs = number("stat::number_of_executed_units:");
        if !ended_well && crash.is_none() {
            return None;
        }
        Some(Self {
            // What stops at one of the first inputs has no figures.
            runs: if ended_well { runs? } else { runs.unwrap_or_default() },
            covered: number("cov:").unwrap_or_default(),
            found: number("stat::new_units_added:").unwrap_or_default(),
            crash,
        })
    }

    pub(crate) fn line(&self, target: &str, seconds: u64) -> String {
        let Self { runs, covered, found, crash } = self;
        let crashes = u8::from(crash.is_some());
        format!(
            "{target:<11} {runs:>9} runs in {seconds} s, {covered:>5} places reached, \
             {found:>5} new inputs, {crashes} crashes"
        )
    }
}

/// The word after the last place where a name stands.
fn after_last<'s>(said: &'s str, name: &str) -> Option<&'s str> {
    said.rsplit_once(name)?.1.split_whitespace().next()
}

fn told(target: &str, input: &str, said: &str) -> String {
    let input = input.strip_prefix(&format!("{}/", root().display())).unwrap_or(input);
    // A panic has its place and its words; too slow or too large is told by libFuzzer.
    let marks = ["panicked at", "ERROR: libFuzzer"];
    let is_mark = |line: &&str| marks.iter().any(|mark| line.contains(mark));
    let why = said.lines().skip_while(|line| !is_mark(line)).take(4);
    // Two events that should be equal fill pages; the input tells the rest.
    let why: Vec<String> = why.map(|line| line.chars().take(200).collect()).collect();
    format!(
        "it stops at {input}\n  {}\n  Again: RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none \
         {target} {input}\n  Once mended, keep the input: mv {input} fuzz/corpus/{target}/",
        why.join("\n  ")
    )
}

pub(crate) fn last_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().collect();
    lines.split_at(lines.len().saturating_sub(20)).1.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libfuzzer_says_is_read() {
        let good = "#2 INITED cov: 10 ft: 1\n#9 NEW cov: 12 ft: 3\nDone 9 runs in 1 second(s)\n\
                    stat::number_of_executed_units: 9\nstat::new_units_added:         2\n";
        let outcome = Outcome { runs: 9, covered: 12, found: 2, crash: None };
        assert_eq!(Outcome::read("json", good, true), Some(outcome));
        assert_eq!(Outcome::read("json", "error: could not compile", false), None);
        assert_eq!(Outcome::read("json", "nothing", true), None);
        let bad = "#2 INITED cov: 10 ft: 1\nthread panicked at x.rs:1:\nwhy\n\
                   Test unit written to fuzz/artifacts/json/crash-1\n";
        let crash = Outcome::read("json", bad, false).and_then(|outcome| outcome.crash);
        let crash = crash.unwrap_or_default();
        for words in ["crash-1", "why", "cargo fuzz run", "fuzz/corpus/json/"] {
            assert!(crash.contains(words), "{crash}");
        }
    }

    #[test]
    fn the_arguments_are_read() {
        let asked = Asked::parse(&["--seconds", "5", "json"]);
        assert!(asked.is_ok_and(|it| it.seconds == 5 && it.targets == ["json"]));
        for bad in [["--seconds", "0"], ["--seconds", "x"], ["json", "--all"], ["x", "--seconds"]] {
            assert!(Asked::parse(&bad).is_err(), "{bad:?}");
        }
    }
}
