//! Who had to do with an event beside its issuer.

use super::REMARKS_MAX;
use crate::store::StoreError;
use crate::store::read::facts::Fact;
use crate::views::lot::dossier::Dossier;
use std::collections::{BTreeMap, BTreeSet};
use trace::Event;

/// Who names whom on a journey. It is put together once, because a page may have many disputes.
pub(super) struct Sides<'j> {
    /// By the firm that is named: the events that name it.
    naming: BTreeMap<String, Vec<&'j Event>>,
}

impl<'j> Sides<'j> {
    pub(super) fn of(dossier: &'j Dossier<'_>) -> Self {
        let mut naming: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
        for event in &dossier.journey.events {
            for firm in named(dossier, event) {
                naming.entry(firm).or_default().push(event);
            }
        }
        Self { naming }
    }

    /// Whether a firm is the other side of a custody link of an event: the event names it as
    /// sender or receiver, or it names the issuer so in an event about the same goods.
    pub(super) fn is_other(&self, firm: &str, event: &Event) -> bool {
        let naming = |firm: &str| self.naming.get(firm).into_iter().flatten();
        let goods: BTreeSet<&str> = codes(event).collect();
        let shares = |other: &Event| codes(other).any(|code| goods.contains(code));
        firm != event.issuer
            && (naming(firm).any(|other| other.index == event.index)
                || naming(&event.issuer).any(|other| other.issuer == firm && shares(other)))
    }
}

/// What the firms of a journey say of these leaves, oldest first. Each has room of its own, and others
/// have none: nobody's flood hides what counts.
pub(super) fn told(
    dossier: &Dossier<'_>,
    kind: &str,
    leaves: &[String],
) -> Result<Vec<Fact>, StoreError> {
    let events = &dossier.journey.events;
    let mut firms: BTreeSet<String> = events.iter().map(|event| event.issuer.clone()).collect();
    events.iter().for_each(|event| firms.extend(named(dossier, event)));
    let mut told = Vec::new();
    for firm in firms.iter().take(FIRMS_MAX) {
        told.extend(dossier.record.told_about(kind, (firm, leaves), REMARKS_MAX)?);
    }
    told.sort_by_key(|fact| fact.leaf);
    Ok(told)
}

/// A journey has some ten firms.
const FIRMS_MAX: usize = 200;

fn named(dossier: &Dossier<'_>, event: &Event) -> BTreeSet<String> {
    let ends = event.sources.iter().chain(&event.destinations);
    ends.filter_map(|end| Some(dossier.master.keeper(&end.id)?.as_str().to_owned())).collect()
}

fn codes(event: &Event) -> impl Iterator<Item = &str> {
    event.items().map(|item| item.goods.as_str()).chain(event.parent.as_deref())
}
