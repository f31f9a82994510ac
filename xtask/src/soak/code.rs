//! What is under test: the commit, and a digest over some of its files.

use crate::run::root;
use anyhow::{Context as _, ensure};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The commit that is checked out.
pub(super) const HEAD: &str = "HEAD";

/// The log itself may have changed: every slice writes it.
const LOG_APART: &str = ":!docs/soak";

/// The commit, if the files are as it says.
pub(super) fn commit() -> anyhow::Result<String> {
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--", ".", LOG_APART])?;
    ensure!(
        changed.is_empty(),
        "some files are not as the last commit has them. A log names the commit that it is about, \
         so commit first, or give --first N, which logs nothing:\n{changed}"
    );
    Ok(git(&["rev-parse", "--short=10", "HEAD"])?.trim().to_owned())
}

/// Digest over the names and the contents of a commit's files below these paths.
pub(super) fn digest(commit: &str, paths: &[&str]) -> anyhow::Result<String> {
    let files = git(&[&["ls-tree", "-r", commit, "--"], paths].concat())?;
    let mut hash = Command::new("git")
        .args(["hash-object", "--stdin"])
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("git")?;
    hash.stdin.take().context("git has no input")?.write_all(files.as_bytes())?;
    let output = hash.wait_with_output()?;
    ensure!(output.status.success(), "git hash-object failed");
    Ok(String::from_utf8(output.stdout)?.chars().take(12).collect())
}

/// Fails if the files below these paths are no longer those of the commit: what is built of them
/// now is something else.
pub(super) fn must_be_as(commit: &str, paths: &[&str]) -> anyhow::Result<()> {
    let changed = git(&[&["status", "--porcelain", "--untracked-files=no", "--"], paths].concat())?;
    ensure!(
        changed.is_empty() && digest(commit, paths)? == digest(HEAD, paths)?,
        "files were changed while this ran, so that nobody can say what the last slice was about; \
         it is not in the log. Commit, and start again:\n{changed}"
    );
    Ok(())
}

/// What Git answers.
pub(super) fn git(arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git").args(arguments).current_dir(root()).output().context("git")?;
    let told = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "git {}: {told}", arguments.join(" "));
    Ok(String::from_utf8(output.stdout)?)
}
