//! The walk through time that sorts the events of goods into record and claims.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::aboard::Aboard;
use super::record::{Claim, ClaimReason, Custody, EARLY_RECEIPT_MAX_MS, Sighting};
use crate::correction::Settled;
use crate::event::{Action, EndpointRole, Event, Kind};
use crate::goods::{goods_and_lot, is_class};
use crate::reader::Reader;
use crate::source::{Directory, Source};

/// The record of these goods. A bare GTIN has none: it names a kind of goods, not a lot.
pub(crate) fn follow<S: Source>(
    reader: &mut Reader<'_, S>,
    goods: &str,
) -> Result<Custody, S::Error> {
    if is_class(goods) {
        return Ok(Custody::default());
    }
    let mut walk = Walk {
        reader,
        custody: Custody::default(),
        queue: BTreeMap::new(),
        seen: BTreeSet::new(),
        waiting: BTreeMap::new(),
        aboard: Aboard::default(),
        carriers: BTreeMap::new(),
        withdrawn: Vec::new(),
    };
    walk.start(goods)?;
    while let Some((_, sighting)) = walk.queue.pop_first() {
        walk.visit(sighting)?;
    }
    Ok(walk.finish())
}

struct Walk<'w, 'a, S> {
    reader: &'w mut Reader<'a, S>,
    custody: Custody,
    /// What is still to be judged, by time and index.
    queue: BTreeMap<(i64, u64), Sighting>,
    /// Events ever queued: each concerns the goods once.
    seen: BTreeSet<u64>,
    /// Events of organisations whose word does not count so far.
    waiting: BTreeMap<String, Vec<Sighting>>,
    aboard: Aboard,
    /// Carriers whose events are queued, with those who own their codes.
    carriers: BTreeMap<String, Vec<String>>,
    withdrawn: Vec<(crate::Correction, Sighting)>,
}

impl<S: Source> Walk<'_, '_, S> {
    /// Queues what is said of the goods by any of their names, and then, for one pack, of its
    /// lot. What the maker told of a pack's lot goes before what a label says.
    fn start(&mut self, link: &str) -> Result<(), S::Error> {
        let (goods, labelled) = goods_and_lot(link);
        let mut told = None;
        for name in self.reader.names(&goods)? {
            let settled = self.start_with(&name)?;
            told = told.or_else(|| self.told_lot(&settled, &name));
            self.enqueue(settled, None, false, i64::MIN);
        }
        let Some(lot) = told.or(labelled) else { return Ok(()) };
        for name in self.reader.names(&lot)? {
            let settled = self.start_with(&name)?;
            self.enqueue(settled, None, true, i64::MIN);
        }
        Ok(())
    }

    fn start_with(&mut self, name: &str) -> Result<Settled, S::Error> {
        for starter in self.reader.directory.starters(name) {
            self.custody.holders.insert(starter, i64::MIN);
        }
        self.custody.names.insert(name.to_owned());
        self.reader.events_of(name)
    }

    /// The lot that the maker of a pack told with its serial number.
    fn told_lot(&self, settled: &Settled, pack: &str) -> Option<String> {
        let makers = settled.standing.iter();
        let told = makers.filter(|event| {
            self.custody.holders.contains_key(&event.issuer) || self.is_for_owner(event)
        });
        told.flat_map(|event| event.items())
            .find_map(|item| (item.goods == pack).then(|| item.lot.clone()).flatten())
    }

    fn enqueue(&mut self, settled: Settled, via: Option<&str>, whole_lot: bool, since: i64) {
        let sighting = |event: &Arc<Event>| Sighting {
            event: Arc::clone(event),
            via: via.map(str::to_owned).into_iter().collect(),
            whole_lot,
        };
        for event in settled.standing.iter().filter(|event| event.at.utc_ms >= since) {
            if self.seen.insert(event.index) {
                self.queue.insert((event.at.utc_ms, event.index), sighting(event));
            }
        }
        for correction in settled.corrections {
            if self.seen.insert(correction.withdrawn.index) {
                let of = sighting(&correction.withdrawn);
                self.withdrawn.push((correction, of));
            }
        }
        let foreign = settled.idle.into_iter().filter(|_| via.is_none());
        self.custody
            .claims
            .extend(foreign.map(|event| Claim { event, reason: ClaimReason::NotIssuer }));
    }

