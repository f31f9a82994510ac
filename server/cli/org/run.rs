//! The command.

use super::list::{self, List, Show};
use super::tell::{self, NameUs, Tell};
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Arguments of `org`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List the organisations of a data folder's chain.
    List(List),
    /// Show one organisation and its keys.
    Show(Show),
    /// Sign and send governance statements from JSON files: products, places, mandates, keys,
    /// sponsoring, proposals, ballots (docs/protocol/governance.md has all of them).
    Tell(Tell),
    /// Say whether shoppers may read this organisation's name.
    NameUs(NameUs),
}

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.act {
        Act::List(list) => list::list(list),
        Act::Show(show) => list::show(show),
        Act::Tell(tell) => tell::tell_all(tell),
        Act::NameUs(name_us) => tell::name_us(name_us),
    }
}
