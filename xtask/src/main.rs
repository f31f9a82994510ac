//! `cargo xtask`: the tasks of the house.

mod bench;
mod ci;
mod fuzz;
mod needs;
mod run;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask ci      everything that must hold: format, lints, docs, all tests
cargo xtask fuzz [--seconds N] [--log] [TARGET...]
                    hostile bytes for every parser, N seconds each (60); --log writes what came
                    of it to docs/soak/fuzz.md
cargo xtask bench [--log] [--events N,N] [--parts sqlite,postgres,pages]
                    how fast a node is, against what this machine can do; --log keeps the figures
                    in docs/benchmarks.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci"] => ci::ci(),
        ["bench", asked @ ..] => bench::bench(asked),
        ["fuzz", asked @ ..] => fuzz::Asked::parse(asked).and_then(|asked| fuzz::fuzz(&asked)),
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
