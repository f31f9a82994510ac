//! More seeds for the simulation than the test command runs. It lives in `tests/sim/`.

use super::run::run_with;
use anyhow::{Context as _, bail};

/// So many seeds, if nobody says how many.
const SEEDS: u64 = 10_000;

/// What is to be run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// One seed.
    Seed(u64),
    /// The first so many.
    Seeds(u64),
}

impl Asked {
    /// Reads what follows `cargo xtask sim`.
    pub(crate) fn parse(words: &[&str]) -> anyhow::Result<Self> {
        let number = |text: &str| text.parse::<u64>().context("a seed is a whole number");
        match words {
            [] => Ok(Self::Seeds(SEEDS)),
            ["--seed", one] => Ok(Self::Seed(number(one)?)),
            ["--seeds", many] => Ok(Self::Seeds(number(many)?)),
            _ => bail!("after `sim` stands --seed N, --seeds N, or nothing"),
        }
    }
}

/// Runs them; fails if one of them fails.
pub(crate) fn sim(asked: &Asked) -> anyhow::Result<()> {
    let (name, number) = match asked {
        Asked::Seed(seed) => ("FURLONG_SIM_SEED", seed),
        Asked::Seeds(seeds) => ("FURLONG_SIM_SEEDS", seeds),
    };
    let test = "sim::seeds::what_must_hold_holds_for_every_seed";
    let arguments = ["--test", "it", "--locked", "--", test, "--exact", "--nocapture"];
    let all = ["test", "--workspace", "--features", "ledger/sample"].into_iter().chain(arguments);
    run_with("cargo", &all.collect::<Vec<_>>(), &[(name, &number.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_read() {
        let read = |words: &[&str]| Asked::parse(words).ok();
        assert_eq!(read(&[]), Some(Asked::Seeds(10_000)));
        assert_eq!(read(&["--seed", "7"]), Some(Asked::Seed(7)));
        assert_eq!(read(&["--seeds", "50"]), Some(Asked::Seeds(50)));
        for bad in [&["--seed"][..], &["--seed", "x"], &["7"], &["--seeds", "1", "2"]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
