//! What issuers took back, and why.

use super::{REMARKS_MAX, SENTENCES_MAX};
use crate::store::StoreError;
use crate::store::read::facts::Fact;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::moment::utc;
use crate::views::lot::step::kind_of;
use crate::views::lot::telling::{self, words};
use crate::views::model::{Correction, CorrectionReason, StepKind, Words};
use ledger::governance::Told;
use std::collections::BTreeSet;

/// What issuers took back, with what they said about it.
pub(in crate::views::lot) fn corrections(
    dossier: &Dossier<'_>,
) -> Result<Vec<Correction>, StoreError> {
    let withdrawn = dossier.journey.corrections.iter();
    let leaves: Vec<String> = withdrawn
        .flat_map(|correction| [correction.withdrawn.index, correction.by.index])
        .map(|leaf| leaf.to_string())
        .collect();
    let issuers: BTreeSet<&str> =
        dossier.journey.corrections.iter().map(|it| it.withdrawn.issuer.as_str()).collect();
    let mut remarks = Vec::new();
    for issuer in issuers {
        remarks.extend(dossier.record.told_about("annotate", (issuer, &leaves), REMARKS_MAX)?);
    }
    let told = dossier.journey.corrections.iter().map(|correction| {
        let issuer = correction.withdrawn.issuer.as_str();
        let leaves = [correction.withdrawn.index, correction.by.index].map(|leaf| leaf.to_string());
        let own = |fact: &&Fact| fact.org == issuer && leaves.contains(&fact.subject);
        let kind = kind_of(dossier, &correction.withdrawn).unwrap_or(StepKind::Other);
        let on = utc(u64::try_from(correction.by.recorded_ms).unwrap_or(0));
        Correction {
            wrong: correction.withdrawn.event_id.clone(),
            replaced_by: correction.replacements.clone(),
            step: kind,
            by: dossier.people.actor(issuer, kind),
            on: if dossier.people.may_tell_minutes(issuer) { on } else { on.day() },
            reason: reason(correction.reason.as_deref()),
            words: remarks.iter().find(own).and_then(remark),
        }
    });
    Ok(told.take(SENTENCES_MAX).collect())
}

fn reason(word: Option<&str>) -> CorrectionReason {
    match word {
        Some("did_not_occur") => CorrectionReason::DidNotOccur,
        Some("incorrect_data") => CorrectionReason::IncorrectData,
        Some(_) | None => CorrectionReason::NotStated,
    }
}

fn remark(fact: &Fact) -> Option<Words> {
    match telling::read(fact)? {
        Told::Annotate { text, .. } => Some(words(&text)),
        Told::Product(_)
        | Told::Place(_)
        | Told::NameUs { .. }
        | Told::Mandate { .. }
        | Told::Identity { .. }
        | Told::SameAs { .. }
        | Told::Dispute { .. } => None,
    }
}
