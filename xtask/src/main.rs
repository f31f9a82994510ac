//! `cargo xtask`: the tasks of the house.

mod bench;
mod ci;
mod cluster;
mod fuzz;
mod machine;
mod needs;
mod run;
mod sim;
mod soak;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask ci      everything that must hold: format, lints, docs, all tests
cargo xtask cluster [N]
                    the demonstration as a consortium: N nodes (4) on this machine, their links
cargo xtask fuzz [--seconds N] [TARGET...]
                    hostile bytes for every parser, N seconds each (60)
cargo xtask soak [NAME...] [--minutes N | --count N] [--slice MINUTES] [--json]
                    what the tests do a few times, very often, and a log of it in docs/soak/:
                    the named soaks, or whichever lacks most, until the targets are reached
cargo xtask soak --list [NAME...] [--json]
                    what is done and what is missing, of the code as it is now
cargo xtask soak NAME --first N --count N
                    those numbers again, to look at a failure; nothing is logged
cargo xtask sim [--seed N] [--seeds N]
                    the simulation: one seed, or so many (10,000); one that fails is printed with
                    its shortest history
cargo xtask bench [--log] [--events N,N] [--parts sqlite,postgres,pages]
                    how fast a node is, against what this machine can do; --log keeps the figures
                    in docs/benchmarks.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci"] => ci::ci(),
        ["bench", asked @ ..] => bench::bench(asked),
        ["cluster", asked @ ..] => cluster::cluster(asked),
        ["fuzz", asked @ ..] => fuzz::Asked::parse(asked).and_then(|asked| fuzz::fuzz(&asked)),
        ["sim", asked @ ..] => sim::Asked::parse(asked).and_then(|asked| sim::sim(&asked)),
        ["soak", asked @ ..] => soak::Asked::parse(asked).and_then(|asked| soak::soak(&asked)),
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
