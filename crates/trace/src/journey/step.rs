//! Steps: events of one firm that a reader takes for one thing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::event::{Event, Instant, Kind};
use crate::goods::site;
use crate::source::Directory;
use crate::way::Stop;

/// Goods named in one step: more help nobody.
const GOODS_MAX: usize = 12;

/// One or more like events of a firm on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// CBV business step as a bare word, or a full URI.
    pub step: Option<String>,
    /// Type of its events; none for a firm that is not on the record.
    pub kind: Option<Kind>,
    /// Who signed, or who is said to have had the goods.
    pub firm: Option<String>,
    /// Where, if all its events were there.
    pub place: Option<String>,
    /// ISO 3166 code of the country of the place, else of the firm.
    pub country: Option<String>,
    /// Time of the first event.
    pub first: Instant,
    /// Time of the last event.
    pub last: Instant,
    /// How many events it stands for.
    pub count: usize,
    /// Their positions in the log, in order of time.
    pub events: Vec<u64>,
    /// The goods of the journey that they concern, the first twelve.
    pub goods: Vec<String>,
    /// What they concern: the goods asked for, or what they were made from.
    pub relation: Relation,
    /// False for a firm of which only others tell: a grey line.
    pub recorded: bool,
}

/// How an event concerns the goods asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It names them.
    Own,
    /// It names the case, pallet or container that held them.
    Carrier,
    /// It concerns what they were made from.
    Ingredient,
}

/// An event on a journey, or a firm named on it, before merging.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) at: Instant,
    pub(super) order: Order,
    pub(super) step: Step,
}

/// Of moments at one instant: where goods came from, what happened, where they went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    CameFrom,
    Event(u64),
    WentTo,
}

impl Moment {
    pub(super) fn of(
        event: &Arc<Event>,
        goods: &str,
        relation: Relation,
        directory: &dyn Directory,
    ) -> Self {
        let place = event.place().map(site);
        let ids = [place, Some(event.issuer.as_str())];
        let step = Step {
            step: event.step.clone(),
            kind: Some(event.kind),
            country: ids.into_iter().flatten().find_map(|id| directory.country(id)),
            firm: Some(event.issuer.clone()),
            place: place.map(str::to_owned),
            first: event.at,
            last: event.at,
            count: 1,
            events: vec![event.index],
            goods: vec![goods.to_owned()],
            relation,
            recorded: true,
        };
        Self { at: event.at, order: Order::Event(event.index), step }
    }

    /// A firm that had the goods by the word of another, and says nothing itself.
    pub(super) fn unrecorded(
        to: &Stop,
        (utc_ms, order): (i64, Order),
        goods: &str,
        directory: &dyn Directory,
    ) -> Self {
        let at = Instant { utc_ms, offset_min: 0 };
        let ids = [&to.place, &to.firm];
        let step = Step {
            step: None,
            kind: None,
            firm: to.firm.clone(),
            place: to.place.clone(),
            country: ids.into_iter().flatten().find_map(|id| directory.country(id)),
            first: at,
            last: at,
            count: 1,
            events: Vec::new(),
            goods: vec![goods.to_owned()],
            relation: Relation::Own,
            recorded: false,
        };
        Self { at, order, step }
    }
}

/// Puts moments in order and merges those of one firm, step and day that follow each other in
/// what the firm says. What other firms say in between does not matter: mince is made of many
/// lots at once.
pub(super) fn merge(mut moments: Vec<Moment>) -> Vec<Step> {
    moments.sort_by(|a, b| {
        (a.at.utc_ms, a.order, &a.step.firm).cmp(&(b.at.utc_ms, b.order, &b.step.firm))
    });
    let mut steps: Vec<Step> = Vec::new();
    let mut latest: BTreeMap<(Option<String>, bool), usize> = BTreeMap::new();
    for moment in moments {
        let speaker = (moment.step.firm.clone(), moment.step.recorded);
        let open = latest.get(&speaker).and_then(|at| steps.get_mut(*at));
        match open {
            Some(step) if belongs(step, &moment.step) => join(step, moment.step),
            Some(_) | None => {
                latest.insert(speaker, steps.len());
                steps.push(moment.step);
            }
        }
    }
    steps
}

fn belongs(step: &Step, next: &Step) -> bool {
    step.step == next.step
        && step.kind == next.kind
        && step.last.local_day() == next.first.local_day()
}

fn join(step: &mut Step, next: Step) {
    if step.place != next.place {
        step.place = None;
    }
    if step.country != next.country {
        step.country = None;
    }
    step.last = next.last;
    step.count = step.count.saturating_add(next.count);
    step.events.extend(next.events);
    step.relation = step.relation.min(next.relation);
    for goods in next.goods {
        if step.goods.len() < GOODS_MAX && !step.goods.contains(&goods) {
            step.goods.push(goods);
        }
    }
}
