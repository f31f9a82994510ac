//! From the events of a journey to its curve and verdict.

use super::judge::{excursions, verdict};
use super::series::{Point, points, silences, thinned};
use super::summary::{spans, summary};
use crate::views::lot::directory::range;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::{Line, kind_of_leaf};
use crate::views::model::{Band, ColdChain, Gap, StepKind};
use std::collections::BTreeSet;
use trace::{Directory, Range, Relation};

/// Gaps beyond these are told by nobody.
const GAPS_MAX: usize = 20;

/// The series and its verdict; nothing if nothing was measured.
pub(in crate::views::lot) fn chain(dossier: &Dossier<'_>, lines: &[Line]) -> Option<ColdChain> {
    let limits = limits(dossier);
    let leaves = measured(dossier);
    let entries = || leaves.iter().filter_map(|leaf| dossier.entries.get(leaf));
    let mut points: Vec<Point> = entries().flat_map(|entry| points(dossier, entry)).collect();
    points.sort_by_key(|point| (point.at.utc_ms, std::cmp::Reverse(point.milli_c)));
    points.dedup_by_key(|point| point.at.utc_ms);
    if points.is_empty() {
        return summary(entries().flat_map(|entry| spans(dossier, entry)).collect(), limits);
    }
    let silences: Vec<(Point, Point)> = silences(&points).collect();
    let kind = |point: Point| kind_of_leaf(lines, point.leaf);
    let (first, last) = (points.first()?, points.last()?);
    Some(ColdChain {
        band: limits.map(band),
        verdict: verdict(&points, limits),
        readings: thinned(&points),
        min_milli_c: points.iter().map(|point| point.milli_c).min()?,
        max_milli_c: points.iter().map(|point| point.milli_c).max()?,
        from: first.at,
        until: last.at,
        excursions: excursions(&points, limits),
        gaps: silences.into_iter().take(GAPS_MAX).map(|pair| gap(pair, kind)).collect(),
    })
}

pub(super) const fn band(range: Range) -> Band {
    Band { min_milli_c: range.min, max_milli_c: range.max }
}

fn limits(dossier: &Dossier<'_>) -> Option<Range> {
    range(dossier.product.as_ref()?.product.storage.as_ref()?)
}

/// The events whose thermometers speak of these goods: those of their own way, and those of what
/// they were made from as long as it was to be kept alike. Fish on ice and fish in a pack have
/// different limits; one curve cannot be held against both.
pub(in crate::views::lot) fn measured(dossier: &Dossier<'_>) -> BTreeSet<u64> {
    let limits = limits(dossier);
    let alike = |goods: &String| limits.is_some() && dossier.master.storage(goods) == limits;
    let steps = dossier
        .journey
        .steps
        .iter()
        .filter(|step| step.relation != Relation::Ingredient || step.goods.iter().all(alike));
    steps.flat_map(|step| step.events.iter().copied()).collect()
}

fn gap((one, next): (Point, Point), kind: impl Fn(Point) -> Option<StepKind>) -> Gap {
    Gap { after: kind(one), before: kind(next), from: one.at, until: next.at }
}
