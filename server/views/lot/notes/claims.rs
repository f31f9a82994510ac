//! Others' claims, not confirmed.

use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::{at, kind_of};
use crate::views::model::{Claim, Place, StepKind};

/// Others' claims are shown apart, and no flood of them may bury the page.
const CLAIMS_MAX: usize = 12;

/// Signed records by those whose word does not count for these goods.
pub(in crate::views::lot) fn claims(dossier: &Dossier<'_>) -> Vec<Claim> {
    let told = dossier.journey.claims.iter().map(|claim| {
        let event = &claim.event;
        let kind = kind_of(dossier, event).unwrap_or(StepKind::Other);
        let country = event.place().and_then(|id| dossier.master.place(trace::site(id)));
        Claim {
            event_id: event.event_id.clone(),
            step: kind,
            by: dossier.people.actor(&event.issuer, kind),
            place: country
                .map(|place| Place { country: Some(place.country.clone()), ..Place::default() }),
            on: if dossier.people.may_tell_minutes(&event.issuer) {
                at(event)
            } else {
                at(event).day()
            },
        }
    });
    told.take(CLAIMS_MAX).collect()
}
