//! The plan of a way: its stops in order, and where it ends or splits.

use std::collections::{BTreeMap, BTreeSet};

use super::departure::{Departure, Onward};
use super::stop::Stop;
use super::{Aim, Branch};
use crate::event::Qty;
use crate::quantity::{Portion, exceeds, same_unit_total};
use crate::source::Directory;

/// A lot passes fewer hands than this; only a hostile circle has more.
const STOPS_MAX: usize = 256;

/// If less than this share of a stop's goods left it, the rest is taken to be there still. Below
/// it lie trimming, drying and sampling.
const LEFT_WHOLLY_PERCENT: u32 = 95;

/// Where packs of one lot begin to go different ways. Says no more than a page may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The firm from which they part.
    pub firm: Option<String>,
    /// Its place, if told.
    pub place: Option<String>,
    /// When the first of them left, in UTC milliseconds.
    pub utc_ms: i64,
    /// At how many places packs ended, as far as is recorded.
    pub receivers: usize,
    /// Countries of those places.
    pub countries: BTreeSet<String>,
    /// How many of them have a country that is not known.
    pub unknown_countries: usize,
}

/// One stop of the way.
#[derive(Debug)]
pub(super) struct Leg {
    pub(super) stop: Stop,
    /// Events (by index) by which the goods of this way left it.
    pub(super) taken: BTreeSet<u64>,
    /// Carriers in which other packs left it.
    pub(super) others: BTreeSet<String>,
    /// Events from this time on are not true of every pack.
    pub(super) closes_ms: Option<i64>,
}

/// How a way goes on from a stop.
enum Next {
    Stop(Leg, Stop),
    Split(Leg),
    End(Leg),
}

impl Leg {
    const fn at(stop: Stop) -> Self {
        Self { stop, taken: BTreeSet::new(), others: BTreeSet::new(), closes_ms: None }
    }

    /// Goods left this stop by the departures `taken`, all to one stop, and others by `others`.
    fn left(mut self, taken: &[&Departure], others: &[&Departure]) -> Next {
        self.taken = taken.iter().map(|departure| departure.event.index).collect();
        self.others = carriers(others).difference(&carriers(taken)).cloned().collect();
        if !others.is_empty() {
            let last = taken.iter().map(|departure| departure.event.at.utc_ms).max();
            self.closes_ms = last.map(|last| last.saturating_add(1));
        }
        // Of several words for one stop the one with a place tells more.
        let stops = || taken.iter().filter_map(|departure| departure.to.stop());
        match stops().find(|stop| stop.place.is_some()).or_else(|| stops().next()) {
            Some(next) => Next::Stop(self, next.clone()),
            None => Next::End(self),
        }
    }
}

fn carriers(departures: &[&Departure]) -> BTreeSet<String> {
    departures.iter().flat_map(|departure| departure.carriers.iter().cloned()).collect()
}

/// All stops of the way.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) legs: Vec<Leg>,
    pub(super) split: Option<Split>,
}

/// What is known when a way is planned.
pub(super) struct Planner<'a> {
    pub(super) departures: &'a [Departure],
    pub(super) aim: &'a Aim,
    pub(super) directory: &'a dyn Directory,
    /// Carriers in carriers: (outer, inner).
    pub(super) nested: &'a BTreeSet<(String, String)>,
    /// How much of the lot there was at its first stop.
    pub(super) made: Option<Qty>,
}

