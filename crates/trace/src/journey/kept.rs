//! At what temperatures the goods of a journey were kept.
//!
//! A pallet has no temperature range of its own: what is on it has. So ways are judged when the
//! whole walk is done and contents are known.

use std::collections::{BTreeMap, BTreeSet};

use super::gap::{Gap, temperature_gaps};
use super::origin::Origin;
use crate::cold::Range;
use crate::custody::{Custody, Sighting};
use crate::finding::{Finding, broken};
use crate::source::Directory;

/// The ways of a journey, and what is inside what.
#[derive(Debug, Default)]
pub(super) struct Kept {
    ways: Vec<(BTreeSet<String>, Vec<Sighting>)>,
    inside: BTreeMap<String, BTreeSet<String>>,
}

impl Kept {
    /// Takes note of a way of goods, and of what is in them.
    pub(super) fn note(&mut self, custody: &Custody, way: &[Sighting], contents: &[Origin]) {
        for name in &custody.names {
            let inside = contents.iter().map(|origin| origin.goods.clone());
            self.inside.entry(name.clone()).or_default().extend(inside);
        }
        self.ways.push((custody.names.clone(), way.to_vec()));
    }

    /// What was not measured, and what was too warm or too cold for too long.
    pub(super) fn judge(&self, directory: &dyn Directory) -> (Vec<Gap>, Vec<Finding>) {
        let (mut gaps, mut findings) = (Vec::new(), Vec::new());
        for (names, way) in &self.ways {
            let goods = names.first().map(String::as_str).unwrap_or_default();
            let ranges = self.ranges(names, directory);
            if !ranges.is_empty() {
                gaps.extend(temperature_gaps(way, goods));
            }
            let broken = ranges.into_iter().flat_map(|range| broken(way, range));
            findings.extend(broken.map(|finding| finding.about(goods)));
        }
        (gaps, findings)
    }

    /// The ranges of the goods, or of what is inside them at any depth.
    fn ranges(&self, names: &BTreeSet<String>, directory: &dyn Directory) -> Vec<Range> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<&String> = names.iter().collect();
        let mut ahead: Vec<&String> = names.iter().collect();
        while let Some(goods) = ahead.pop() {
            match directory.storage(goods) {
                Some(range) if !found.contains(&range) => found.push(range),
                Some(_) => {}
                None => {
                    let inside = self.inside.get(goods).into_iter().flatten();
                    ahead.extend(inside.filter(|inner| seen.insert(inner)));
                }
            }
        }
        found
    }
}
