//! `cargo xtask`: the tasks of the house.

mod ci;
mod needs;
mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let asked = (arguments.next(), arguments.next());
    if asked != (Some("ci".to_owned()), None) {
        run::tell("cargo xtask ci    everything that must hold: format, lints, docs, all tests");
        return ExitCode::from(2);
    }
    match ci::ci() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::tell(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
