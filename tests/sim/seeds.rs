//! Many seeds with the product's rules, which must hold, and with broken ones, which must be seen.
#![expect(clippy::print_stdout, reason = "the tests tell what happened in how many runs")]

use super::node::signs_again_from;
use super::plan::Plan;
use super::rules::{RIGHT, Rules, WRONG};
use super::run::{Tally, run};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many seeds the test command runs.
const SEEDS: u64 = 200;

/// Within so many seeds each broken rule is found.
const FOUND_WITHIN: u64 = 300;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?.into_string().expect("a number is text");
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a whole number, not {text}")))
}

/// Runs seeds on all cores until one fails; that one, or the sum of all.
fn search(seeds: std::ops::Range<u64>, rules: Rules) -> Result<Tally, u64> {
    let next = AtomicU64::new(seeds.start);
    let failed: Mutex<Option<u64>> = Mutex::new(None);
    let sum = Mutex::new(Tally::default());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        while failed.lock().unwrap().is_none() {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            let tried = (seed < seeds.end).then(|| run(&Plan::of(seed), rules));
            match tried {
                None => return,
                Some(Ok(tally)) => sum.lock().unwrap().add(&tally),
                Some(Err(_)) => drop(failed.lock().unwrap().get_or_insert(seed)),
            }
        }
    };
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    match failed.into_inner().unwrap() {
        Some(seed) => Err(seed),
        None => Ok(sum.into_inner().unwrap()),
    }
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.blocks += other.blocks;
        self.receipts += other.receipts;
        self.refused += other.refused;
        self.epochs += other.epochs;
        self.recalled += other.recalled;
        self.gone += other.gone;
        self.files += other.files;
        self.lies += other.lies;
        self.went_on += other.went_on;
    }
}

/// The shortest history of a seed that fails.
fn history(seed: u64, rules: Rules) -> String {
    let plan = Plan::of(seed);
    let fault = run(&plan, rules).expect_err("a run that failed fails again");
    let (shorter, fault) = super::shrink::shrink(&plan, rules, fault);
    format!(
        "seed {seed}: {}\nagain: cargo xtask sim --seed {seed}\n{} of {} steps are enough (heights \
         of the nodes; in brackets: down; with ?: does not sign):\n{}\n",
        fault.what,
        shorter.steps.len(),
        plan.steps.len(),
        fault.told.join("\n")
    )
}

#[test]
fn what_must_hold_holds_for_every_seed() {
    let one = number("FURLONG_SIM_SEED");
    let seeds = one.map_or(0..number("FURLONG_SIM_SEEDS").unwrap_or(SEEDS), |seed| seed..seed + 1);
    let count = seeds.end - seeds.start;
    match search(seeds, RIGHT) {
        Err(seed) => panic!("{}", history(seed, RIGHT)),
        Ok(sum) => {
            println!("{count} seeds: {sum:?}");
            // A simulation in which nothing happens would hold too.
            let happens = [sum.receipts, sum.refused, sum.epochs, sum.recalled, sum.lies];
            assert!(count < SEEDS || happens.iter().all(|number| *number > count / 20), "{sum:?}");
            assert!(count < SEEDS || sum.gone > 0, "nothing is voted out: {sum:?}");
            assert!(count < SEEDS || sum.went_on * 2 > count, "too many runs stand still: {sum:?}");
        }
    }
}

#[test]
fn every_broken_rule_is_found() {
    for (name, first, rules) in WRONG {
        let Err(seed) = search(first..first + FOUND_WITHIN, rules) else {
            panic!("{FOUND_WITHIN} seeds do not show that {name}");
        };
        let fault = run(&Plan::of(seed), rules).expect_err("a run that failed fails again");
        println!("{name}: found by seed {seed}: {}", fault.what);
    }
}

#[test]
fn a_failing_run_is_made_short_and_repeats() {
    let (_, first, rules) = WRONG[0];
    let seed = search(first..first + FOUND_WITHIN, rules).expect_err("it is found");
    let told = history(seed, rules);
    assert_eq!(told, history(seed, rules));
    assert!(told.lines().count() < Plan::of(seed).steps.len(), "{told}");
    assert!(told.contains(&format!("cargo xtask sim --seed {seed}")), "{told}");
}

#[test]
fn what_was_lost_is_asked_of_enough_others() {
    // Reported heights, votes needed, members; when the node signs again.
    let table: [(&[u64], usize, usize, Option<u64>); 7] = [
        (&[], 1, 1, None),
        (&[], 2, 2, None),
        (&[9], 2, 2, Some(12)),
        (&[9], 3, 3, None),
        (&[9, 8], 3, 3, Some(12)),
        (&[9, 8], 3, 4, None),
        (&[7, 9, 8, 8, 9], 5, 7, Some(12)),
    ];
    for (reported, needed, members, expected) in table {
        assert_eq!(signs_again_from(reported, needed, members), expected, "{reported:?}");
    }
}
