//! What follows from several looks: rates, and when something was refused last.

use super::durations::Durations;
use super::sample::Sample;
use std::collections::{BTreeMap, VecDeque};

/// Five minutes, at a look a second.
const SAMPLES_MAX: usize = 300;
/// Quantiles are of so many looks, so that they follow what happens now.
const WINDOW: usize = 60;

/// The newest looks at one run of a node.
#[derive(Debug, Default)]
pub(super) struct History {
    samples: VecDeque<Sample>,
    /// When each kind of refusal was seen last, milliseconds since 1970.
    refused_at_ms: BTreeMap<String, u64>,
}

/// Something that is counted.
pub(super) type Count = fn(&Sample) -> u64;

impl History {
    /// Enters a look. Those of an earlier run of the node are dropped: its counts began anew.
    pub(super) fn push(&mut self, sample: Sample) {
        let is_same = |last: &Sample| last.started_s.to_bits() == sample.started_s.to_bits();
        if !self.samples.back().is_some_and(is_same) {
            self.samples.clear();
            self.refused_at_ms.clear();
        }
        if let Some(last) = self.samples.back() {
            let before = |kind: &String| last.statements.refused.get(kind).copied().unwrap_or(0);
            let refused = sample.statements.refused.iter();
            let newly = refused.filter(|(kind, count)| **count > before(kind));
            self.refused_at_ms.extend(newly.map(|(kind, _)| (kind.clone(), sample.at_ms)));
        }
        if self.samples.len() == SAMPLES_MAX {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// The newest look.
    pub(super) fn last(&self) -> Option<&Sample> {
        self.samples.back()
    }

    /// When a kind was refused last, as far as it was seen.
    pub(super) fn refused_at_ms(&self, kind: &str) -> Option<u64> {
        self.refused_at_ms.get(kind).copied()
    }

    /// Tenths a second between each two looks, oldest first.
    pub(super) fn rates(&self, count: Count) -> Vec<u64> {
        let pairs = self.samples.iter().zip(self.samples.iter().skip(1));
        pairs
            .map(|(before, after)| {
                let took_ms = after.at_ms.saturating_sub(before.at_ms).max(1);
                let more = count(after).saturating_sub(count(before));
                more.saturating_mul(10_000) / took_ms
            })
            .collect()
    }

    /// What a histogram took in lately; since the start of the node, if nothing came lately.
    pub(super) fn lately(&self, which: fn(&Sample) -> &Durations) -> Durations {
        let Some(last) = self.last() else { return Durations::default() };
        let oldest = self.samples.len().saturating_sub(WINDOW);
        let before = self.samples.get(oldest).map(which);
        let lately = before.map(|before| which(last).since(before));
        let whole = || which(last).clone();
        lately
            .filter(|lately| !matches!(lately.within(500), super::durations::Within::Nothing))
            .unwrap_or_else(whole)
    }
}
