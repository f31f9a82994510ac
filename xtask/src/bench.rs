//! Measures the node: builds it as users get it, and starts what measures it.

use super::run::{root, run, target, tell};
use anyhow::{Context as _, bail};
use std::process::Command;

const OUT: &str = "docs/benchmarks";

/// Builds and measures. What follows the task's name goes to the bench; with `--log` the figures are
/// kept under `docs/benchmarks/`.
pub(crate) fn bench(words: &[&str]) -> anyhow::Result<()> {
    let is_kept = words.iter().any(|word| ["--log", "--tables-only"].contains(word));
    let rest: Vec<&str> = words.iter().copied().filter(|word| *word != "--log").collect();
    // Together, so that both stand on one build of the library.
    let both = ["--package", "furlong", "--package", "bench"];
    run("cargo", &[["build", "--release", "--locked"].as_slice(), &both].concat())?;
    let release = target().join("release");
    let mut command = Command::new(release.join("bench"));
    command.arg("--furlong").arg(release.join("furlong")).args(&rest);
    if is_kept {
        let (commit, day) = (said("git", &["describe", "--always", "--dirty"])?, today()?);
        command.args(["--out", OUT, "--commit", commit.as_str(), "--day", day.as_str()]);
    }
    let status = command.current_dir(root()).status().context("the bench could not be started")?;
    if !status.success() {
        bail!("the bench failed");
    }
    if is_kept {
        tell(&format!(
            "kept in {OUT}/results.jsonl, {OUT}.md and {OUT}/cost.svg: look, and commit"
        ));
    }
    Ok(())
}

fn today() -> anyhow::Result<String> {
    said("date", &["-u", "+%Y-%m-%d"])
}

fn said(program: &str, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new(program);
    let output = command.args(arguments).current_dir(root()).output();
    let output = output.with_context(|| format!("{program} could not be started"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
