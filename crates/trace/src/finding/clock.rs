//! Findings about time.

use std::collections::BTreeMap;

use super::Finding;
use super::table::{AHEAD_MS, Code, LATE_MS};
use crate::custody::{CLOCK_SKEW_MS, Custody, Sighting};
use crate::event::Event;

/// Events that the chain took long after they happened, or before.
pub(super) fn late_or_ahead(sightings: &[Sighting]) -> Vec<Finding> {
    let judge = |sighting: &Sighting| {
        let event = &sighting.event;
        let delay_ms = event.recorded_ms.saturating_sub(event.at.utc_ms);
        let lead_ms = event.at.utc_ms.saturating_sub(event.recorded_ms);
        if delay_ms > LATE_MS {
            Some(Finding::new(Code::Late, [&**event]).by_ms(delay_ms))
        } else if lead_ms > AHEAD_MS {
            Some(Finding::new(Code::Ahead, [&**event]).by_ms(lead_ms))
        } else {
            None
        }
    };
    sightings.iter().filter_map(judge).collect()
}

/// Receipts dated before their shipment, and events of goods dated before the goods were made.
pub(super) fn backwards(custody: &Custody, sightings: &[Sighting]) -> Vec<Finding> {
    let mut found = Vec::new();
    let made = creation(custody);
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    for sighting in &custody.accepted {
        first.entry(&sighting.event.issuer).or_insert(sighting.event.index);
    }
    for sighting in sightings {
        let event = &sighting.event;
        if let Some(made) = made
            && !sighting.whole_lot
            && sighting.via.is_empty()
        {
            found.extend(before(event, made));
        }
        // Only the receipt that answers the first shipment: goods may come more than once.
        let is_first = first.get(event.issuer.as_str()) == Some(&event.index);
        let Some(named_ms) = custody.named.get(&event.issuer) else { continue };
        let early_ms = named_ms.saturating_sub(event.at.utc_ms);
        if event.is_arrival() && is_first && early_ms > CLOCK_SKEW_MS {
            found.push(Finding::new(Code::TimeBackwards, [&**event]).by_ms(early_ms));
        }
    }
    found
}

/// Goods used before they were made.
pub(crate) fn made_before_its_origin(custody: &Custody, used: &Event) -> Option<Finding> {
    before(used, creation(custody)?)
}

fn creation(custody: &Custody) -> Option<&Event> {
    let creates =
        |sighting: &&Sighting| custody.names.iter().any(|name| sighting.event.creates(name));
    custody.accepted.iter().find(creates).map(|sighting| &*sighting.event)
}

fn before(event: &Event, made: &Event) -> Option<Finding> {
    let early_ms = made.at.utc_ms.saturating_sub(event.at.utc_ms);
    (early_ms > CLOCK_SKEW_MS)
        .then(|| Finding::new(Code::TimeBackwards, [event, made]).by_ms(early_ms))
}
