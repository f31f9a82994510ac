//! What stands around the events: the members of a document.
//!
//! The envelope is read leniently where real systems break GS1's schema without harm: a query
//! document may carry `epcisHeader`, `sender` and `receiver`, and any object may carry comments
//! under names with a leading underscore. Nothing of the envelope is ever signed.

use super::parse::Outline;
use super::types::DocumentKind;
use crate::fault::FaultCode;
use crate::reader::Reader;
use json::{Json, Object, Pointer};

const KNOWN: &[&str] = &[
    "@context",
    "id",
    "type",
    "schemaVersion",
    "creationDate",
    "instanceIdentifier",
    "sender",
    "receiver",
    "epcisHeader",
    "epcisBody",
];

impl<'j> Reader<'j> {
    /// Finds the events, and judges what stands around them. None if there are none to be found.
    pub(super) fn outline(&mut self, tree: &'j Json) -> Option<Outline<'j>> {
        let members = match tree {
            Json::Object(members) => members,
            Json::Array(events) => return Some(list(events, Pointer::root())),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                self.not_epcis(&format!("this is {}", tree.kind()));
                return None;
            }
        };
        if let Some(Json::Array(events)) =
            members.get("eventList").filter(|_| !members.contains("type"))
        {
            return Some(list(events, Pointer::root().member("eventList")));
        }
        match self.required(members, "type", Self::text)? {
            "EPCISDocument" | "epcis:EPCISDocument" => self.document(members),
            "EPCISQueryDocument" | "epcis:EPCISQueryDocument" => self.query_document(members),
            kind if is_event(members, kind) => {
                self.required(members, "@context", Self::context_value);
                Some(Outline {
                    kind: DocumentKind::Event,
                    context: members.get("@context"),
                    header: None,
                    pointer: Pointer::root(),
                    events: std::slice::from_ref(tree),
                })
            }
            other => {
                let shown: String = other.chars().take(60).collect();
                self.not_epcis(&format!("its type is \"{shown}\""));
                None
            }
        }
    }

    fn not_epcis(&mut self, found: &str) {
        let text = format!(
            "this is no EPCIS text: {found}; send an EPCISDocument, an EPCISQueryDocument, a list \
             of events or one event"
        );
        self.fault(FaultCode::NotEpcis, text);
    }

    fn document(&mut self, members: &'j Object) -> Option<Outline<'j>> {
        self.envelope(members);
        self.required(members, "schemaVersion", Self::version);
        self.required(members, "creationDate", Self::instant);
        self.member(members, "epcisHeader", Self::header);
        let events = self.required(members, "epcisBody", |reader, body| {
            let body = reader.object(body)?;
            reader.required(body, "eventList", Self::event_list)
        })?;
        let pointer = Pointer::root().member("epcisBody").member("eventList");
        Some(whole(DocumentKind::Document, members, pointer, events))
    }

    fn query_document(&mut self, members: &'j Object) -> Option<Outline<'j>> {
        self.envelope(members);
        self.member(members, "schemaVersion", Self::version);
        self.member(members, "creationDate", Self::instant);
        self.member(members, "epcisHeader", Self::object);
        let events = self.required(members, "epcisBody", |reader, body| {
            let body = reader.object(body)?;
            reader.names(body, "epcisBody", &["queryResults"]);
            reader.required(body, "queryResults", |reader, results| {
                let results = reader.object(results)?;
                reader.names(
                    results,
                    "queryResults",
                    &["queryName", "subscriptionID", "resultsBody"],
                );
                reader.required(results, "queryName", Self::text);
                reader.member(results, "subscriptionID", Self::text);
                reader.required(results, "resultsBody", Self::results_body)
            })
        })?;
        let pointer = ["epcisBody", "queryResults", "resultsBody", "eventList"]
            .into_iter()
            .fold(Pointer::root(), |pointer, name| pointer.member(name));
        Some(whole(DocumentKind::QueryDocument, members, pointer, events))
    }

    fn results_body(&mut self, value: &'j Json) -> Option<&'j [Json]> {
        let members = self.object(value)?;
        self.names(members, "resultsBody", &["eventList", "vocabularyList"]);
        self.required(members, "eventList", Self::event_list)
    }

    fn event_list(&mut self, value: &'j Json) -> Option<&'j [Json]> {
        if value.as_array().is_none() {
            self.wrong_kind(value, "a list of events");
        }
        value.as_array()
    }

    /// The members that both kinds of documents share.
    fn envelope(&mut self, members: &'j Object) {
        self.names(members, "a document", KNOWN);
        self.required(members, "@context", Self::context_value);
        self.member(members, "id", Self::uri);
        for name in ["instanceIdentifier", "sender", "receiver"] {
            self.member(members, name, Self::text);
        }
    }

    /// `@context`: an address, an object of prefixes, or a list of these.
    fn context_value(&mut self, value: &'j Json) -> Option<()> {
        match value {
            Json::String(_) => self.uri(value).map(|_| ()),
            Json::Object(_) => Some(()),
            Json::Array(_) => self
                .items(value, |reader, entry| match entry {
                    Json::Array(_) => {
                        reader.wrong_kind(entry, "an address or an object of prefixes");
                        None
                    }
                    Json::Null
                    | Json::Bool(_)
                    | Json::Number(_)
                    | Json::String(_)
                    | Json::Object(_) => reader.context_value(entry),
                })
                .map(|_| ()),
            Json::Null | Json::Bool(_) | Json::Number(_) => {
                self.wrong_kind(value, "an address, an object of prefixes, or a list of these");
                None
            }
        }
    }

    fn version(&mut self, value: &'j Json) -> Option<()> {
        let text = self.text(value)?;
        let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !text.split('.').all(part) {
            self.fault(FaultCode::WrongKind, "a schemaVersion is written like \"2.0\"");
        }
        Some(())
    }
}

/// Whether an object without an envelope is meant as an event: by its type, or by what only events
/// have.
fn is_event(members: &Object, kind: &str) -> bool {
    kind.ends_with("Event") || members.contains("eventTime")
}

fn list(events: &[Json], pointer: Pointer) -> Outline<'_> {
    Outline { kind: DocumentKind::EventList, context: None, header: None, pointer, events }
}

fn whole<'j>(
    kind: DocumentKind,
    members: &'j Object,
    pointer: Pointer,
    events: &'j [Json],
) -> Outline<'j> {
    let (context, header) = (members.get("@context"), members.get("epcisHeader"));
    Outline { kind, context, header, pointer, events }
}
