//! The table of commands.

use super::output::tell;
use super::{demo, serve};
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
    /// Run the node of a data folder.
    Serve(serve::Arguments),
}

/// Reads the arguments and runs the command. An error is one line on standard error and exit code
/// 1; commands with more to tell have their own codes.
pub fn run() -> ExitCode {
    let program = Program::parse();
    crate::telemetry::start();
    let outcome = match program.command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            tell(format!("furlong: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