    fn visit(&mut self, mut sighting: Sighting) -> Result<(), S::Error> {
        let event = Arc::clone(&sighting.event);
        if !sighting.via.is_empty() {
            sighting.via = self.carriers_in(&event);
            if sighting.via.is_empty() {
                return Ok(());
            }
        }
        if self.speaks(&event) {
            return self.accept(sighting);
        }
        if let Some(since) = self.confirms(&event) {
            self.custody.holders.insert(event.issuer.clone(), since);
            self.accept(sighting)?;
            self.release(&event.issuer);
            return Ok(());
        }
        // Who owns a container's code may say where the container is. That hands nothing over.
        let mut owners = sighting.via.iter().filter_map(|carrier| self.carriers.get(carrier));
        if owners.any(|owners| owners.contains(&event.issuer)) {
            self.custody.accepted.push(sighting);
        } else {
            self.waiting.entry(event.issuer.clone()).or_default().push(sighting);
        }
        Ok(())
    }

    /// The carriers of the goods, as of that time, that the event names.
    fn carriers_in(&self, event: &Event) -> BTreeSet<String> {
        let named = event.items().map(|item| &item.goods).chain(&event.parent);
        named.filter(|goods| self.aboard.holds(goods, event.at.utc_ms)).cloned().collect()
    }

    fn speaks(&self, event: &Event) -> bool {
        let since = self.custody.holders.get(&event.issuer);
        since.is_some_and(|since| *since <= event.at.utc_ms) || self.is_for_owner(event)
    }

    /// Whether an agent records for the owner of the goods.
    fn is_for_owner(&self, event: &Event) -> bool {
        self.custody.names.iter().any(|name| self.reader.directory.is_for_owner(name, event))
    }

    /// If a named receiver says by this event that the goods came: since when it holds them.
    fn confirms(&self, event: &Event) -> Option<i64> {
        let named = *self.custody.named.get(&event.issuer)?;
        let in_time = event.at.utc_ms.saturating_add(EARLY_RECEIPT_MAX_MS) >= named;
        let at_own_place = || {
            event.place().is_some_and(|place| {
                self.reader.directory.keeper(place).is_none_or(|keeper| keeper == event.issuer)
            })
        };
        let here = event.is_arrival() || !event.inputs.is_empty() || at_own_place();
        (in_time && here).then(|| named.min(event.at.utc_ms))
    }

    fn accept(&mut self, sighting: Sighting) -> Result<(), S::Error> {
        let event = Arc::clone(&sighting.event);
        let mut receivers = named_receivers(&event, self.reader.directory);
        // An agent sends for the owner, and may well be the one who receives.
        if !self.is_for_owner(&event) {
            receivers.remove(&event.issuer);
        }
        for receiver in receivers {
            if !self.custody.named.contains_key(&receiver) {
                self.custody.named.insert(receiver.clone(), event.at.utc_ms);
                self.release(&receiver);
            }
        }
        // What else went onto our pallet, or left it, is no event of our goods.
        let of_others = !event.children.is_empty()
            && sighting.via.iter().all(|carrier| Some(carrier) == event.parent.as_ref())
            && !sighting.via.is_empty();
        self.load_and_unload(&sighting)?;
        if !of_others {
            self.custody.accepted.push(sighting);
        }
        Ok(())
    }

    /// Judges again what this organisation said: its standing has changed.
    fn release(&mut self, issuer: &str) {
        for sighting in self.waiting.remove(issuer).unwrap_or_default() {
            self.queue.insert((sighting.event.at.utc_ms, sighting.event.index), sighting);
        }
    }

