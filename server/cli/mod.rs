//! The command line: one file a command.

mod demo;
mod output;
mod program;
mod serve;

pub use program::run;
