//! What the other side of a handover says is wrong.

use super::{REMARKS_MAX, SENTENCES_MAX};
use crate::store::StoreError;
use crate::store::read::facts::Fact;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::step::kind_of;
use crate::views::lot::telling::{self, words};
use crate::views::model::{Dispute, StepKind};
use ledger::governance::Told;
use std::collections::BTreeSet;

/// What the other side of a handover says is wrong: whoever is on the journey, or was named there.
pub(in crate::views::lot) fn disputes(dossier: &Dossier<'_>) -> Result<Vec<Dispute>, StoreError> {
    let events = &dossier.journey.events;
    let leaves: Vec<String> = events.iter().map(|event| event.index.to_string()).collect();
    let mut parties: BTreeSet<String> = events.iter().map(|event| event.issuer.clone()).collect();
    let ends = events.iter().flat_map(|event| event.sources.iter().chain(&event.destinations));
    parties
        .extend(ends.filter_map(|end| Some(dossier.master.keeper(&end.id)?.as_str().to_owned())));
    let mut found = Vec::new();
    for fact in told(dossier, &leaves, &parties)? {
        let Some(Told::Dispute { leaf, reason }) = telling::read(&fact) else { continue };
        let Some(event) = dossier.event(leaf) else { continue };
        if event.issuer == fact.org {
            continue;
        }
        let kind = kind_of(dossier, event).unwrap_or(StepKind::Other);
        let recorded = dossier.record.envelope(fact.leaf)?.map_or(0, |(time_ms, _)| time_ms);
        let on = utc(recorded);
        found.push(Dispute {
            event_id: event.event_id.clone(),
            step: kind,
            by: dossier.people.alone(&fact.org),
            on: if dossier.people.may_tell_minutes(&fact.org) { on } else { on.day() },
            words: Some(words(&reason)),
        });
    }
    found.truncate(SENTENCES_MAX);
    Ok(found)
}

/// What the parties say of these leaves, oldest first. Each has room of its own, and others have none.
fn told(
    dossier: &Dossier<'_>,
    leaves: &[String],
    parties: &BTreeSet<String>,
) -> Result<Vec<Fact>, StoreError> {
    let mut told = Vec::new();
    for party in parties.iter().take(PARTIES_MAX) {
        told.extend(dossier.record.told_about("dispute", (party, leaves), REMARKS_MAX)?);
    }
    told.sort_by_key(|fact| fact.leaf);
    Ok(told)
}

/// A journey has some ten parties.
const PARTIES_MAX: usize = 200;