    /// Follows goods into and out of carriers.
    fn load_and_unload(&mut self, sighting: &Sighting) -> Result<(), S::Error> {
        let event = &sighting.event;
        let holds = matches!(event.kind, Kind::Aggregation | Kind::Association);
        let (true, Some(parent), Some(action)) = (holds, &event.parent, event.action) else {
            return Ok(());
        };
        if event.children.is_empty() && action == Action::Delete {
            self.aboard.empty(parent);
            return Ok(());
        }
        for item in &event.children {
            let inner = if self.custody.names.contains(&item.goods) {
                None
            } else if self.aboard.holds(&item.goods, event.at.utc_ms) {
                Some(item.goods.as_str())
            } else {
                continue;
            };
            // Seen inside without a word of when it went in: it is inside from now on.
            let is_new = !self.aboard.holds(parent, event.at.utc_ms);
            let amount = item.quantity.as_ref();
            match action {
                Action::Delete => self.aboard.take_out(parent, inner, amount),
                Action::Observe if !is_new => {}
                Action::Add | Action::Observe => {
                    self.aboard.put_in(parent, inner, event.at.utc_ms, amount);
                }
            }
        }
        if action == Action::Delete { Ok(()) } else { self.follow_carrier(parent, sighting) }
    }

    /// Queues what is said of a carrier from the time on at which goods went in.
    fn follow_carrier(&mut self, carrier: &str, sighting: &Sighting) -> Result<(), S::Error> {
        let since = sighting.event.at.utc_ms;
        let known = self.custody.names.contains(carrier) || self.carriers.contains_key(carrier);
        if known || !self.aboard.holds(carrier, since) {
            return Ok(());
        }
        self.carriers.insert(carrier.to_owned(), self.reader.directory.starters(carrier));
        let settled = self.reader.events_of_carrier(carrier)?;
        self.enqueue(settled, Some(carrier), sighting.whole_lot, since);
        Ok(())
    }

    fn finish(self) -> Custody {
        let directory = self.reader.directory;
        let mut custody = self.custody;
        custody.accepted.sort_by_key(|sighting| (sighting.event.at.utc_ms, sighting.event.index));
        custody.amounts = self.aboard.loaded;
        custody.nested = self.aboard.nested;
        let waiting = self.waiting.into_values().flatten();
        custody.claims.extend(waiting.map(|sighting| Claim {
            reason: if custody.named.contains_key(&sighting.event.issuer) {
                ClaimReason::NotReceived
            } else {
                ClaimReason::NotNamed
            },
            event: sighting.event,
        }));
        // A holder's own declaration that meets no event withdraws nothing and claims nothing.
        custody.claims.retain(|claim| {
            claim.reason != ClaimReason::NotIssuer
                || !custody.holders.contains_key(&claim.event.issuer)
        });
        custody.claims.sort_by_key(|claim| (claim.event.at.utc_ms, claim.event.index));
        custody.corrections = self.withdrawn;
        let (holders, names) = (&custody.holders, &custody.names);
        let counted = |event: &Event| {
            holders.contains_key(&event.issuer)
                || names.iter().any(|name| directory.is_for_owner(name, event))
        };
        custody.corrections.retain(|(correction, _)| counted(&correction.withdrawn));
        custody
    }
}

/// The organisations that an event names as receivers, its own issuer apart.
pub(crate) fn receivers(event: &Event, directory: &dyn Directory) -> BTreeSet<String> {
    let mut named = named_receivers(event, directory);
    named.remove(&event.issuer);
    named
}

fn named_receivers(event: &Event, directory: &dyn Directory) -> BTreeSet<String> {
    let named = event.destinations.iter().filter_map(|end| match end.role {
        EndpointRole::Owner | EndpointRole::Possessor => {
            Some(directory.keeper(&end.id).unwrap_or_else(|| end.id.clone()))
        }
        EndpointRole::Location => directory.keeper(&end.id),
        EndpointRole::Other => None,
    });
    named.collect()
}
