//! Corrections: which events still stand.
//!
//! An event is never edited. Its issuer declares it wrong (EPCIS 2.0 `errorDeclaration`) and may
//! send a replacement. Nobody else can: a declaration by another organisation changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::event::{Event, Instant};

/// A withdrawn event and what withdrew it. Both are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The event that no longer stands.
    pub withdrawn: Arc<Event>,
    /// The declaration, or the replacement that names it in `corrects`.
    pub by: Arc<Event>,
    /// CBV reason as a bare word, if it was told.
    pub reason: Option<String>,
    /// Event ids that stand in its place.
    pub replacements: Vec<String>,
}

/// Events, judged by their issuers' own corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Events that stand, in the order given.
    pub standing: Vec<Arc<Event>>,
    /// What was withdrawn, in order of the withdrawn event.
    pub corrections: Vec<Correction>,
    /// Declarations that meet no earlier event of their issuer: they withdraw nothing.
    pub idle: Vec<Arc<Event>>,
}

/// Applies every correction among these events. A correction counts only from the same issuer and
/// only against earlier entries of the log: by `corrects` if it is told, else by event id, else by
/// equality apart from the declaration (protocol, section 3).
pub fn settle(mut events: Vec<Arc<Event>>) -> Settled {
    events.sort_by_key(|event| event.index);
    events.dedup_by_key(|event| event.index);
    let mut fate: BTreeMap<u64, Arc<Event>> = BTreeMap::new();
    let mut settled = Settled::default();
    let lookup = Lookup::new(&events);
    // The latest first: a declaration that was itself withdrawn has no effect. A replacement that
    // was replaced in its turn has: what it took the place of does not come back.
    for event in events.iter().rev().filter(|event| is_correction(event)) {
        if fate.contains_key(&event.index) && event.error.is_some() {
            continue;
        }
        let targets = lookup.targets(event);
        if targets.is_empty() && event.error.is_some() {
            settled.idle.push(Arc::clone(event));
        }
        for target in targets {
            fate.insert(target, Arc::clone(event));
        }
    }
    settled.idle.reverse();
    for event in &events {
        match fate.get(&event.index) {
            Some(by) => settled.corrections.push(correction(event, by)),
            None if event.error.is_none() => settled.standing.push(Arc::clone(event)),
            None => {}
        }
    }
    settled
}

fn is_correction(event: &Event) -> bool {
    event.error.is_some() || event.corrects.is_some()
}

fn correction(withdrawn: &Arc<Event>, by: &Arc<Event>) -> Correction {
    let declared = by.error.as_ref();
    Correction {
        withdrawn: Arc::clone(withdrawn),
        by: Arc::clone(by),
        reason: declared.and_then(|error| error.reason.clone()),
        replacements: declared
            .map_or_else(|| vec![by.event_id.clone()], |error| error.corrective_ids.clone()),
    }
}

/// Events that can be withdrawn, by issuer and key, in order of their index.
struct Lookup<'a> {
    jtis: BTreeMap<(&'a str, &'a str), Vec<u64>>,
    event_ids: BTreeMap<(&'a str, &'a str), Vec<u64>>,
    contents: BTreeMap<(&'a str, Instant), Vec<&'a Event>>,
}

impl<'a> Lookup<'a> {
    fn new(events: &'a [Arc<Event>]) -> Self {
        let mut lookup =
            Self { jtis: BTreeMap::new(), event_ids: BTreeMap::new(), contents: BTreeMap::new() };
        for event in events {
            // A declaration is itself a statement that `corrects` may name: it was a mistake.
            lookup.jtis.entry((&event.issuer, &event.jti)).or_default().push(event.index);
            if event.error.is_none() {
                let id = (event.issuer.as_str(), event.event_id.as_str());
                lookup.event_ids.entry(id).or_default().push(event.index);
                lookup.contents.entry((&event.issuer, event.at)).or_default().push(event);
            }
        }
        lookup
    }

    fn targets(&self, correction: &Event) -> Vec<u64> {
        let issuer = correction.issuer.as_str();
        let earlier = |found: Option<&Vec<u64>>| -> Vec<u64> {
            let found = found.into_iter().flatten();
            found.copied().filter(|index| *index < correction.index).collect()
        };
        if let Some(jti) = &correction.corrects {
            return earlier(self.jtis.get(&(issuer, jti.as_str())));
        }
        let by_id = earlier(self.event_ids.get(&(issuer, correction.event_id.as_str())));
        if !by_id.is_empty() {
            return by_id;
        }
        let wanted = content(correction);
        let alike = self.contents.get(&(issuer, correction.at)).into_iter().flatten();
        alike
            .filter(|event| event.index < correction.index && content(event) == wanted)
            .map(|event| event.index)
            .collect()
    }
}

/// The event without its names, its place in the log and its declaration.
fn content(event: &Event) -> Event {
    Event {
        index: 0,
        jti: String::new(),
        event_id: String::new(),
        recorded_ms: 0,
        corrects: None,
        error: None,
        ..event.clone()
    }
}
