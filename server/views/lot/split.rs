//! Where the one way of a lot ends and its packs part.

use super::dossier::Dossier;
use super::telling::words;
use crate::views::Audience;
use crate::views::model::{Place, Role, Split};

/// The last place that every pack passed, and the countries to which packs went from there.
pub(super) fn split(dossier: &Dossier<'_>) -> Option<Split> {
    let split = dossier.journey.after_split.as_ref()?;
    let id = split.place.as_deref();
    let told = id.and_then(|id| dossier.master.place(trace::site(id)));
    let from = told.map(|place| Place {
        name: is_public(dossier, id).then(|| words(&place.names)),
        region: place.region.as_ref().map(words),
        country: Some(place.country.clone()),
        fao_area: None,
    });
    // A pack with a brand and a weight is made for shops; a carcass is not.
    let retail = dossier
        .product()
        .is_some_and(|told| told.product.brand.is_some() && told.product.net.is_some());
    let to = if retail { Role::Shop } else { Role::Other };
    Some(Split { from, to, countries: split.countries.iter().cloned().collect() })
}

/// Whether an event of a firm that lets itself be named told this place to everybody.
fn is_public(dossier: &Dossier<'_>, id: Option<&str>) -> bool {
    if dossier.ask.audience == Audience::Operator {
        return true;
    }
    let clear = |place: &Option<epcis::EventPlace>| {
        let location = place.as_ref().and_then(|place| place.location.as_ref());
        location.map(gs1::Location::uri)
    };
    dossier.told().any(|(event, entry)| {
        let places = [clear(&entry.clear.read_point), clear(&entry.clear.biz_location)];
        let here = places.iter().flatten().any(|uri| Some(trace::site(uri)) == id);
        here && dossier.people.is_named(&event.issuer)
    })
}
