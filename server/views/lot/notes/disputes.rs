//! What the other side of a handover says is wrong.

use super::{REMARKS_MAX, SENTENCES_MAX};
use crate::store::StoreError;
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
    for fact in dossier.record.about_any("dispute", &leaves, REMARKS_MAX)? {
        let Some(Told::Dispute { leaf, reason }) = telling::read(&fact) else { continue };
        let Some(event) = dossier.event(leaf) else { continue };
        if !parties.contains(&fact.org) || event.issuer == fact.org {
            continue;
        }
        let kind = kind_of(dossier, event).unwrap_or(StepKind::Other);
        let recorded = dossier.record.envelope(fact.leaf)?.map_or(0, |(time_ms, _)| time_ms);
        found.push(Dispute {
            event_id: event.event_id.clone(),
            step: kind,
            by: dossier.people.alone(&fact.org),
            on: utc(recorded),
            words: Some(words(&reason)),
        });
    }
    found.truncate(SENTENCES_MAX);
    Ok(found)
}
