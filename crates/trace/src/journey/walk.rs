//! The walk back from goods to everything they were made from.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::gap::{Gap, GapKind};
use super::kept::Kept;
use super::origin::{Origin, contents, ingredients};
use super::step::{Moment, Order, Relation, merge};
use super::{Ask, Journey};
use crate::custody::{CLOCK_SKEW_MS, Custody, follow};
use crate::event::Event;
use crate::finding::{Finding, made_before_its_origin, of_claims, of_lot, on_way};
use crate::goods::goods_and_lot;
use crate::reader::Reader;
use crate::source::{Directory, Source};
use crate::way::{Aim, Branch, Stop, Way, way};

/// What is true of every pack of the goods asked for.
///
/// The error is the source's own. Goods of which nothing is recorded have an empty journey.
pub fn journey<S: Source>(
    source: &S,
    directory: &dyn Directory,
    ask: &Ask<'_>,
) -> Result<Journey, S::Error> {
    let mut walk = Walk {
        reader: Reader::new(source, directory, ask.limits),
        ask,
        goods: goods_and_lot(ask.goods).0,
        moments: BTreeMap::new(),
        unrecorded: Vec::new(),
        events: BTreeMap::new(),
        visited: BTreeMap::new(),
        visits: 0,
        ahead: VecDeque::new(),
        kept: Kept::default(),
        journey: Journey::default(),
    };
    walk.subject()?;
    while let Some(origin) = walk.ahead.pop_front() {
        walk.origin(&origin)?;
    }
    Ok(walk.finish())
}

struct Walk<'a, S> {
    reader: Reader<'a, S>,
    ask: &'a Ask<'a>,
    /// Canonical URI of the goods asked for.
    goods: String,
    /// By index: an event that concerns several lots of the journey stands once.
    moments: BTreeMap<u64, Moment>,
    unrecorded: Vec<Moment>,
    events: BTreeMap<u64, Arc<Event>>,
    /// Goods, the firm that had them at the end of the way, and until when they were followed.
    visited: BTreeMap<(String, String), i64>,
    visits: usize,
    ahead: VecDeque<Origin>,
    kept: Kept,
    journey: Journey,
}

