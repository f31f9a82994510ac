//! Departures: what a lot's holders say about where it went.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::stop::Stop;
use crate::custody::{Custody, Sighting};
use crate::event::{Event, Kind, Qty};
use crate::quantity::same_unit_total;
use crate::source::Directory;

/// Goods, or part of them, leave a stop.
#[derive(Debug, Clone)]
pub(super) struct Departure {
    pub(super) event: Arc<Event>,
    pub(super) from: Stop,
    pub(super) to: Onward,
    pub(super) carriers: BTreeSet<String>,
    /// How much, if that is known.
    pub(super) amount: Option<Qty>,
}

/// Where goods go from a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Onward {
    /// To another stop.
    Stop(Stop),
    /// Nowhere: they are used up there.
    Used,
}

impl Onward {
    /// True if both may be the same way on.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Stop(here), Self::Stop(there)) => here.same(there),
            (Self::Used, Self::Used) => true,
            (Self::Stop(_), Self::Used) | (Self::Used, Self::Stop(_)) => false,
        }
    }

    pub(super) fn leads_to(&self, stop: &Stop) -> bool {
        match self {
            Self::Stop(here) => here.same(stop),
            Self::Used => false,
        }
    }

    pub(super) fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Stop(stop) => Some(stop),
            Self::Used => None,
        }
    }
}

/// What holders say about where goods went, in order of time.
#[derive(Debug, Default)]
pub(super) struct Departures {
    pub(super) standing: Vec<Departure>,
    /// Shipments that did not happen after all, and the events that say so.
    pub(super) voided: BTreeSet<u64>,
}

impl Departures {
    /// Every departure in the record of goods. Who only owns a container's code moves it, but
    /// hands nothing on: only holders' events are departures.
    pub(super) fn of(custody: &Custody, directory: &dyn Directory) -> Self {
        let mut found = Self::default();
        let holds = |sighting: &&Sighting| custody.holders.contains_key(&sighting.event.issuer);
        for sighting in custody.accepted.iter().filter(holds) {
            if sighting.event.step.as_deref() == Some("void_shipping") {
                found.void(sighting, directory);
            } else if let Some(departure) = departure(custody, sighting, directory) {
                found.standing.push(departure);
            }
        }
        found
    }

    /// CBV `void_shipping`: the sender says that its last shipment of these goods was none.
    fn void(&mut self, sighting: &Sighting, directory: &dyn Directory) {
        self.voided.insert(sighting.event.index);
        let to = Stop::destination(&sighting.event, directory).map(Onward::Stop);
        let last = self.standing.iter().rposition(|departure| {
            departure.event.issuer == sighting.event.issuer
                && departure.carriers == sighting.via
                && departure.event.is_shipment()
                && to.as_ref().is_none_or(|to| departure.to.same(to))
        });
        if let Some(at) = last {
            self.voided.insert(self.standing.remove(at).event.index);
        }
    }
}

fn departure(
    custody: &Custody,
    sighting: &Sighting,
    directory: &dyn Directory,
) -> Option<Departure> {
    let event = &sighting.event;
    let from = Stop::of(event);
    let to = onward(custody, event, &from, directory)?;
    Some(Departure {
        from,
        to,
        carriers: sighting.via.clone(),
        amount: same_unit_total(&custody.portions_in(sighting)),
        event: Arc::clone(event),
    })
}

fn onward(
    custody: &Custody,
    event: &Event,
    from: &Stop,
    directory: &dyn Directory,
) -> Option<Onward> {
    if event.kind == Kind::Transformation {
        let used = event.inputs.iter().any(|item| custody.names.contains(&item.goods));
        return used.then_some(Onward::Used);
    }
    if event.is_arrival() {
        return None;
    }
    let to = Stop::destination(event, directory)?;
    (!to.same(from)).then_some(Onward::Stop(to))
}
