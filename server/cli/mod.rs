//! The command line: one file or folder a command.

mod ballot;
mod checker;
mod database;
mod demo;
mod erase;
mod evidence;
mod files;
mod founders;
mod fsck;
mod init;
mod join;
mod key;
mod label;
mod members;
mod moving;
mod org;
mod organisation;
mod output;
mod peer;
mod program;
mod rebuild;
mod recall;
mod record;
mod redact;
mod rotate;
mod serve;
mod signing;
mod top;
mod usage;
mod verify;

pub use program::run;
