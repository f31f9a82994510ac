//! A JSON text with EPCIS events in it: a document, a query document, a list, or one event.

mod envelope;
mod header;
mod parse;
mod types;

pub use parse::{DOCUMENT_LIMITS, EVENT_DEPTH_MAX};
pub use types::{Document, DocumentKind, Incoming};

#[cfg(test)]
mod tests;
