//! Running other programs, and saying so.

use anyhow::{Context as _, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where Cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}

/// Writes a line to standard error, where the output of the tools goes too.
pub(crate) fn tell(line: &str) {
    // Nobody to read it is no reason to fail.
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}

/// Whether a program can be started.
pub(crate) fn is_there(program: &str) -> bool {
    // Go has a word for it.
    ["--version", "version"].into_iter().any(|argument| {
        Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
    })
}

/// Runs a program in the repository; a failure ends the task.
pub(crate) fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    run_with(program, arguments, &[])
}

/// Without what Cargo tells a program of its package: the build script of `ring` looks at the same
/// names, so that a build from here and one from a shell would undo each other.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _value) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|start| told.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a program with more environment.
#[expect(clippy::disallowed_methods, reason = "a tool may look at the clock")]
pub(crate) fn run_with(
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> anyhow::Result<()> {
    tell(&format!("> {program} {}", arguments.join(" ")));
    let began = Instant::now();
    let status = command(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .with_context(|| format!("{program} could not be started"))?;
    if !status.success() {
        bail!("{program} {} failed", arguments.join(" "));
    }
    tell(&format!("< {program}: {} s", began.elapsed().as_secs()));
    Ok(())
}
