//! Reading events within a budget: every walk of one question shares it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::correction::{Settled, settle};
use crate::event::Event;
use crate::source::{Directory, Limits, Source};

/// Names that one lot may have by `same_as`.
const NAMES_MAX: usize = 16;

/// A source, what is known around it, and what may still be read.
pub(crate) struct Reader<'a, S> {
    source: &'a S,
    pub(crate) directory: &'a dyn Directory,
    events_left: usize,
    carriers_left: usize,
    pub(crate) truncated: bool,
}

impl<'a, S: Source> Reader<'a, S> {
    pub(crate) fn new(source: &'a S, directory: &'a dyn Directory, limits: Limits) -> Self {
        Self {
            source,
            directory,
            events_left: limits.events,
            carriers_left: limits.carriers,
            truncated: false,
        }
    }

    /// The events of these goods, corrections applied.
    pub(crate) fn events_of(&mut self, goods: &str) -> Result<Settled, S::Error> {
        // One more than may be kept tells a full answer from a cut one.
        let events = self.source.events_of(goods, self.events_left.saturating_add(1))?;
        self.settled(events)
    }

    /// The events of a case, pallet or container, while the budget of carriers lasts.
    pub(crate) fn events_of_carrier(&mut self, goods: &str) -> Result<Settled, S::Error> {
        let Some(left) = self.carriers_left.checked_sub(1) else {
            self.truncated = true;
            return Ok(Settled::default());
        };
        self.carriers_left = left;
        self.events_of(goods)
    }

    /// The events of one transformation that this issuer signed: others may not add to it.
    pub(crate) fn events_of_transformation(
        &mut self,
        id: &str,
        issuer: &str,
    ) -> Result<Settled, S::Error> {
        let most = self.events_left.saturating_add(1);
        let mut events = self.source.events_of_transformation(id, most)?;
        events.retain(|event| event.issuer == issuer);
        self.settled(events)
    }

    /// Applies corrections, also those that name other goods: these withdraw, and say nothing else
    /// here.
    fn settled(&mut self, events: Vec<Event>) -> Result<Settled, S::Error> {
        let mut events = self.keep(events);
        let own: BTreeSet<u64> = events.iter().map(|event| event.index).collect();
        let indices: Vec<u64> = own.iter().copied().collect();
        let most = self.events_left.saturating_add(1);
        let beyond = self.source.corrections_of(&indices, most)?;
        events.extend(self.keep(beyond));
        let mut settled = settle(events);
        settled.standing.retain(|event| own.contains(&event.index));
        settled.corrections.retain(|correction| own.contains(&correction.withdrawn.index));
        settled.idle.retain(|event| own.contains(&event.index));
        Ok(settled)
    }

    fn keep(&mut self, mut events: Vec<Event>) -> Vec<Arc<Event>> {
        if events.len() > self.events_left {
            self.truncated = true;
            events.truncate(self.events_left);
        }
        self.events_left -= events.len();
        events.into_iter().map(Arc::new).collect()
    }

    /// Every code that names these goods: first their own, then those that both firms joined to
    /// it.
    pub(crate) fn names(&mut self, goods: &str) -> Result<Vec<String>, S::Error> {
        let mut names = vec![goods.to_owned()];
        let mut at = 0;
        while let Some(name) = names.get(at).cloned() {
            at += 1;
            let joined = self.joined(&name)?;
            let new: Vec<_> = joined.into_iter().filter(|other| !names.contains(other)).collect();
            names.extend(new);
            self.truncated |= names.len() > NAMES_MAX;
            names.truncate(NAMES_MAX);
        }
        Ok(names)
    }

    /// Codes joined to this one by a statement that a starter of either side signed.
    fn joined(&self, goods: &str) -> Result<Vec<String>, S::Error> {
        let signed_by = |signers: &BTreeSet<String>, goods: &str| {
            self.directory.starters(goods).iter().any(|starter| signers.contains(starter))
        };
        let said = self.source.same_as(goods, NAMES_MAX)?;
        let both = said.into_iter().filter(|same| {
            signed_by(&same.signers, goods) && signed_by(&same.signers, &same.goods)
        });
        Ok(both.map(|same| same.goods).collect())
    }
}
