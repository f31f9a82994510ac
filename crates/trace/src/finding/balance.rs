//! Findings about amounts.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Finding;
use super::table::{Code, EXCESS_PERCENT};
use crate::custody::{Custody, Sighting};
use crate::event::{Event, Kind};
use crate::quantity::{Portion, SumError, exceeds, total};
use crate::source::Directory;

/// Units tried as the unit of a balance: the trade mixes two or three.
const UNITS_MAX: usize = 8;

/// What came to a firm or into a vat, and what went on, in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// UN/ECE Recommendation 20 code of both; none means pieces.
    pub unit: Option<String>,
    /// Made or received.
    pub came: Decimal,
    /// Used, sent on or destroyed.
    pub went: Decimal,
}

impl Balance {
    /// Adds up both sides in the first unit told into which all amounts have an exact factor. An
    /// amount that is not known makes the whole balance unknown; it never counts as nothing.
    pub fn of(
        came: &[Portion<'_>],
        went: &[Portion<'_>],
        directory: &dyn Directory,
    ) -> Result<Self, SumError> {
        let mut units: Vec<Option<&str>> = Vec::new();
        for amount in came.iter().chain(went).filter_map(|portion| portion.amount) {
            if units.len() < UNITS_MAX && !units.contains(&amount.uom.as_deref()) {
                units.push(amount.uom.as_deref());
            }
        }
        let mut fault = None;
        for unit in units {
            match Self::in_unit(came, went, unit, directory) {
                Ok(balance) => return Ok(balance),
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        Err(fault.unwrap_or(SumError::Unknown))
    }

    fn in_unit(
        came: &[Portion<'_>],
        went: &[Portion<'_>],
        unit: Option<&str>,
        directory: &dyn Directory,
    ) -> Result<Self, SumError> {
        Ok(Self {
            came: total(came, unit, directory)?,
            went: total(went, unit, directory)?,
            unit: unit.map(str::to_owned),
        })
    }

    /// True if more went than came, by more than scales differ.
    pub fn is_exceeded(&self) -> bool {
        exceeds(self.went, self.came, 100 + EXCESS_PERCENT)
    }
}

/// One side or both of some events.
#[derive(Debug, Default)]
struct Flow<'a> {
    events: Vec<&'a Event>,
    came: Vec<Portion<'a>>,
    went: Vec<Portion<'a>>,
}

impl Flow<'_> {
    fn judge(&self, directory: &dyn Directory) -> Option<Finding> {
        if self.came.is_empty() || self.went.is_empty() {
            return None;
        }
        let finding = |code| Finding::new(code, self.events.iter().copied());
        match Balance::of(&self.came, &self.went, directory) {
            Ok(balance) if balance.is_exceeded() => {
                let unit = balance.unit.as_deref().unwrap_or("pieces");
                let account = format!("{} in, {} out, {unit}", balance.came, balance.went);
                Some(finding(Code::MoreOutThanIn).saying(account))
            }
            Ok(_) | Err(SumError::Unknown) => None,
            Err(error @ (SumError::NoFactor { .. } | SumError::TooLarge)) => {
                Some(finding(Code::CannotBeAdded).saying(error.to_string()))
            }
        }
    }
}

/// Transformations that gave more than they took. The events of one `transformationID` are one.
pub(super) fn transformations(sightings: &[Sighting], directory: &dyn Directory) -> Vec<Finding> {
    let mut flows: BTreeMap<(&str, String), Flow<'_>> = BTreeMap::new();
    for event in sightings.iter().map(|sighting| &*sighting.event) {
        if event.kind != Kind::Transformation {
            continue;
        }
        let id = event.transformation_id.clone().unwrap_or_else(|| event.index.to_string());
        let flow = flows.entry((&event.issuer, id)).or_default();
        flow.events.push(event);
        flow.came.extend(event.inputs.iter().map(Portion::from));
        flow.went.extend(event.outputs.iter().map(Portion::from));
    }
    flows.values().filter_map(|flow| flow.judge(directory)).collect()
}

/// Firms from which more of the lot went than came to them. Not told amounts, and a firm that
/// voided a shipment, are left alone.
pub(crate) fn of_lot(custody: &Custody, directory: &dyn Directory) -> Vec<Finding> {
    let mut flows: BTreeMap<&str, Flow<'_>> = BTreeMap::new();
    for sighting in custody.accepted.iter().filter(|sighting| !sighting.whole_lot) {
        let event = &*sighting.event;
        let Some(side) = side(custody, event) else { continue };
        let flow = flows.entry(&event.issuer).or_default();
        flow.events.push(event);
        match side {
            Side::Came => flow.came.extend(custody.portions_in(sighting)),
            Side::Went => flow.went.extend(custody.portions_in(sighting)),
        }
    }
    let voided = voided(custody);
    flows.retain(|firm, _| !voided.contains(firm));
    flows.values().filter_map(|flow| flow.judge(directory)).collect()
}

/// On which side of a firm's balance an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Came,
    Went,
}

/// Of the several steps by which goods come and go, one each counts: a lorry that arrives, is
/// unloaded and is accepted brings its goods once.
fn side(custody: &Custody, event: &Event) -> Option<Side> {
    let used = event.inputs.iter().any(|item| custody.names.contains(&item.goods));
    if used || event.is_ending() || event.step.as_deref() == Some("shipping") {
        return Some(Side::Went);
    }
    let made = custody.names.iter().any(|name| event.creates(name));
    (made || event.step.as_deref() == Some("receiving")).then_some(Side::Came)
}

/// Firms that took back a shipment: their sums would count it.
fn voided(custody: &Custody) -> BTreeSet<&str> {
    let events = custody.accepted.iter().map(|sighting| &sighting.event);
    let voiding = events.filter(|event| event.step.as_deref() == Some("void_shipping"));
    voiding.map(|event| event.issuer.as_str()).collect()
}
