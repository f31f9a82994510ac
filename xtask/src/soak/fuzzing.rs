//! Slices of fuzzing: libFuzzer counts time, not rounds.

use super::child::LOOK;
use super::clock::{Since, of_children};
use super::interrupt::Interrupt;
use crate::fuzz::{self, Outcome};
use crate::run::{root, run};
use anyhow::Context as _;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::sync::mpsc::{self, RecvTimeoutError};

/// Fuzzes one target for so many seconds, or until somebody asks to end.
pub(super) fn slice(
    target: &str,
    seconds: u64,
    interrupt: &Interrupt,
) -> anyhow::Result<(Outcome, u64)> {
    let mut command = fuzz::command(target, u32::try_from(seconds)?)?;
    // A group of its own: Ctrl-C is for us, who ask it to end.
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let (since, before) = (Since::now(), of_children()?);
    let mut child = command.current_dir(root()).spawn().context("cargo fuzz")?;
    let mut said = child.stderr.take().context("it has no output")?;
    let (send, whole) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = said.read_to_end(&mut bytes);
        // Nobody listens any more only if this task has failed already.
        drop(send.send(read.map(|_| String::from_utf8_lossy(&bytes).into_owned())));
    });
    let mut is_asked = false;
    let said = loop {
        match whole.recv_timeout(LOOK) {
            Ok(said) => break said?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("nothing was said"),
        }
        if interrupt.is_heard() && !is_asked {
            run("kill", &["-INT", "--", &format!("-{}", child.id())])?;
            is_asked = true;
        }
    };
    drop(reader.join());
    let well = child.wait()?.success() || is_asked;
    // A machine that is shared gives less than it takes: only what was worked counts.
    let worked = of_children()?.saturating_sub(before);
    let length = since.length().as_secs().min(worked);
    let outcome = Outcome::read(target, &said, well);
    let outcome =
        outcome.with_context(|| format!("{target} did not run:\n{}", fuzz::last_lines(&said)))?;
    Ok((outcome, length.min(seconds)))
}
