//! Findings about signed events that cannot both be true.

use std::collections::BTreeMap;

use super::Finding;
use super::table::Code;
use crate::custody::{CLOCK_SKEW_MS, Custody, Sighting};
use crate::event::{Action, Event, Kind};
use crate::goods::{is_single, site};

/// Contradictions about one single thing. A lot can be in many places at once.
pub(super) fn contradictions(custody: &Custody, sightings: &[Sighting]) -> Vec<Finding> {
    if !custody.names.iter().any(|name| is_single(name)) {
        return Vec::new();
    }
    let events: Vec<&Event> = sightings
        .iter()
        .filter(|sighting| !sighting.whole_lot)
        .map(|sighting| &*sighting.event)
        .collect();
    let pairs = two_places(&events).into_iter().chain(after_the_end(custody, &events));
    let pairs = pairs.chain(two_carriers(custody, &events));
    pairs.map(|(one, other)| Finding::new(Code::Contradiction, [one, other])).collect()
}

type Pair<'e> = (&'e Event, &'e Event);

/// At two places in one millisecond.
fn two_places<'e>(events: &[&'e Event]) -> Vec<Pair<'e>> {
    let apart = |(one, other): &Pair<'e>| {
        one.at.utc_ms == other.at.utc_ms
            && one.place().zip(other.place()).is_some_and(|(here, there)| site(here) != site(there))
    };
    events.iter().copied().zip(events.iter().copied().skip(1)).filter(apart).collect()
}

/// Seen after it was used up or destroyed.
fn after_the_end<'e>(custody: &Custody, events: &[&'e Event]) -> Option<Pair<'e>> {
    let ends = |event: &&&Event| {
        event.is_ending() && event.kind == Kind::Object
            || event.inputs.iter().any(|item| custody.names.contains(&item.goods))
    };
    let end = events.iter().find(ends)?;
    let after = events
        .iter()
        .rfind(|event| event.at.utc_ms.saturating_sub(end.at.utc_ms) > CLOCK_SKEW_MS)?;
    Some((*end, *after))
}

/// Put into a second case or pallet while still in the first.
fn two_carriers<'e>(custody: &Custody, events: &[&'e Event]) -> Vec<Pair<'e>> {
    let mut open: BTreeMap<&str, &Event> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events.iter().copied().filter(|event| event.kind == Kind::Aggregation) {
        let Some(parent) = event.parent.as_deref() else { continue };
        let ours = event.children.iter().any(|item| custody.names.contains(&item.goods));
        match event.action {
            Some(Action::Add) if ours => {
                found.extend(
                    open.iter()
                        .filter(|(other, _)| **other != parent)
                        .map(|(_, one)| (*one, event)),
                );
                open.insert(parent, event);
            }
            Some(Action::Delete) if ours || event.children.is_empty() => {
                open.remove(parent);
            }
            Some(Action::Add | Action::Observe | Action::Delete) | None => {}
        }
    }
    found
}
