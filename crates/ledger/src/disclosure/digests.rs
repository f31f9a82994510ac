//! The digests of a payload: where they stand and whether they may (rules S13 and S14).

use super::Trail;
use super::spot::Spot;
use crate::Hash;
use json::Json;
use std::collections::BTreeSet;

/// A statement holds at most so many digests.
pub const DIGESTS_MAX: usize = 64;

/// Digests stand where they may not, or are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text} (at {pointer})")]
pub struct DigestError {
    /// RFC 6901, from the event.
    pub pointer: String,
    /// What is wrong, in a sentence.
    pub text: String,
}

/// All digests of an event, in the order in which they stand.
pub fn digests_of(epcis: &Json) -> Result<Vec<Hash>, DigestError> {
    let mut walk = Walk::default();
    walk.value(epcis, Spot::Event, Trail::Root)?;
    Ok(walk.digests)
}

/// Refuses any digest: for payloads that are no event.
pub(crate) fn none_in(body: &Json) -> Result<(), DigestError> {
    Walk::default().value(body, Spot::Elsewhere, Trail::Root)
}

#[derive(Default)]
struct Walk {
    digests: Vec<Hash>,
    known: BTreeSet<Hash>,
    extensions: usize,
}

impl Walk {
    fn value(&mut self, value: &Json, spot: Spot, at: Trail<'_>) -> Result<(), DigestError> {
        match value {
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Ok(()),
            Json::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                self.value(item, spot.item(), Trail::Item(&at, index))
            }),
            Json::Object(members) => members.iter().try_for_each(|(name, value)| {
                let at = Trail::Member(&at, name);
                match name {
                    "_sd" => self.list(value, spot, at),
                    "..." => Err(fault(at, "a member cannot be named ...")),
                    "_sd_alg" => Err(fault(at, "_sd_alg stands only beside iss")),
                    other => self.value(value, spot.member(other), at),
                }
            }),
        }
    }

    fn list(&mut self, value: &Json, spot: Spot, at: Trail<'_>) -> Result<(), DigestError> {
        if !spot.holds_digests() {
            return Err(fault(at, "no digest may stand here"));
        }
        if spot == Spot::Extension {
            self.extensions = self.extensions.saturating_add(1);
            if self.extensions > 1 {
                return Err(fault(at, "only one extension object may hold digests"));
            }
        }
        let Some(items) = value.as_array().filter(|items| !items.is_empty()) else {
            return Err(fault(at, "_sd is a list of one digest or more"));
        };
        items.iter().try_for_each(|item| self.digest(item, at))
    }

    fn digest(&mut self, item: &Json, at: Trail<'_>) -> Result<(), DigestError> {
        let Some(Ok(digest)) = item.as_str().map(Hash::from_b64) else {
            return Err(fault(at, "a digest is 43 characters of base64url"));
        };
        if !self.known.insert(digest) {
            return Err(fault(at, "a digest stands twice"));
        }
        if self.known.len() > DIGESTS_MAX {
            return Err(fault(at, "a statement holds at most 64 digests"));
        }
        self.digests.push(digest);
        Ok(())
    }
}

fn fault(at: Trail<'_>, text: &str) -> DigestError {
    DigestError { pointer: at.pointer().to_string(), text: text.to_owned() }
}
