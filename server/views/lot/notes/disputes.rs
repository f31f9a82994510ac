//! What the other side of a handover says is wrong.

use super::sides::{Sides, told};
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
use std::sync::Arc;
use trace::Event;

/// What the other side of a handover says is wrong. What strangers say is a finding.
pub(in crate::views::lot) fn disputes(dossier: &Dossier<'_>) -> Result<Vec<Dispute>, StoreError> {
    let mut found = Vec::new();
    for said in said(dossier, told(dossier, "dispute", &leaves(dossier))?) {
        let Said { fact, event, reason, counts } = said;
        if !counts {
            continue;
        }
        let recorded = dossier.record.envelope(fact.leaf)?.map_or(0, |told| told.recorded_ms);
        let on = utc(recorded);
        found.push(Dispute {
            event_id: event.event_id.clone(),
            step: kind_of(dossier, &event).unwrap_or(StepKind::Other),
            by: dossier.people.alone(&fact.org),
            on: if dossier.people.may_tell_minutes(&fact.org) { on } else { on.day() },
            words: Some(words(&reason)),
        });
    }
    found.truncate(SENTENCES_MAX);
    Ok(found)
}

/// Those who dispute a record with which they had nothing to do.
pub(super) fn strangers(dossier: &Dossier<'_>) -> Result<BTreeSet<String>, StoreError> {
    let facts = dossier.record.about_any("dispute", &leaves(dossier), REMARKS_MAX)?;
    let said = said(dossier, facts).into_iter();
    Ok(said.filter(|said| !said.counts).map(|said| said.fact.org).collect())
}

/// A dispute about an event of the journey.
struct Said {
    fact: Fact,
    event: Arc<Event>,
    reason: ledger::governance::Words,
    /// Whether it is told by the other side.
    counts: bool,
}

/// The leaves of the journey, as those name them who speak of them.
fn leaves(dossier: &Dossier<'_>) -> Vec<String> {
    dossier.journey.events.iter().map(|event| event.index.to_string()).collect()
}

fn said(dossier: &Dossier<'_>, facts: Vec<Fact>) -> Vec<Said> {
    if facts.is_empty() {
        return Vec::new();
    }
    let sides = Sides::of(dossier);
    let said = facts.into_iter().filter_map(|fact| {
        let Told::Dispute { leaf, reason } = telling::read(&fact)? else { return None };
        let event = Arc::clone(dossier.event(leaf)?);
        let counts = sides.is_other(&fact.org, &event);
        Some(Said { fact, event, reason, counts })
    });
    said.collect()
}
