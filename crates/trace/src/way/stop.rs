//! Where goods rest.

use crate::event::{EndpointRole, Event};
use crate::goods::site;
use crate::source::Directory;

/// A site of a firm; the site is absent where it was not told, or is concealed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stop {
    pub(crate) firm: Option<String>,
    pub(crate) place: Option<String>,
}

impl Stop {
    /// Where an event happened.
    pub(crate) fn of(event: &Event) -> Self {
        Self {
            firm: Some(event.issuer.clone()),
            place: event.place().map(|place| site(place).to_owned()),
        }
    }

    /// Where an event says that the goods go. The place tells most; then who owns the goods
    /// afterwards, because who carries them may change on the road.
    pub(crate) fn destination(event: &Event, directory: &dyn Directory) -> Option<Self> {
        let end = |role: EndpointRole| {
            event.destinations.iter().find(|end| end.role == role).map(|end| end.id.as_str())
        };
        let party = |id: &str| directory.keeper(id).unwrap_or_else(|| id.to_owned());
        let place = end(EndpointRole::Location).map(site);
        let other = |firm: &String| *firm != event.issuer;
        let firm = place
            .and_then(|place| directory.keeper(place))
            .or_else(|| end(EndpointRole::Owner).map(party).filter(other))
            .or_else(|| end(EndpointRole::Possessor).map(party).filter(other));
        (place.is_some() || firm.is_some()).then(|| Self { firm, place: place.map(str::to_owned) })
    }

    /// A stop named by a reader: a party, or a place with its keeper.
    pub(crate) fn named(id: &str, directory: &dyn Directory) -> Self {
        match directory.keeper(id) {
            Some(keeper) if keeper != id && !is_party(id) => {
                Self { firm: Some(keeper), place: Some(site(id).to_owned()) }
            }
            Some(keeper) => Self { firm: Some(keeper), place: None },
            None if is_party(id) => Self { firm: Some(id.to_owned()), place: None },
            None => Self { firm: Some(id.to_owned()), place: Some(site(id).to_owned()) },
        }
    }

    /// True if the two may be one stop: one place, or one firm as far as places are not told.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (Some(here), Some(there)) => here == there,
            (None, _) | (_, None) => self.firm.is_some() && self.firm == other.firm,
        }
    }

    /// What tells it from other stops: its place, else its firm.
    pub(crate) fn id(&self) -> &str {
        self.place.as_deref().or(self.firm.as_deref()).unwrap_or_default()
    }
}

/// Ids that name a party and not a place: a PGLN (AI 417) or an organisation without a GLN.
fn is_party(id: &str) -> bool {
    id.contains("/417/") || id.contains("/party/")
}