impl Planner<'_> {
    /// Goes from the origin as far as all packs, or those of the branch, went together.
    pub(super) fn plan(&self, origin: Stop) -> Plan {
        let sites = Sites::new(self.departures);
        let chosen = self.on_branch(&origin);
        let mut free: BTreeMap<usize, &Departure> = self.departures.iter().enumerate().collect();
        let mut plan = Plan::default();
        let mut stop = origin;
        while plan.legs.len() < STOPS_MAX {
            let leaving: Vec<usize> = free
                .iter()
                .filter(|(_, departure)| sites.rests_at(&departure.from, &stop))
                .map(|(at, _)| *at)
                .collect();
            let leaving: Vec<(usize, &Departure)> =
                leaving.into_iter().filter_map(|at| free.remove_entry(&at)).collect();
            match self.leg(stop, &leaving, &chosen, plan.legs.is_empty()) {
                Next::Stop(leg, next) => {
                    plan.legs.push(leg);
                    stop = next;
                }
                Next::Split(leg) => {
                    plan.split = Some(self.split(&leg, leaving, &free));
                    plan.legs.push(leg);
                    break;
                }
                Next::End(leg) => {
                    plan.legs.push(leg);
                    break;
                }
            }
        }
        plan
    }

    /// One stop: which departures belong to the way, where it goes on, whether it splits here.
    fn leg(
        &self,
        stop: Stop,
        leaving: &[(usize, &Departure)],
        chosen: &Chosen,
        first: bool,
    ) -> Next {
        let arrived = chosen.end.as_ref().is_some_and(|end| end.same(&stop));
        let all: Vec<&Departure> = leaving.iter().map(|(_, departure)| *departure).collect();
        if arrived && self.aim.until_ms.is_some() {
            // What was not used here but sent on is no part of what was used.
            return Next::End(Leg { others: carriers(&all), ..Leg::at(stop) });
        }
        let on_branch = leaving.iter().find(|(at, _)| !arrived && chosen.departures.contains(at));
        if let Some((_, towards)) = on_branch {
            let (taken, others) = leaving.iter().partition::<Vec<_>, _>(|(at, departure)| {
                chosen.departures.contains(at) && departure.to.same(&towards.to)
            });
            return Leg::at(stop).left(&departures_of(&taken), &departures_of(&others));
        }
        let Some(one) = all.first() else { return Next::End(Leg::at(stop)) };
        let together = all.iter().all(|departure| departure.to.same(&one.to));
        if together && !(first && self.in_part(&all)) {
            return Leg::at(stop).left(&all, &[]);
        }
        let closes_ms = all.iter().map(|departure| departure.event.at.utc_ms).min();
        Next::Split(Leg { closes_ms, ..Leg::at(stop) })
    }

    /// True if so little left the first stop that part of the lot must still be there.
    fn in_part(&self, leaving: &[&Departure]) -> bool {
        let Some(made) = &self.made else { return false };
        let shipped =
            |departure: &&&Departure| departure.event.is_shipment() || departure.to == Onward::Used;
        let gone: Vec<_> = leaving
            .iter()
            .filter(shipped)
            .map(|departure| Portion { goods: "", amount: departure.amount.as_ref() })
            .collect();
        same_unit_total(&gone).is_some_and(|gone| {
            gone.uom == made.uom && !exceeds(gone.decimal, made.decimal, LEFT_WHOLLY_PERCENT)
        })
    }

    /// Walks back from the branch that is asked for to the origin.
    fn on_branch(&self, origin: &Stop) -> Chosen {
        let Some(branch) = &self.aim.at else { return Chosen::default() };
        let mut chosen = Chosen::default();
        let mut wanted = match branch {
            Branch::Stop(stop) => {
                let end = self.known_stop(stop, origin);
                chosen.end = Some(end.clone());
                vec![end]
            }
            Branch::Carrier(carrier) => {
                let around = self.around(carrier);
                let inside = |d: &Departure| {
                    d.carriers.iter().any(|carrier| around.contains(carrier.as_str()))
                };
                let numbered = self.departures.iter().enumerate();
                let loaded: Vec<_> = numbered.filter(|(_, d)| inside(d)).collect();
                chosen.departures.extend(loaded.iter().map(|(at, _)| *at));
                loaded.into_iter().map(|(_, departure)| departure.from.clone()).collect()
            }
        };
        let mut visited = BTreeSet::new();
        while let Some(stop) = wanted.pop() {
            if visited.len() >= STOPS_MAX || !visited.insert(stop.clone()) {
                continue;
            }
            let numbered = self.departures.iter().enumerate();
            let new = numbered.filter(|(at, departure)| {
                departure.to.leads_to(&stop) && chosen.departures.insert(*at)
            });
            wanted.extend(new.map(|(_, departure)| departure.from.clone()));
        }
        chosen
    }

    /// The carrier and all that it was ever put into.
    fn around<'c>(&'c self, carrier: &'c str) -> BTreeSet<&'c str> {
        let mut around = BTreeSet::from([carrier]);
        let mut inner = vec![carrier];
        while let Some(carrier) = inner.pop() {
            let outer = self.nested.iter().filter(|(_, held)| held == carrier);
            inner.extend(
                outer.map(|(outer, _)| outer.as_str()).filter(|outer| around.insert(outer)),
            );
        }
        around
    }

    /// The stop as departures know it. Goods sent to a firm's depot may be used in its factory: if
    /// nobody named the place, the firm is meant.
    fn known_stop(&self, stop: &Stop, origin: &Stop) -> Stop {
        let named =
            |stop: &Stop| origin.same(stop) || self.departures.iter().any(|d| d.to.leads_to(stop));
        let firm = Stop { firm: stop.firm.clone(), place: None };
        if !named(stop) && named(&firm) { firm } else { stop.clone() }
    }

    /// The summary: where packs ended that left here, by any way.
    fn split(
        &self,
        leg: &Leg,
        leaving: Vec<(usize, &Departure)>,
        free: &BTreeMap<usize, &Departure>,
    ) -> Split {
        let onward: Vec<&Departure> = leaving
            .into_iter()
            .map(|(_, departure)| departure)
            .chain(free.values().copied())
            .collect();
        let left: BTreeSet<&str> = free
            .values()
            .flat_map(|departure| [&departure.from.place, &departure.from.firm])
            .flatten()
            .map(String::as_str)
            .collect();
        let ends: BTreeMap<&str, &Stop> = onward
            .iter()
            .filter_map(|departure| departure.to.stop())
            .filter(|stop| !left.contains(stop.id()) && !stop.same(&leg.stop))
            .map(|stop| (stop.id(), stop))
            .collect();
        let countries: Vec<Option<String>> =
            ends.values().map(|stop| country(stop, self.directory)).collect();
        Split {
            firm: leg.stop.firm.clone(),
            place: leg.stop.place.clone(),
            utc_ms: leg.closes_ms.unwrap_or_default(),
            receivers: ends.len(),
            unknown_countries: countries.iter().filter(|country| country.is_none()).count(),
            countries: countries.into_iter().flatten().collect(),
        }
    }
}

