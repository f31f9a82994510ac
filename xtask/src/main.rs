//! `cargo xtask`: the tasks of the house.

mod ci;
mod fuzz;
mod needs;
mod run;
mod sim;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask ci      everything that must hold: format, lints, docs, all tests
cargo xtask fuzz [--seconds N] [--log] [TARGET...]
                    hostile bytes for every parser, N seconds each (60); --log writes what came
                    of it to docs/soak/fuzz.md
cargo xtask sim [--seed N] [--seeds N]
                    the simulation: one seed, or so many (10,000); one that fails is printed with
                    its shortest history";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci"] => ci::ci(),
        ["fuzz", asked @ ..] => fuzz::Asked::parse(asked).and_then(|asked| fuzz::fuzz(&asked)),
        ["sim", asked @ ..] => sim::Asked::parse(asked).and_then(|asked| sim::sim(&asked)),
        _ => {
            run::tell(USAGE);
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::tell(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
