//! `cargo xtask`: the tasks of the house.

mod ci;
mod needs;
mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let outcome = match (arguments.next().as_deref(), arguments.next()) {
        (Some("ci"), None) => ci::ci(),
        _ => {
            run::tell("cargo xtask ci    everything that must hold: format, lints, docs, all tests");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::tell(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
