//! Where a step happened, as coarse as its reader may know it.

use crate::views::Audience;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::facts::catch;
use crate::views::lot::record::Entry;
use crate::views::lot::telling::words;
use crate::views::model::{Place, StepKind};
use epcis::EventPlace;
use trace::{Directory, Event};

/// The place of an event. A site's name is shown only if the event itself told it to everybody and
/// its firm lets itself be named: a site names its firm.
pub(super) fn of_event(
    dossier: &Dossier<'_>,
    event: &Event,
    entry: &Entry,
    kind: StepKind,
) -> Option<Place> {
    let id = event.place();
    let told = id.and_then(|id| dossier.master.place(trace::site(id)));
    let told_to_all = match dossier.ask.audience {
        Audience::Operator => true,
        Audience::Shopper => {
            id.is_some_and(|id| is_clear(entry, id)) && dossier.people.is_named(&event.issuer)
        }
    };
    let ids = [id, Some(event.issuer.as_str())];
    let country = || ids.into_iter().flatten().find_map(|id| dossier.master.country(id));
    let place = Place {
        name: told.as_ref().filter(|_| told_to_all).map(|place| words(&place.names)),
        region: told.as_ref().and_then(|place| place.region.as_ref()).map(words),
        country: told.as_ref().map(|place| place.country.clone()).or_else(country),
        fao_area: (kind == StepKind::Caught).then(|| catch::area(&entry.clear)).flatten(),
    };
    (place != Place::default()).then_some(place)
}

/// Whether the event tells its place without concealment.
fn is_clear(entry: &Entry, id: &str) -> bool {
    let named = |place: &Option<EventPlace>| {
        let location = place.as_ref().and_then(|place| place.location.as_ref());
        location.is_some_and(|location| location.uri() == id)
    };
    named(&entry.clear.read_point) || named(&entry.clear.biz_location)
}

/// One place for several events: what they have in common.
pub(super) fn common(one: Option<Place>, other: Option<&Place>) -> Option<Place> {
    let (one, other) = (one?, other?);
    let place = Place {
        name: one.name.filter(|name| other.name.as_ref() == Some(name)),
        region: one.region.filter(|region| other.region.as_ref() == Some(region)),
        country: one.country.filter(|country| other.country.as_ref() == Some(country)),
        fao_area: one.fao_area.filter(|area| other.fao_area.as_ref() == Some(area)),
    };
    (place != Place::default()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::common;
    use crate::views::model::{Place, Words};

    #[test]
    fn several_places_leave_what_they_have_in_common() {
        let site = |name: &str, region: &str| Place {
            name: Some(Words::one("en", name)),
            region: Some(Words::one("en", region)),
            country: Some("BR".to_owned()),
            fao_area: None,
        };
        let (here, there) = (site("Farm", "Bahia"), site("Other farm", "Bahia"));
        let shared = common(Some(here.clone()), Some(&there));
        assert_eq!(shared, Some(Place { name: None, ..here.clone() }));
        let abroad = Place { country: Some("US".to_owned()), ..Place::default() };
        assert_eq!(common(Some(here), Some(&abroad)), None);
    }
}
