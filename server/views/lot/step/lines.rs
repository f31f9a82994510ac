//! From the walk's steps to lines of a page.

use super::kind::{Around, kind};
use super::line::{Line, merged};
use super::{place, signature};
use crate::views::Audience;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::record::Entry;
use crate::views::lot::told;
use crate::views::model::{Actor, Day, How, Moment, Place, Role, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};
use trace::{Event, GapKind};

/// Every line of the journey, oldest first.
pub(in crate::views::lot) fn lines(dossier: &Dossier<'_>, proofs: &BTreeSet<u64>) -> Vec<Line> {
    let events: BTreeMap<u64, &Event> =
        dossier.journey.events.iter().map(|event| (event.index, &**event)).collect();
    let mut lines = Vec::new();
    for step in &dossier.journey.steps {
        if step.recorded {
            let told = step.events.iter().filter_map(|index| events.get(index));
            lines.extend(told.filter_map(|event| recorded(dossier, event, proofs)));
        } else {
            lines.push(unrecorded(dossier, step));
        }
    }
    lines.sort_by_key(|line| line.step.at.map(|at| at.utc_ms));
    let mut lines = merged(lines);
    for line in &mut lines {
        name_principals(dossier, line);
    }
    lines
}

fn recorded(dossier: &Dossier<'_>, event: &Event, proofs: &BTreeSet<u64>) -> Option<Line> {
    let entry = dossier.entries.get(&event.index)?;
    let kind = kind_of(dossier, event)?;
    let principals: BTreeSet<String> = signature::principal(dossier, event).into_iter().collect();
    let actor = principals.first().unwrap_or(&event.issuer);
    let (at, until) = times(dossier, event, entry, kind);
    Some(Line {
        firm: event.issuer.clone(),
        leaves: vec![event.index],
        step: Step {
            event_ids: vec![entry.event_id.clone()],
            kind,
            by: Some(dossier.people.actor(actor, kind)),
            place: place::of_event(dossier, event, entry, kind),
            at: Some(at),
            until,
            signed: Some(signature::of_entry(dossier, entry, kind)),
            provable: proofs.contains(&event.index),
        },
        principals,
    })
}

/// When a step was. Animals are on record from the day of their tag, and were born before.
fn times(
    dossier: &Dossier<'_>,
    event: &Event,
    entry: &Entry,
    kind: StepKind,
) -> (Moment, Option<Moment>) {
    let at = at(event);
    let fields = dossier.shown(entry).ilmd.as_ref().filter(|_| kind == StepKind::Born);
    let born = |name| told::day(told::text(fields?, name)?).map(|day| noon(day, at.offset_min));
    match (born("birthDateFirst"), born("birthDateLast")) {
        (Some(first), last) => (first, last.filter(|last| *last > first)),
        (None, _) => (at, None),
    }
}

/// The middle of a day on the clock of a place.
fn noon(day: Day, offset_min: i16) -> Moment {
    let noon = day.date().at(12, 0, 0, 0);
    let utc = jiff::tz::Offset::UTC.to_timestamp(noon).unwrap_or_default();
    let utc_ms = utc.as_millisecond().saturating_sub(i64::from(offset_min) * 60_000);
    Moment { utc_ms, offset_min }
}

/// The step of an event in everyday words.
pub(in crate::views::lot) fn kind_of(dossier: &Dossier<'_>, event: &Event) -> Option<StepKind> {
    let entry = dossier.entries.get(&event.index)?;
    let process = told::text(&entry.clear.extensions, "process");
    let roles = dossier.people.roles(&event.issuer);
    let kind = kind(event, Around { process, roles, food: dossier.food })?;
    // A tag alone does not say when an animal was born.
    let dated = entry.clear.ilmd_field("birthDateFirst").is_some();
    Some(if kind == StepKind::Born && !dated { StepKind::Collected } else { kind })
}

/// An event's own time on the clock of its place.
pub(in crate::views::lot) fn at(event: &Event) -> Moment {
    let offset_min = i16::try_from(event.at.offset_min).unwrap_or(0);
    Moment { utc_ms: event.at.utc_ms, offset_min }
}

/// A firm that others name and that recorded nothing: it sent what was used, or was sent the goods.
fn unrecorded(dossier: &Dossier<'_>, step: &trace::Step) -> Line {
    let sent = dossier.journey.gaps.iter().any(|gap| {
        gap.kind == GapKind::SourceNotRecorded && gap.firm.is_some() && gap.firm == step.firm
    });
    let kind = if sent { StepKind::Shipped } else { StepKind::Arrived };
    let firm = step.firm.clone().unwrap_or_default();
    let mut by = dossier.people.alone(&firm);
    // Who was sent the goods is a buyer until it records something itself.
    if kind == StepKind::Arrived && dossier.ask.audience == Audience::Shopper {
        by.name = None;
    }
    let at = Moment { utc_ms: step.first.utc_ms, offset_min: 0 };
    let place =
        step.country.clone().map(|country| Place { country: Some(country), ..Place::default() });
    Line {
        step: Step {
            event_ids: Vec::new(),
            kind,
            by: Some(by),
            place,
            at: Some(at),
            until: None,
            signed: None,
            provable: false,
        },
        firm,
        principals: BTreeSet::new(),
        leaves: Vec::new(),
    }
}

/// Says for whom an agent recorded; of several principals the line names none.
fn name_principals(dossier: &Dossier<'_>, line: &mut Line) {
    let firms: Vec<String> = line.principals.iter().cloned().collect();
    if let Some(principal) = signature::principals(dossier, &firms)
        && let Some(signed) = &mut line.step.signed
    {
        signed.how = match std::mem::replace(&mut signed.how, How::Own) {
            How::Own | How::For { .. } => How::For { principal, operator: None, vouched: None },
            How::Through { operator } => {
                How::For { principal, operator: Some(operator), vouched: None }
            }
            How::Vouched { on, .. } => How::For { principal, operator: None, vouched: Some(on) },
        };
    }
    if firms.len() > 1 {
        let role = line.step.by.as_ref().map_or(Role::Farm, |by| by.role);
        line.step.by = Some(Actor { name: Some(signature::farms(firms.len())), role });
    }
}
