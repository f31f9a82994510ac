//! `errorDeclaration`: that an earlier event was wrong (EPCIS 2.0 section 7.4.1.2).

use super::Extensions;
use crate::instant::Instant;
use crate::reader::Reader;
use crate::vocabulary::{Vocabulary, Word};
use json::Json;

/// That the event which this one repeats is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorDeclaration {
    /// When it was declared.
    pub time: Instant,
    /// Why.
    pub reason: Option<Word>,
    /// The events that tell it right, by eventID.
    pub corrective_ids: Vec<String>,
    /// Members that the sender added.
    pub extensions: Extensions,
}

const KNOWN: &[&str] = &["declarationTime", "reason", "correctiveEventIDs"];

impl<'j> Reader<'j> {
    pub(super) fn error_declaration(&mut self, value: &'j Json) -> Option<ErrorDeclaration> {
        let members = self.object(value)?;
        self.names(members, "an errorDeclaration", KNOWN);
        let time = self.required(members, "declarationTime", Self::instant);
        let reason = self
            .member(members, "reason", |reader, value| reader.word(Vocabulary::ErrorReason, value));
        let corrective_ids = self
            .member(members, "correctiveEventIDs", |reader, value| reader.items(value, Self::uri));
        Some(ErrorDeclaration {
            time: time?,
            reason,
            corrective_ids: corrective_ids.unwrap_or_default(),
            extensions: self.extensions(members, KNOWN),
        })
    }
}