impl<S: Source> Walk<'_, S> {
    fn subject(&mut self) -> Result<(), S::Error> {
        let custody = follow(&mut self.reader, self.ask.goods)?;
        let aim = Aim { at: self.branch(&custody), until_ms: None };
        let way = way(&custody, &aim, self.reader.directory);
        let goods = self.goods.clone();
        self.include(&custody, &way, &goods, None)?;
        self.journey.findings.extend(of_claims(&custody.claims, &goods));
        let directory = self.reader.directory;
        let balance = of_lot(&custody, directory).into_iter();
        self.journey.findings.extend(balance.map(|finding| finding.about(&goods)));
        let claimed = custody
            .claims
            .iter()
            .map(|claim| Moment::of(&claim.event, &goods, Relation::Own, directory));
        self.journey.unconfirmed = merge(claimed.collect());
        let over = self.journey.unconfirmed.len() > self.ask.limits.steps;
        self.journey.unconfirmed.truncate(self.ask.limits.steps);
        self.journey.truncated |= over;
        self.journey.after_split = way.split;
        self.journey.claims = custody.claims;
        Ok(())
    }

    fn branch(&self, custody: &Custody) -> Option<Branch> {
        self.ask.at.map(|at| {
            if custody.amounts.contains_key(at) {
                Branch::Carrier(at.to_owned())
            } else {
                Branch::Stop(Stop::named(at, self.reader.directory))
            }
        })
    }

    /// Goods that went into those of the journey: their way up to there.
    fn origin(&mut self, origin: &Origin) -> Result<(), S::Error> {
        let place = (origin.goods.clone(), origin.event.issuer.clone());
        let known = self.visited.get(&place).is_some_and(|until| *until >= origin.event.at.utc_ms);
        if known {
            return Ok(());
        }
        if self.visits >= self.ask.limits.lots {
            self.journey.truncated = true;
            return Ok(());
        }
        self.visits += 1;
        self.visited.insert(place, origin.event.at.utc_ms);
        let custody = follow(&mut self.reader, &origin.goods)?;
        if custody.accepted.is_empty() {
            self.source_not_recorded(origin);
            return Ok(());
        }
        if !custody.holders.contains_key(&origin.event.issuer) {
            self.gap(GapKind::HandOverNotRecorded, &origin.goods, Some(&origin.event.issuer));
            self.journey.findings.push(Finding::not_handed_over(&origin.event, &origin.goods));
            return Ok(());
        }
        let used_at = Branch::Stop(Stop::of(&origin.event));
        let until_ms = origin.event.at.utc_ms.saturating_add(CLOCK_SKEW_MS);
        let aim = Aim { at: Some(used_at), until_ms: Some(until_ms) };
        let way = way(&custody, &aim, self.reader.directory);
        self.journey.findings.extend(made_before_its_origin(&custody, &origin.event));
        self.include(&custody, &way, &origin.goods, Some(origin))
    }

    /// Takes the events of a way into the journey, and what they come from into the walk.
    fn include(
        &mut self,
        custody: &Custody,
        way: &Way,
        goods: &str,
        of: Option<&Origin>,
    ) -> Result<(), S::Error> {
        let directory = self.reader.directory;
        for sighting in &way.sightings {
            let event = &sighting.event;
            let relation = match (of, sighting.via.is_empty()) {
                (Some(_), _) => Relation::Ingredient,
                (None, false) => Relation::Carrier,
                (None, true) => Relation::Own,
            };
            self.events.insert(event.index, Arc::clone(event));
            self.moments
                .entry(event.index)
                .or_insert_with(|| Moment::of(event, goods, relation, directory));
        }
        for (stop, utc_ms) in &way.unrecorded {
            self.gap(GapKind::ReceiverNotRecorded, goods, stop.firm.as_deref());
            self.unrecorded.push(Moment::unrecorded(
                stop,
                (*utc_ms, Order::WentTo),
                goods,
                directory,
            ));
        }
        self.journey.corrections.extend(way.corrections.iter().cloned());
        let odd = on_way(custody, &way.sightings, directory, self.ask.now_ms);
        self.journey.findings.extend(odd.into_iter().map(|finding| finding.about(goods)));
        let contents = contents(custody, &way.sightings);
        self.kept.note(custody, &way.sightings, &contents);
        self.ahead.extend(contents);
        self.ahead.extend(ingredients(&mut self.reader, custody, &way.sightings)?);
        Ok(())
    }

    /// Nothing counts of what is said of these goods: the firm whose they are stands grey.
    fn source_not_recorded(&mut self, origin: &Origin) {
        let owner = self.reader.directory.starters(&origin.goods).into_iter().next();
        self.gap(GapKind::SourceNotRecorded, &origin.goods, owner.as_deref());
        if owner.as_ref().is_some_and(|owner| *owner != origin.event.issuer) {
            let stop = Stop { firm: owner, place: None };
            let at = (origin.event.at.utc_ms, Order::CameFrom);
            let directory = self.reader.directory;
            self.unrecorded.push(Moment::unrecorded(&stop, at, &origin.goods, directory));
        }
    }

    fn gap(&mut self, kind: GapKind, goods: &str, firm: Option<&str>) {
        let firm = firm.map(str::to_owned);
        self.journey.gaps.push(Gap { kind, goods: goods.to_owned(), firm, span: None });
    }

    fn finish(self) -> Journey {
        let mut journey = self.journey;
        journey.truncated |= self.reader.truncated;
        let (gaps, findings) = self.kept.judge(self.reader.directory);
        journey.gaps.extend(gaps);
        journey.findings.extend(findings);
        let moments = self.moments.into_values().chain(self.unrecorded);
        journey.steps = merge(moments.collect());
        journey.earlier = journey.steps.len().saturating_sub(self.ask.limits.steps);
        journey.steps.drain(..journey.earlier);
        journey.events = self.events.into_values().collect();
        journey.events.sort_by_key(|event| (event.at.utc_ms, event.index));
        journey.corrections.sort_by_key(|correction| correction.withdrawn.index);
        journey.corrections.dedup();
        // One lorry without a thermometer is one gap, however many lots it carried.
        journey.gaps.sort();
        journey.gaps.dedup_by(|next, kept| {
            next.span.is_some()
                && (next.kind, &next.firm, next.span) == (kept.kind, &kept.firm, kept.span)
        });
        journey.findings.sort();
        journey.findings.dedup();
        journey
    }
}