fn departures_of<'d>(numbered: &[&(usize, &'d Departure)]) -> Vec<&'d Departure> {
    numbered.iter().map(|(_, departure)| *departure).collect()
}

/// The departures that lead to the branch asked for, and the stop at which it ends.
#[derive(Debug, Default)]
struct Chosen {
    departures: BTreeSet<usize>,
    end: Option<Stop>,
}

/// Country of a stop: of its place, else of its firm.
pub(super) fn country(stop: &Stop, directory: &dyn Directory) -> Option<String> {
    [&stop.place, &stop.firm].into_iter().flatten().find_map(|id| directory.country(id))
}

/// Places to which goods were sent: there, packs of one firm may have parted.
#[derive(Debug)]
pub(super) struct Sites {
    sent_to: BTreeSet<String>,
    /// Sent to by the very firm that keeps them.
    moved_to: BTreeSet<String>,
}

impl Sites {
    pub(super) fn new(departures: &[Departure]) -> Self {
        let place = |departure: &Departure| departure.to.stop()?.place.clone();
        let moved = departures.iter().filter(|departure| {
            departure.to.stop().is_some_and(|stop| stop.firm == departure.from.firm)
        });
        Self {
            sent_to: departures.iter().filter_map(place).collect(),
            moved_to: moved.filter_map(place).collect(),
        }
    }

    /// True if what happened `here` happened at this stop. A site of the firm that nothing was
    /// ever sent to is another name (a door, an office) for where the firm got the goods.
    pub(super) fn rests_at(&self, here: &Stop, stop: &Stop) -> bool {
        let one_firm = here.firm.is_some() && here.firm == stop.firm;
        match (&here.place, &stop.place) {
            (Some(here), Some(stop)) => here == stop || (one_firm && !self.sent_to.contains(here)),
            (Some(here), None) => one_firm && !self.moved_to.contains(here),
            (None, _) => one_firm,
        }
    }
}
