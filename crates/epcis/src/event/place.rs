//! Where: `readPoint` and `bizLocation`.

use super::Extensions;
use crate::reader::Reader;
use gs1::Location;
use json::Json;

/// A place as an event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPlace {
    /// The place; none if its `id` is concealed.
    pub location: Option<Location>,
    /// `id` as sent.
    pub sent: Option<String>,
    /// Members that the sender added.
    pub extensions: Extensions,
}

impl<'j> Reader<'j> {
    /// A `readPoint` or `bizLocation`; GS1's schema lets a sender add members under any name.
    pub(super) fn place(&mut self, value: &'j Json) -> Option<EventPlace> {
        let members = self.object(value)?;
        let concealed = self.conceals(members);
        let id = self.required_or_concealed(members, "id", |reader, id| {
            let sent = reader.text(id)?;
            Some((reader.code(sent, Location::parse, Location::Other)?, sent.to_owned()))
        });
        if id.is_none() && !concealed {
            return None;
        }
        let (location, sent) = id.unzip();
        Some(EventPlace { location, sent, extensions: self.extensions(members, &["id"]) })
    }
}
