//! The record of goods: events that count, and claims.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::correction::Correction;
use crate::event::{Event, Qty};
use crate::quantity::Portion;

/// Clocks may differ by as much before an order of events is taken for a fault.
pub const CLOCK_SKEW_MS: i64 = 5 * 60_000;

/// A receipt dated this much before the shipment still answers it: the clock was wrong, and the
/// finding `time-backwards` says so.
pub(super) const EARLY_RECEIPT_MAX_MS: i64 = 24 * 3_600_000;

/// One event about the goods, and by which carrier it concerns them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) event: Arc<Event>,
    /// The carriers that the event names in place of the goods; none if it names them.
    pub(crate) via: BTreeSet<String>,
    /// The event speaks of the whole lot, and the goods are one pack of it.
    pub(crate) whole_lot: bool,
}

/// What one organisation says of goods without being in their chain of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it signed.
    pub event: Arc<Event>,
    /// Why it does not count.
    pub reason: ClaimReason,
}

/// Why an event stays a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimReason {
    /// No holder of the goods named this organisation.
    NotNamed,
    /// It was named, but did not confirm that the goods came, or speaks of a time before that.
    NotReceived,
    /// Only the issuer of an event can declare it wrong.
    NotIssuer,
}

/// The record of goods, sorted by whose word it is.
#[derive(Debug, Default)]
pub(crate) struct Custody {
    /// All codes that name the goods.
    pub(crate) names: BTreeSet<String>,
    /// Events that count, in order of time.
    pub(crate) accepted: Vec<Sighting>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) corrections: Vec<(Correction, Sighting)>,
    /// Who has held the goods, and since when.
    pub(crate) holders: BTreeMap<String, i64>,
    /// Whom a holder named as receiver, and when first.
    pub(crate) named: BTreeMap<String, i64>,
    /// How much of the lot went into each carrier.
    pub(crate) amounts: BTreeMap<String, Option<Qty>>,
    /// Carriers in carriers: (outer, inner).
    pub(crate) nested: BTreeSet<(String, String)>,
}

impl Custody {
    /// How much of the lot the event is about: its own items, or what is in the carriers that it
    /// names. A pallet in a container that is named too counts once.
    pub(crate) fn portions_in<'a>(&'a self, sighting: &'a Sighting) -> Vec<Portion<'a>> {
        if sighting.via.is_empty() {
            let items = sighting.event.items();
            return items
                .filter(|item| self.names.contains(&item.goods))
                .map(Portion::from)
                .collect();
        }
        let inside = |inner: &&String| {
            self.nested.iter().any(|(outer, held)| held == *inner && sighting.via.contains(outer))
        };
        let outermost = sighting.via.iter().filter(|carrier| !inside(carrier));
        let goods = self.names.first().map(String::as_str).unwrap_or_default();
        let amount = |carrier| self.amounts.get(carrier).and_then(Option::as_ref);
        outermost.map(|carrier| Portion { goods, amount: amount(carrier) }).collect()
    }
}
