//! A finding, and all judgements of one way.

use std::collections::BTreeSet;

use super::{Code, balance, clock, contradiction, hand_over};
use crate::custody::{Custody, Sighting};
use crate::source::Directory;

/// One odd thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// The goods concerned.
    pub goods: Option<String>,
    /// Positions in the log of the events that show it.
    pub events: Vec<u64>,
    /// The firms that signed them, or that are named.
    pub firms: BTreeSet<String>,
    /// By how much time, where the code is about time.
    pub amount_ms: Option<i64>,
    /// A plain account of the numbers, where the code is about amounts.
    pub account: Option<String>,
}

/// What is odd about events on one way, temperatures apart.
pub(crate) fn on_way(
    custody: &Custody,
    sightings: &[Sighting],
    directory: &dyn Directory,
    now_ms: i64,
) -> Vec<Finding> {
    let mut found = clock::late_or_ahead(sightings);
    found.extend(clock::backwards(custody, sightings));
    found.extend(hand_over::unanswered(custody, sightings, directory, now_ms));
    found.extend(balance::transformations(sightings, directory));
    found.extend(contradiction::contradictions(custody, sightings));
    found
}
