//! Evidence files, whole, damaged and falsified.

mod broken;
mod codes;
mod genesis;
mod holds;

use super::sample::{self, Ending, NOW_S, SUBJECT};
use super::{Ask, Asked, Evidence, Outcome, Step, check};

/// The answer of a reader who trusts the file's own chains and asked about the subject.
pub(super) fn answer(bytes: &[u8], evidence: &Evidence) -> Outcome {
    let anchors: Vec<String> = evidence.chains.iter().map(|chain| chain.origin.clone()).collect();
    let subject = Asked::Code(SUBJECT);
    check(bytes, &Ask { anchors: &anchors, subject, now_s: Some(NOW_S), ..Ask::default() })
}

/// The step that fails.
pub(super) fn step_of(bytes: &[u8], evidence: &Evidence) -> Option<Step> {
    match answer(bytes, evidence) {
        Outcome::Broken(broken) => Some(broken.step),
        Outcome::Holds(_) | Outcome::UnknownChain(_) => None,
    }
}

fn told(ending: Ending) -> Evidence {
    sample::tell(ending).unwrap()
}
