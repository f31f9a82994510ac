//! Several members' nodes on this machine.

use super::run::{root, run, target};
use anyhow::{Context as _, bail};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// Builds the program and becomes it, so that Ctrl-C reaches nobody who would end before the nodes.
pub(crate) fn cluster(words: &[&str]) -> anyhow::Result<()> {
    let members: u8 = match words {
        [] => 4,
        [count] => count.parse().with_context(|| format!("{count} is no number of nodes"))?,
        _ => bail!("cargo xtask cluster [N]: how many nodes, 2 to 7"),
    };
    // As the tests build it: nothing is compiled twice.
    run("cargo", &["build", "--workspace", "--features", "ledger/sample", "--locked"])?;
    let members = members.to_string();
    let dir = target().join("cluster").join(&members);
    let mut command = Command::new(target().join("debug").join("furlong"));
    command.args(["demo", "--members", &members, "--dir"]).arg(dir).current_dir(root());
    Err(command.exec()).context("the program could not be started")
}
