//! Where something may be concealed: `_sd` in the event of a signed statement.
//!
//! The protocol (section 3) lets digests stand at the top level of the event, in `ilmd`, in one
//! extension object, in each element of the quantity lists and in `readPoint` and `bizLocation`.
//! Whether the digests fit disclosures is the ledger's question; here it is only whether they stand
//! and look right, so that what is absent may be waived.

use crate::fault::FaultCode;
use crate::reader::{Hiding, Reader};
use json::{Json, Object};

/// The objects of an event that may hold digests, beside the event and one extension.
const PLACES: &[&str] = &["ilmd", "readPoint", "bizLocation"];

/// The lists whose elements may.
const LISTS: &[&str] =
    &["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

/// A SHA-256 digest in unpadded base64url.
const DIGEST_CHARS: usize = 43;

/// What a digest's neighbours may not be called: these names steer the opening of disclosures (RFC
/// 9901 section 4.2).
const RESERVED: &[&str] = &["_sd", "_sd_alg", "..."];

impl<'j> Reader<'j> {
    /// Counts the digests of an event and notes every one that stands where none may.
    pub(super) fn digests(&mut self, event: &'j Object) -> usize {
        let mut count = self.own_digests(event);
        let mut extension_seen = false;
        for (name, value) in event.iter().filter(|(name, _)| !RESERVED.contains(name)) {
            count += self.inside(name, |reader| match value {
                Json::Object(inner) if PLACES.contains(&name) => reader.digests_inside(inner),
                Json::Array(items) if LISTS.contains(&name) => reader.digests_of_elements(items),
                Json::Object(inner) if name.contains(':') && inner.contains("_sd") => {
                    reader.digests_of_extension(inner, &mut extension_seen)
                }
                Json::Null
                | Json::Bool(_)
                | Json::Number(_)
                | Json::String(_)
                | Json::Array(_)
                | Json::Object(_) => reader.no_digests(value),
            });
        }
        count
    }

    fn digests_of_elements(&mut self, items: &'j [Json]) -> usize {
        let mut count = 0;
        for (index, item) in items.iter().enumerate() {
            count += self.at_item(index, |reader| match item.as_object() {
                Some(members) => reader.digests_inside(members),
                None => reader.no_digests(item),
            });
        }
        count
    }

    fn digests_of_extension(&mut self, members: &'j Object, seen: &mut bool) -> usize {
        if *seen {
            self.fault(FaultCode::Concealment, "only one extension may conceal members");
        }
        *seen = true;
        self.digests_inside(members)
    }

    /// The digests of an object that may have some; nothing deeper may.
    fn digests_inside(&mut self, members: &'j Object) -> usize {
        for (name, value) in members.iter().filter(|(name, _)| !RESERVED.contains(name)) {
            self.inside(name, |reader| reader.no_digests(value));
        }
        self.own_digests(members)
    }

    fn own_digests(&mut self, members: &'j Object) -> usize {
        for name in ["_sd_alg", "..."].into_iter().filter(|name| members.contains(name)) {
            self.fault(FaultCode::Concealment, format!("\"{name}\" may not stand in an event"));
        }
        members.get("_sd").map_or(0, |value| self.inside("_sd", |reader| reader.digest_list(value)))
    }

    fn digest_list(&mut self, value: &'j Json) -> usize {
        if self.hiding == Hiding::Forbidden {
            let text = "\"_sd\" belongs to signed statements; a plain event conceals nothing";
            self.fault(FaultCode::Concealment, text);
            return 0;
        }
        let items = value.as_array().unwrap_or_default();
        let is_digest = |item: &Json| {
            item.as_str().is_some_and(|text| {
                text.len() == DIGEST_CHARS
                    && text
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            })
        };
        if items.is_empty() || !items.iter().all(is_digest) {
            let text = "\"_sd\" is a list of SHA-256 digests of 43 base64url characters each";
            self.fault(FaultCode::Concealment, text);
        }
        items.len()
    }

    /// Notes digests in a value that may have none, so that it counts as none.
    fn no_digests(&mut self, value: &'j Json) -> usize {
        match value {
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.at_item(index, |reader| reader.no_digests(item));
                }
            }
            Json::Object(members) => {
                for (name, inner) in members.iter() {
                    self.inside(name, |reader| reader.no_digest(name, inner));
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
        0
    }

    fn no_digest(&mut self, name: &str, value: &'j Json) {
        if RESERVED.contains(&name) {
            let text = format!("\"{name}\" may not stand here: nothing here can be concealed");
            self.fault(FaultCode::Concealment, text);
        } else {
            self.no_digests(value);
        }
    }
}

/// The event as a query answers it: without digests, and without a place or `ilmd` that held
/// nothing else.
pub fn without_digests(event: &Json) -> Json {
    match event {
        Json::Object(members) => {
            let kept = members.iter().filter(|(name, _)| *name != "_sd");
            let kept = kept.map(|(name, value)| (name, without_digests(value), value));
            let kept = kept.filter(|(name, bare, value)| !emptied(name, bare, value));
            Json::Object(kept.map(|(name, bare, _)| (name, bare)).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(without_digests).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => event.clone(),
    }
}

fn emptied(name: &str, bare: &Json, before: &Json) -> bool {
    PLACES.contains(&name) && bare.as_object().is_some_and(Object::is_empty) && bare != before
}
