//! What the page cannot say, and says so.

use super::SENTENCES_MAX;
use crate::views::lot::certificates::only_named;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::step::Line;
use crate::views::model::{StepKind, Unknown};
use std::collections::{BTreeMap, BTreeSet};
use trace::GapKind;

/// A shorter time without a thermometer is a door and a ramp.
const UNMEASURED_MS: i64 = 30 * 60_000;

/// What the page cannot say, and says so.
pub(in crate::views::lot) fn unknowns(
    dossier: &Dossier<'_>,
    lines: &[Line],
    dated: bool,
) -> Vec<Unknown> {
    let mut found = temperatures(dossier, lines);
    let grey = lines.iter().filter(|line| line.step.signed.is_none());
    let kinds: BTreeSet<StepKind> = grey.map(|line| line.step.kind).collect();
    found.extend(kinds.into_iter().map(|step| Unknown::FirmNotOnRecord { step }));
    found.extend(only_named(dossier).into_iter().map(|name| Unknown::CertificateNotSeen { name }));
    found.extend(dossier.removed.iter().map(|ms| Unknown::Removed { on: utc(*ms) }));
    found.truncate(SENTENCES_MAX);
    let begins = |line: &Line| {
        let kind = line.step.kind;
        matches!(kind, StepKind::Caught | StepKind::Farmed | StepKind::Picked | StepKind::Born)
    };
    if !lines.iter().any(begins) {
        found.push(Unknown::Origin);
    }
    if !dated && has_a_date(dossier) {
        found.push(Unknown::UseBy);
    }
    found.extend(unproven(lines));
    found
}

/// Food in packs carries a date; a carcass, a pallet or an animal does not.
fn has_a_date(dossier: &Dossier<'_>) -> bool {
    dossier.goods.gtin().is_some()
        && dossier.product().is_some_and(|told| told.product.shelf_life_days.is_some())
}

fn unproven(lines: &[Line]) -> Option<Unknown> {
    let recorded = || lines.iter().filter(|line| line.step.signed.is_some());
    let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
    let steps = recorded().filter(|line| !line.step.provable).count();
    (steps > 0)
        .then(|| Unknown::UnprovenSteps { steps: count(steps), of: count(recorded().count()) })
}

/// The roads on which nobody measured. The longest of each kind of road is told.
fn temperatures(dossier: &Dossier<'_>, lines: &[Line]) -> Vec<Unknown> {
    let mut longest: BTreeMap<(StepKind, StepKind), i64> = BTreeMap::new();
    for gap in dossier.journey.gaps.iter().filter(|gap| gap.kind == GapKind::NoTemperature) {
        let Some(span) = gap.span.filter(|span| span.length_ms() >= UNMEASURED_MS) else {
            continue;
        };
        let near = |ms: i64| {
            let line = lines.iter().rfind(|line| line.step.at.is_some_and(|at| at.utc_ms <= ms));
            line.map_or(StepKind::Other, |line| line.step.kind)
        };
        let ends = (near(span.from_ms), near(span.to_ms));
        let known = longest.entry(ends).or_default();
        *known = span.length_ms().max(*known);
    }
    let minutes = |ms: i64| u64::try_from(ms / 60_000).unwrap_or(0);
    let unknown =
        |((after, before), ms)| Unknown::Temperature { after, before, minutes: minutes(ms) };
    longest.into_iter().map(unknown).collect()
}
