//! The table of commands.

use super::output::tell;
use super::{
    ballot, checker, demo, erase, evidence, fsck, init, join, key, label, moving, org, peer,
    rebuild, recall, record, redact, serve, top, usage, verify,
};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Signed records of where food has been, which any phone can check.
#[derive(Debug, Parser)]
#[command(name = "furlong", version, about, arg_required_else_help = true)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a demonstration: one chain, 33 organisations, three journeys; and serve it.
    Demo(demo::Arguments),
    /// Found a chain, alone or with other companies.
    Init(Box<init::Arguments>),
    /// Come into a chain that other companies keep.
    Join(join::Arguments),
    /// Say where the other members' nodes are.
    Peer(peer::Arguments),
    /// Decide together who is let in, who votes, who goes.
    Ballot(ballot::Arguments),
    /// Run the node of a data folder.
    Serve(serve::Arguments),
    /// Watch a node: what comes, what waits, what it costs.
    Top(top::Arguments),
    /// Sign the events of EPCIS documents and record them.
    Record(record::Arguments),
    /// Put codes on hold, recall them, take the word back.
    Recall(recall::Arguments),
    /// Draw a label with a QR code.
    Label(label::Arguments),
    /// Fetch the file that proves an event.
    Evidence(evidence::Arguments),
    /// Check files of evidence, offline.
    Verify(verify::Arguments),
    /// Write a page that checks files of evidence, for any web server or a disk.
    Checker(checker::Arguments),
    /// Draw keys, and show whose they are.
    Key(key::Arguments),
    /// Show organisations, and say what one says of itself.
    Org(org::Arguments),
    /// Propose that the bytes of a record are taken out of the log.
    Redact(redact::Arguments),
    /// Erase the concealed fields of a record from this node's vault.
    Erase(erase::Arguments),
    /// Check a whole database against itself.
    Fsck(fsck::Arguments),
    /// Make the tables that pages read anew, from the ledger.
    Rebuild(rebuild::Arguments),
    /// Copy a stopped chain from SQLite to PostgreSQL, and prove the copy equal.
    Move(moving::Arguments),
}

impl Command {
    fn run(&self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Demo(arguments) => demo::run(arguments),
            Self::Init(arguments) => init::run(arguments),
            Self::Join(arguments) => join::run(arguments),
            Self::Peer(arguments) => peer::run(arguments),
            Self::Ballot(arguments) => ballot::run(arguments),
            Self::Serve(arguments) => serve::run(arguments),
            Self::Top(arguments) => top::run(arguments),
            Self::Record(arguments) => record::run(arguments),
            Self::Recall(arguments) => recall::run(arguments),
            Self::Label(arguments) => label::run(arguments),
            Self::Evidence(arguments) => evidence::run(arguments),
            Self::Verify(arguments) => verify::run(arguments),
            Self::Checker(arguments) => checker::run(arguments),
            Self::Key(arguments) => key::run(arguments),
            Self::Org(arguments) => org::run(arguments),
            Self::Redact(arguments) => redact::run(arguments),
            Self::Erase(arguments) => erase::run(arguments),
            Self::Fsck(arguments) => fsck::run(arguments),
            Self::Rebuild(arguments) => rebuild::run(arguments),
            Self::Move(arguments) => moving::run(arguments),
        }
    }
}

/// Reads the arguments and runs the command. An error is one line on standard error and exit code
/// 1, or 2 where other arguments are needed; commands with more to tell have their own codes.
pub fn run() -> ExitCode {
    let program = Program::parse();
    crate::telemetry::start();
    match program.command.run() {
        Ok(code) => code,
        Err(error) => {
            tell(one_line(&format!("furlong: {error:#}")));
            usage::code(&error)
        }
    }
}

/// What a database tells may have several lines.
fn one_line(told: &str) -> String {
    told.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
