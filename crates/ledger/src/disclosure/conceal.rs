//! Concealing: taking members out of an event and leaving digests for them.

use super::digests::{DIGESTS_MAX, DigestError, digests_of};
use super::spot::Spot;
use super::text::{Disclosure, DisclosureError};
use json::{Json, Object};

/// Why a member cannot be concealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConcealError {
    /// The pointer leads to no member of an object.
    #[error("{0} leads to no member of the event")]
    NoMember(String),
    /// The profile keeps that member clear.
    #[error("{0} cannot be concealed: the profile keeps it clear")]
    Clear(String),
    /// More than the profile allows.
    #[error("an event conceals at most {DIGESTS_MAX} members; split it into several events")]
    TooMany,
    /// The member cannot be written as a disclosure.
    #[error("{pointer} cannot be a disclosure")]
    Disclosure {
        /// The member.
        pointer: String,
        /// Why.
        source: DisclosureError,
    },
    /// Digests would stand where they may not.
    #[error("the event would not be valid: {0}")]
    Digests(#[from] DigestError),
}

/// Takes the members at these RFC 6901 pointers out and leaves their digests, sorted so that their
/// order says nothing. `salt` must give 16 fresh random bytes at each call.
pub fn conceal<T: AsRef<str>>(
    mut epcis: Json,
    pointers: &[T],
    mut salt: impl FnMut() -> [u8; 16],
) -> Result<(Json, Vec<Disclosure>), ConcealError> {
    if pointers.len() > DIGESTS_MAX {
        return Err(ConcealError::TooMany);
    }
    let mut disclosures = Vec::with_capacity(pointers.len());
    for pointer in pointers.iter().map(AsRef::as_ref) {
        let absent = || ConcealError::NoMember(pointer.to_owned());
        let (parent, name) = pointer.rsplit_once('/').ok_or_else(absent)?;
        // RFC 6901 section 3: a pointer is empty or begins with a slash.
        if !parent.is_empty() && !parent.starts_with('/') {
            return Err(absent());
        }
        let name = unescape(name);
        let (members, spot) = object_at(&mut epcis, parent).ok_or_else(absent)?;
        if !spot.hides(&name) {
            return Err(ConcealError::Clear(pointer.to_owned()));
        }
        let value = members.remove(&name).ok_or_else(absent)?;
        let disclosure = Disclosure::make(salt(), &name, &value)
            .map_err(|source| ConcealError::Disclosure { pointer: pointer.to_owned(), source })?;
        leave_digest(members, &disclosure);
        disclosures.push(disclosure);
    }
    digests_of(&epcis)?;
    Ok((epcis, disclosures))
}

fn leave_digest(members: &mut Object, disclosure: &Disclosure) {
    let mut digests: Vec<String> = members
        .get("_sd")
        .and_then(Json::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Some(item.as_str()?.to_owned()))
        .collect();
    digests.push(disclosure.digest().to_b64());
    digests.sort();
    members.insert("_sd", digests.into_iter().map(Json::String).collect::<Vec<_>>());
}

fn object_at<'e>(epcis: &'e mut Json, parent: &str) -> Option<(&'e mut Object, Spot)> {
    let mut value = epcis;
    let mut spot = Spot::Event;
    for token in parent.split('/').skip(1) {
        let name = unescape(token);
        (value, spot) = match value {
            Json::Object(members) => (members.get_mut(&name)?, spot.member(&name)),
            Json::Array(items) => (items.get_mut(name.parse::<usize>().ok()?)?, spot.item()),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
        };
    }
    Some((value.as_object_mut()?, spot))
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
