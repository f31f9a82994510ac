//! What is said beside a record.

use super::SENTENCES_MAX;
use super::sides::{Sides, told};
use crate::store::StoreError;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::step::kind_of;
use crate::views::lot::telling::{self, words};
use crate::views::model::{Remark, StepKind};
use ledger::governance::Told;

/// Remarks of an event's issuer and of the other side. Those about a correction stand with it.
pub(in crate::views::lot) fn remarks(dossier: &Dossier<'_>) -> Result<Vec<Remark>, StoreError> {
    let journey = &dossier.journey;
    let corrected =
        |leaf: u64| journey.corrections.iter().any(|correction| correction.by.index == leaf);
    let standing = journey.events.iter().filter(|event| !corrected(event.index));
    let leaves: Vec<String> = standing.map(|event| event.index.to_string()).collect();
    let facts = told(dossier, "annotate", &leaves)?;
    let sides = (!facts.is_empty()).then(|| Sides::of(dossier));
    let mut found = Vec::new();
    for fact in facts {
        let Some(Told::Annotate { leaf, text }) = telling::read(&fact) else { continue };
        let Some(event) = dossier.event(leaf) else { continue };
        let is_other = sides.as_ref().is_some_and(|sides| sides.is_other(&fact.org, event));
        if event.issuer != fact.org && !is_other {
            continue;
        }
        let step = kind_of(dossier, event).unwrap_or(StepKind::Other);
        let recorded = dossier.record.envelope(fact.leaf)?.map_or(0, |told| told.recorded_ms);
        let on = utc(recorded);
        found.push(Remark {
            event_id: event.event_id.clone(),
            step,
            by: dossier.people.actor(&fact.org, step),
            on: if dossier.people.may_tell_minutes(&fact.org) { on } else { on.day() },
            words: words(&text),
        });
    }
    found.truncate(SENTENCES_MAX);
    Ok(found)
}
