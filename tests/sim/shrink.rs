//! A run that failed, made short: steps are left out as long as it fails without them.

use super::plan::Plan;
use super::rules::Rules;
use super::run::{Fault, run};

/// So often a run is tried again.
const TRIES: usize = 400;

/// The shortest run found that fails, and how.
pub(super) fn shrink(plan: &Plan, rules: Rules, fault: Fault) -> (Plan, Fault) {
    let (mut best, mut how) = (plan.clone(), fault);
    let mut chunk = best.steps.len().div_ceil(2);
    let mut tries = 0;
    while chunk > 0 {
        let mut at = 0;
        while at < best.steps.len() && tries < TRIES {
            let mut shorter = best.clone();
            shorter.steps.drain(at..(at + chunk).min(best.steps.len()));
            tries += 1;
            match run(&shorter, rules) {
                Err(fault) => (best, how) = (shorter, fault),
                Ok(_) => at += chunk,
            }
        }
        chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
    }
    (best, how)
}
