//! What a text holds.

use crate::event::Event;
use crate::fault::Fault;
use json::{Json, Pointer};

/// A text that is an EPCIS document as a whole; its events are judged one by one.
#[derive(Debug, Clone)]
pub struct Document {
    /// In which form the events came.
    pub kind: DocumentKind,
    /// `@context` as sent, `null` if there is none.
    pub context: Json,
    /// `epcisHeader` as sent: master data as its sender tells them.
    pub header: Option<Json>,
    /// The events, in order.
    pub events: Vec<Incoming>,
}

/// In which form events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// `EPCISDocument`
    Document,
    /// `EPCISQueryDocument`
    QueryDocument,
    /// A bare list of events.
    EventList,
    /// One bare event.
    Event,
}

/// One event of a document.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The event as sent, standing by itself: with the entries of the document's `@context` that it
    /// uses. This is what its sender signs.
    pub json: Json,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The event, or everything that is wrong with it; pointers lead from the document's root.
    pub result: Result<Event, Vec<Fault>>,
}

impl Document {
    /// Every fault of every event, in order.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.events.iter().filter_map(|event| event.result.as_ref().err()).flatten()
    }
}
