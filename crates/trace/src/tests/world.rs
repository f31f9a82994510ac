//! A world in memory: events, who owns what, and where places are.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use rust_decimal::Decimal;

use super::notation::{HOUR, events, goods};
use crate::cold::Range;
use crate::event::{Event, Qty};
use crate::journey::{Ask, Journey, Step, journey};
use crate::source::{Directory, Limits, SameAs, Source};

#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) events: Vec<Event>,
    by_goods: BTreeMap<String, Vec<usize>>,
    /// Whom an owner named to start the record of its goods.
    pub(super) named: BTreeMap<String, Vec<String>>,
    /// Who records which steps for an owner.
    pub(super) agents: BTreeMap<String, (String, Vec<String>)>,
    pub(super) same_as: Vec<(String, SameAs)>,
    pub(super) limits: Option<Limits>,
    /// Events handed out, to see that bounds hold.
    pub(super) read: Cell<usize>,
}

impl World {
    pub(super) fn told(text: &str) -> Self {
        Self::of(events(text))
    }

    pub(super) fn of(events: Vec<Event>) -> Self {
        let mut world = Self::default();
        for (at, event) in events.iter().enumerate() {
            let goods: BTreeSet<&String> =
                event.items().map(|item| &item.goods).chain(&event.parent).collect();
            for goods in goods {
                world.by_goods.entry(goods.clone()).or_default().push(at);
            }
        }
        Self { events, ..world }
    }

    pub(super) fn named(mut self, owner: &str, firm: &str) -> Self {
        self.named.entry(owner.to_owned()).or_default().push(firm.to_owned());
        self
    }

    pub(super) fn agent(mut self, owner: &str, firm: &str, steps: &[&str]) -> Self {
        let steps = steps.iter().map(|step| (*step).to_owned()).collect();
        self.agents.insert(owner.to_owned(), (firm.to_owned(), steps));
        self
    }

    pub(super) fn joined(mut self, one: &str, other: &str, signers: &[&str]) -> Self {
        for (one, other) in [(one, other), (other, one)] {
            let signers = signers.iter().map(|signer| (*signer).to_owned()).collect();
            self.same_as.push((goods(one), SameAs { goods: goods(other), signers }));
        }
        self
    }

    pub(super) fn limited(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The journey of `goods`, or of its branch `goods at place`.
    pub(super) fn journey(&self, question: &str) -> Journey {
        let (word, at) =
            question.split_once(" at ").map_or((question, None), |split| (split.0, Some(split.1)));
        let at = at.map(|at| if at.contains('=') { goods(at) } else { at.to_owned() });
        self.journey_of(&goods(word), at.as_deref())
    }

    pub(super) fn journey_of(&self, goods: &str, at: Option<&str>) -> Journey {
        let limits = self.limits.unwrap_or(Limits::PAGE);
        journey(self, self, &Ask { goods, at, now_ms: 10_000 * HOUR, limits }).unwrap()
    }

    /// Fails unless the journey reads like `expected`, one step a line, oldest first.
    pub(super) fn check(&self, question: &str, expected: &str) {
        let expected: Vec<&str> =
            expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(told(&self.journey(question)), expected, "journey of {question}");
    }
}

/// The journey in words.
pub(super) fn told(journey: &Journey) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if journey.earlier > 0 {
        lines.push(format!("{} earlier steps", journey.earlier));
    }
    lines.extend(journey.steps.iter().map(line));
    if let Some(split) = &journey.after_split {
        let from = split.place.as_ref().or(split.firm.as_ref()).unwrap();
        let countries: Vec<&str> = split.countries.iter().map(String::as_str).collect();
        lines.push(format!("{from} -> {} in {}", split.receivers, countries.join(" ")));
    }
    lines.extend(journey.unconfirmed.iter().map(|step| format!("claim: {}", line(step))));
    lines
}

fn line(step: &Step) -> String {
    let firm = step.firm.as_deref().unwrap_or("somebody");
    if !step.recorded {
        return format!("({firm})");
    }
    let verb = step.step.as_deref().unwrap_or("did");
    let times = if step.count > 1 { format!(" x{}", step.count) } else { String::new() };
    format!("{firm} {verb}{times}")
}

impl Source for World {
    type Error = Infallible;

    fn events_of(&self, goods: &str, max: usize) -> Result<Vec<Event>, Infallible> {
        let found = self.by_goods.get(goods).into_iter().flatten();
        let events: Vec<Event> = found.take(max).map(|at| self.events[*at].clone()).collect();
        self.read.set(self.read.get() + events.len());
        Ok(events)
    }

    fn events_of_transformation(&self, id: &str, max: usize) -> Result<Vec<Event>, Infallible> {
        let found =
            self.events.iter().filter(|event| event.transformation_id.as_deref() == Some(id));
        Ok(found.take(max).cloned().collect())
    }

    fn corrections_of(&self, events: &[u64], max: usize) -> Result<Vec<Event>, Infallible> {
        let more = self.events.iter().filter(|event| !events.contains(&event.index));
        Ok(more.filter(|event| event.corrects.is_some()).take(max).cloned().collect())
    }

    fn same_as(&self, goods: &str, max: usize) -> Result<Vec<SameAs>, Infallible> {
        let found = self.same_as.iter().filter(|(of, _)| of == goods);
        Ok(found.take(max).map(|(_, same)| same.clone()).collect())
    }
}

impl Directory for World {
    fn starters(&self, goods: &str) -> Vec<String> {
        let rest = ["/01/", "/00/", "/x/"].iter().find_map(|mark| goods.split_once(mark));
        let Some((_, rest)) = rest else { return Vec::new() };
        let owner = rest.split(['/', '=']).next().unwrap().to_owned();
        let named = self.named.get(&owner).cloned().unwrap_or_default();
        [vec![owner], named].concat()
    }

    fn is_for_owner(&self, goods: &str, event: &Event) -> bool {
        let owner = self.starters(goods).into_iter().next();
        let asked = owner.and_then(|owner| self.agents.get(&owner));
        asked.is_some_and(|(agent, steps)| {
            *agent == event.issuer && event.step.as_ref().is_some_and(|step| steps.contains(step))
        })
    }

    fn keeper(&self, place_or_party: &str) -> Option<String> {
        Some(place_or_party.split('@').next().unwrap().to_owned())
    }

    fn country(&self, place_or_party: &str) -> Option<String> {
        let place = place_or_party.split_once('@')?.1;
        Some(place.split('.').next().unwrap().to_owned())
    }

    fn storage(&self, _goods: &str) -> Option<Range> {
        Some(Range { min: Some(0), max: Some(4_000) })
    }

    fn convert(&self, _goods: &str, amount: &Qty, to: Option<&str>) -> Option<Decimal> {
        // 1 lb is 0.45359237 kg by definition (NIST Handbook 44, appendix C).
        match (amount.uom.as_deref(), to) {
            (Some("LBR"), Some("KGM")) => amount.decimal.checked_mul(Decimal::new(45_359_237, 8)),
            _ => None,
        }
    }
}
