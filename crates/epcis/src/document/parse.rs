//! From bytes to a document.

use super::types::{Document, DocumentKind, Incoming};
use crate::context::{Context, standalone};
use crate::event::{Event, read_at};
use crate::fault::{Fault, FaultCode};
use crate::reader::{Hiding, Reader};
use json::{Json, JsonError, Limits, Object, Pointer};

/// What a text may be at most: 10 MiB, and as deep as an event in a query document may stand.
pub const DOCUMENT_LIMITS: Limits =
    Limits { bytes_max: 10 * 1024 * 1024, depth_max: EVENT_DEPTH_MAX + 5, values_max: 2_000_000 };

/// How many lists and objects may stand inside one another in an event, itself included: the 16 of
/// a statement less the claims around it.
pub const EVENT_DEPTH_MAX: usize = 15;

impl Document {
    /// Reads JSON or JSON-LD text. An error means that the text as a whole is no EPCIS document, and
    /// lists the faults of its events too; else each event has its own verdict.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        // RFC 8259 section 8.1: a byte order mark may be ignored, and exports of the trade have one.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let tree = json::parse(bytes, &DOCUMENT_LIMITS).map_err(|error| vec![not_json(error)])?;
        let mut reader = Reader::new(Pointer::root(), Context::default(), Hiding::Forbidden);
        let outline = reader.outline(&tree);
        let faults = reader.into_faults();
        let Some(outline) = outline else {
            return Err(faults);
        };
        let events = outline.judge();
        if faults.is_empty() {
            let context = outline.context.cloned().unwrap_or(Json::Null);
            let header = outline.header.cloned();
            return Ok(Self { kind: outline.kind, context, header, events });
        }
        let event_faults = events.into_iter().filter_map(|event| event.result.err()).flatten();
        Err(faults.into_iter().chain(event_faults).collect())
    }
}

fn not_json(error: JsonError) -> Fault {
    Fault { text: error.to_string(), code: FaultCode::NotJson, pointer: error.pointer }
}

/// Where the parts of a document are.
pub(super) struct Outline<'j> {
    pub(super) kind: DocumentKind,
    pub(super) context: Option<&'j Json>,
    pub(super) header: Option<&'j Json>,
    pub(super) pointer: Pointer,
    pub(super) events: &'j [Json],
}

impl Outline<'_> {
    fn judge(&self) -> Vec<Incoming> {
        let (outer, context) = match self.kind {
            DocumentKind::Event | DocumentKind::EventList => (None, Context::default()),
            DocumentKind::Document | DocumentKind::QueryDocument => {
                (self.context, Context::of(self.context))
            }
        };
        let judge = |(index, event): (usize, &Json)| {
            let pointer = match self.kind {
                DocumentKind::Event => self.pointer.clone(),
                DocumentKind::Document | DocumentKind::QueryDocument | DocumentKind::EventList => {
                    self.pointer.item(index)
                }
            };
            let json = standalone(event, outer);
            let result = judge(event, pointer.clone(), &context);
            Incoming { json, pointer, result }
        };
        self.events.iter().enumerate().map(judge).collect()
    }
}

fn judge(event: &Json, pointer: Pointer, context: &Context) -> Result<Event, Vec<Fault>> {
    if depth(event) > EVENT_DEPTH_MAX {
        let text = format!(
            "lists and objects stand more than {EVENT_DEPTH_MAX} deep here, more than a signed \
             event may hold"
        );
        return Err(vec![Fault { pointer, code: FaultCode::Rule, text }]);
    }
    read_at(event, pointer, context, Hiding::Forbidden)
}

fn depth(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Json::Object(members) => 1 + deepest(members),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    }
}

fn deepest(members: &Object) -> usize {
    members.iter().map(|(_, value)| depth(value)).max().unwrap_or_default()
}
