//! Opening: the event as its reader may see it (RFC 9901 section 7.1).

use super::digests::{DigestError, digests_of};
use super::spot::Spot;
use super::text::{Disclosure, DisclosureError};
use crate::Hash;
use json::{Json, Object};
use std::collections::BTreeMap;

/// Why disclosures do not open an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The digests of the event itself.
    #[error("the digests of the event are not as they should be: {0}")]
    Digests(#[from] DigestError),
    /// One text is no disclosure.
    #[error("disclosure {position} is not one: {source}")]
    Disclosure {
        /// Which, from 0.
        position: usize,
        /// Why.
        source: DisclosureError,
    },
    /// The same disclosure is given twice.
    #[error("disclosure {position} was given before")]
    Repeated {
        /// Which, from 0.
        position: usize,
    },
    /// No digest of the event stands for it.
    #[error("no digest of the event stands for the disclosure of \"{0}\"")]
    Unreferenced(String),
    /// A name that must always be clear at that place.
    #[error("\"{0}\" cannot be disclosed at that place")]
    NotThere(String),
    /// The object has such a member already.
    #[error("\"{0}\" stands already where it would be disclosed")]
    Present(String),
}

/// The event with these disclosures put in place and all `_sd` taken out.
///
/// What is not disclosed stays hidden: opening in part, or with nothing, is the usual case.
/// Disclosed members come after the clear ones.
pub fn open<T: AsRef<str>>(epcis: &Json, disclosures: &[T]) -> Result<Json, OpenError> {
    digests_of(epcis)?;
    let mut known = BTreeMap::new();
    for (position, text) in disclosures.iter().enumerate() {
        let disclosure = Disclosure::parse(text.as_ref())
            .map_err(|source| OpenError::Disclosure { position, source })?;
        if known.insert(disclosure.digest(), disclosure).is_some() {
            return Err(OpenError::Repeated { position });
        }
    }
    let mut opened = epcis.clone();
    open_value(&mut opened, Spot::Event, &mut known)?;
    match known.into_values().next() {
        Some(left) => Err(OpenError::Unreferenced(left.name().to_owned())),
        None => Ok(opened),
    }
}

fn open_value(
    value: &mut Json,
    spot: Spot,
    known: &mut BTreeMap<Hash, Disclosure>,
) -> Result<(), OpenError> {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Ok(()),
        Json::Array(items) => {
            items.iter_mut().try_for_each(|item| open_value(item, spot.item(), known))
        }
        Json::Object(members) => {
            // Before the disclosed values come in: they hold no digests (no recursion).
            members
                .iter_mut()
                .try_for_each(|(name, below)| open_value(below, spot.member(name), known))?;
            open_object(members, spot, known)
        }
    }
}

fn open_object(
    members: &mut Object,
    spot: Spot,
    known: &mut BTreeMap<Hash, Disclosure>,
) -> Result<(), OpenError> {
    let Some(Json::Array(digests)) = members.remove("_sd") else { return Ok(()) };
    for digest in digests.iter().filter_map(|item| Hash::from_b64(item.as_str()?).ok()) {
        let Some(disclosure) = known.remove(&digest) else { continue };
        let name = disclosure.name();
        if !spot.hides(name) {
            return Err(OpenError::NotThere(name.to_owned()));
        }
        if members.contains(name) {
            return Err(OpenError::Present(name.to_owned()));
        }
        members.insert(name, disclosure.value().clone());
    }
    Ok(())
}
