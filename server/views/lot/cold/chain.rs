//! From the events of a journey to its curve and verdict.

use super::attached::Attached;
use super::judge::{excursions, verdict};
use super::series::{Point, points, silences, thinned};
use super::summary::{Span, spans, summary};
use crate::store::StoreError;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::{Line, kind_of_leaf};
use crate::views::model::{Band, ColdChain, Gap, StepKind, Verdict};
use std::collections::BTreeMap;
use trace::{Directory, Range, Relation};

/// Gaps beyond these are told by nobody.
const GAPS_MAX: usize = 20;

/// The series and its verdict; nothing if nothing was measured.
pub(in crate::views::lot) fn chain(
    dossier: &Dossier<'_>,
    lines: &[Line],
) -> Result<Option<ColdChain>, StoreError> {
    let limits = dossier.limits();
    let leaves = measured(dossier);
    let entries =
        || leaves.iter().filter_map(|(leaf, range)| Some((dossier.entries.get(leaf)?, *range)));
    let mut points: Vec<Point> =
        entries().flat_map(|(entry, range)| points(dossier, entry, range)).collect();
    let mut attached = Attached::default();
    for (entry, range) in entries() {
        attached.read(dossier, entry, range)?;
    }
    points.append(&mut attached.points);
    points.sort_by_key(|point| (point.at.utc_ms, std::cmp::Reverse(point.milli_c)));
    points.dedup_by_key(|point| point.at.utc_ms);
    if points.is_empty() {
        let spans: Vec<Span> = entries().flat_map(|(entry, _)| spans(dossier, entry)).collect();
        let summary = summary(&spans, limits);
        return Ok(summary.map(|cold| ColdChain { absent: attached.absent, ..cold }));
    }
    let told = drawn(&points, limits, lines);
    Ok(told.map(|cold| ColdChain { files: attached.files, absent: attached.absent, ..cold }))
}

/// What follows from readings in the order of time.
fn drawn(points: &[Point], limits: Option<Range>, lines: &[Line]) -> Option<ColdChain> {
    let kind = |point: Point| kind_of_leaf(lines, point.leaf);
    let gaps = silences(points).take(GAPS_MAX).map(|pair| gap(pair, kind)).collect();
    let (first, last) = (points.first()?, points.last()?);
    Some(ColdChain {
        band: limits.map(band),
        verdict: limits.map_or(Verdict::NoLimits, |_| verdict(points)),
        readings: thinned(points),
        min_milli_c: points.iter().map(|point| point.milli_c).min()?,
        max_milli_c: points.iter().map(|point| point.milli_c).max()?,
        from: first.at,
        until: last.at,
        excursions: excursions(points),
        gaps,
        files: Vec::new(),
        absent: 0,
    })
}

pub(super) const fn band(range: Range) -> Band {
    Band { min_milli_c: range.min, max_milli_c: range.max }
}

/// The events whose thermometers speak of these goods, with the limits that they are held against:
/// those of the goods' own way, and those of what they were made from as long as that was to be kept
/// as cold or colder. A carcass that cools down has other limits; one curve cannot show both.
fn measured(dossier: &Dossier<'_>) -> BTreeMap<u64, Range> {
    let own = dossier.limits();
    let mut leaves = BTreeMap::new();
    for step in &dossier.journey.steps {
        // What is on a pallet is the goods themselves.
        let held = step.goods.iter().all(|goods| dossier.own.contains(goods));
        let range = match (step.relation, own) {
            (Relation::Own | Relation::Carrier, own) => own.unwrap_or_default(),
            (Relation::Ingredient, Some(own)) if held => own,
            (Relation::Ingredient, Some(own)) => {
                let Some(range) = stricter(dossier, &step.goods, own) else { continue };
                range
            }
            (Relation::Ingredient, None) => continue,
        };
        leaves.extend(step.events.iter().map(|leaf| (*leaf, range)));
    }
    leaves
}

/// The goods' own limits, down to where their source might have been kept; nothing if the source was
/// to be kept warmer.
fn stricter(dossier: &Dossier<'_>, sources: &[String], own: Range) -> Option<Range> {
    sources.iter().try_fold(own, |range, goods| {
        let source = dossier.master.storage(goods)?;
        let warmer = match (source.max, own.max) {
            (Some(source), Some(own)) => source > own,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        (!warmer).then_some(Range { min: range.min.min(source.min), max: own.max })
    })
}

/// Whether the curve tells a breach of an event: it is held against its very limits.
pub(in crate::views::lot) fn tells(dossier: &Dossier<'_>, leaf: u64) -> bool {
    let own = dossier.limits();
    let alike = |goods: &String| own.is_some() && dossier.master.storage(goods) == own;
    let mut steps = dossier.journey.steps.iter().filter(|step| step.events.contains(&leaf));
    steps.any(|step| {
        let held = step.goods.iter().all(|goods| dossier.own.contains(goods));
        step.relation != Relation::Ingredient || held || step.goods.iter().all(alike)
    })
}

fn gap((one, next): (Point, Point), kind: impl Fn(Point) -> Option<StepKind>) -> Gap {
    Gap { after: kind(one), before: kind(next), from: one.at, until: next.at }
}
