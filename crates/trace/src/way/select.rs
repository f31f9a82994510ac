//! Which events of a lot's record lie on the way that is asked for.

use std::collections::BTreeSet;

use super::departure::Departures;
use super::plan::{Plan, Planner, Sites, Split};
use super::stop::Stop;
use super::{Aim, Branch};
use crate::correction::Correction;
use crate::custody::{Custody, Sighting};
use crate::event::Qty;
use crate::goods::is_single;
use crate::quantity::{Portion, same_unit_total};
use crate::source::Directory;

/// A way, with the events on it.
#[derive(Debug, Default)]
pub(crate) struct Way {
    /// Events that are true of every pack of the way, in order of time.
    pub(crate) sightings: Vec<Sighting>,
    pub(crate) split: Option<Split>,
    /// Stops of which only the sender tells, and when the goods left for them.
    pub(crate) unrecorded: Vec<(Stop, i64)>,
    pub(crate) corrections: Vec<Correction>,
}

/// The part of the record that lies on the way.
pub(crate) fn way(custody: &Custody, aim: &Aim, directory: &dyn Directory) -> Way {
    let Some(origin) = origin(custody) else {
        // Nothing was said of the goods, or all of it was taken back.
        let corrections = custody.corrections.iter().map(|(correction, _)| correction.clone());
        return Way { corrections: corrections.collect(), ..Way::default() };
    };
    let Departures { standing, voided } = Departures::of(custody, directory);
    let own_branch = Aim { at: aim.at.clone().or_else(|| last_own_stop(custody)), ..aim.clone() };
    let planner = Planner {
        departures: &standing,
        aim: &own_branch,
        directory,
        nested: &custody.nested,
        made: made(custody),
    };
    let plan = planner.plan(Stop::of(&origin.event));
    let chooser = Chooser {
        aim: &own_branch,
        single: custody.names.iter().any(|name| is_single(name)),
        sites: Sites::new(&standing),
        firms: standing.iter().filter_map(|d| d.to.stop()?.firm.clone()).collect(),
        departures: standing.iter().map(|departure| departure.event.index).collect(),
        voided,
        plan: &plan,
        directory,
    };
    let on_way = |sighting: &&Sighting| chooser.belongs(sighting);
    let corrected = custody.corrections.iter().filter(|(_, sighting)| {
        chooser.in_window(sighting) && !(aim.until_ms.is_some() && chooser.names_receiver(sighting))
    });
    Way {
        sightings: custody.accepted.iter().filter(on_way).cloned().collect(),
        corrections: corrected.map(|(correction, _)| correction.clone()).collect(),
        unrecorded: unrecorded(custody, &plan),
        split: plan.split,
    }
}

/// Where the goods came into being, else where they were first seen.
fn origin(custody: &Custody) -> Option<&Sighting> {
    let creates =
        |sighting: &&Sighting| custody.names.iter().any(|name| sighting.event.creates(name));
    custody.accepted.iter().find(creates).or_else(|| custody.accepted.first())
}

/// One pack of a lot went where it was last seen itself: that is its branch of the lot.
fn last_own_stop(custody: &Custody) -> Option<Branch> {
    let mixed = custody.accepted.iter().any(|sighting| sighting.whole_lot);
    let last = custody.accepted.iter().rfind(|sighting| !sighting.whole_lot)?;
    mixed.then(|| Branch::Stop(Stop::of(&last.event)))
}

/// How much of the lot was made, if all of it was told in one unit.
fn made(custody: &Custody) -> Option<Qty> {
    let made = custody.accepted.iter().flat_map(|sighting| {
        let event = &sighting.event;
        event
            .objects
            .iter()
            .chain(&event.outputs)
            .filter(|item| event.creates(&item.goods) && custody.names.contains(&item.goods))
    });
    same_unit_total(&made.map(Portion::from).collect::<Vec<_>>())
}

/// Stops to which goods went, and whose firm is not on the record.
fn unrecorded(custody: &Custody, plan: &Plan) -> Vec<(Stop, i64)> {
    let recorded: BTreeSet<&str> =
        custody.accepted.iter().map(|sighting| sighting.event.issuer.as_str()).collect();
    let left_at = |taken: &BTreeSet<u64>| {
        let left = custody.accepted.iter().filter(|s| taken.contains(&s.event.index));
        left.map(|sighting| sighting.event.at.utc_ms).min()
    };
    plan.legs
        .iter()
        .zip(plan.legs.iter().skip(1))
        .filter(|(_, leg)| !leg.stop.firm.as_deref().is_some_and(|firm| recorded.contains(firm)))
        .filter_map(|(before, leg)| Some((leg.stop.clone(), left_at(&before.taken)?)))
        .collect()
}

struct Chooser<'a> {
    aim: &'a Aim,
    single: bool,
    sites: Sites,
    /// Firms to which goods were sent.
    firms: BTreeSet<String>,
    departures: BTreeSet<u64>,
    voided: BTreeSet<u64>,
    plan: &'a Plan,
    directory: &'a dyn Directory,
}

impl Chooser<'_> {
    fn belongs(&self, sighting: &Sighting) -> bool {
        let event = &sighting.event;
        if self.departures.contains(&event.index) {
            return self.plan.legs.iter().any(|leg| leg.taken.contains(&event.index))
                && self.in_time(sighting);
        }
        // What was destroyed is in nobody's hand.
        let is_gone = event.is_ending() && !self.single;
        !is_gone && !self.voided.contains(&event.index) && self.in_window(sighting)
    }

    fn names_receiver(&self, sighting: &Sighting) -> bool {
        let event = &sighting.event;
        !event.is_arrival()
            && Stop::destination(event, self.directory).is_some_and(|to| !to.same(&Stop::of(event)))
    }

    fn in_time(&self, sighting: &Sighting) -> bool {
        self.aim.until_ms.is_none_or(|until| sighting.event.at.utc_ms <= until)
    }

    /// True if it happened at a stop of the way while all its packs were there.
    fn in_window(&self, sighting: &Sighting) -> bool {
        if !self.in_time(sighting) || self.of_other_packs(sighting) {
            return false;
        }
        let here = Stop::of(&sighting.event);
        let utc_ms = sighting.event.at.utc_ms;
        let mut legs =
            self.plan.legs.iter().filter(|leg| self.sites.rests_at(&here, &leg.stop)).peekable();
        if legs.peek().is_some() {
            return legs.any(|leg| leg.closes_ms.is_none_or(|closes| utc_ms < closes));
        }
        // A laboratory or a shipping line: goods were never sent to it, so it is on every branch
        // until the lot splits.
        !self.firms.contains(&sighting.event.issuer)
            && self.plan.split.as_ref().is_none_or(|split| utc_ms < split.utc_ms)
    }

    /// True if it speaks of a carrier in which only other packs left.
    fn of_other_packs(&self, sighting: &Sighting) -> bool {
        let other =
            |carrier: &String| self.plan.legs.iter().any(|leg| leg.others.contains(carrier));
        if sighting.via.is_empty() {
            sighting.event.parent.as_ref().is_some_and(other)
        } else {
            sighting.via.iter().all(other)
        }
    }
}
