//! The command.

use super::list::{self, List};
use super::propose::{self, Admit, Enrol, Remove, Vote};
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Arguments of `ballot`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List what is open, with the votes so far.
    List(List),
    /// Propose that the company of a joiner.json becomes an organisation: more than half of the members.
    Enrol(Enrol),
    /// Propose that its node votes: more than two thirds. Its node should be ready by then.
    Admit(Admit),
    /// Propose that a member's node votes no more: more than two thirds.
    Remove(Remove),
    /// Vote on a proposal.
    Vote(Vote),
}

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.act {
        Act::List(arguments) => list::list(arguments)?,
        Act::Enrol(arguments) => propose::enrol(arguments)?,
        Act::Admit(arguments) => propose::admit(arguments)?,
        Act::Remove(arguments) => propose::remove(arguments)?,
        Act::Vote(arguments) => propose::vote(arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}
