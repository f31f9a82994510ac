//! EPCIS 2.0 events: what somebody says was done with goods, when, where and why.
//!
//! Reads GS1 EPCIS 2.0 (ISO/IEC 19987:2024) with the CBV 2.0 (ISO/IEC 19988:2024) in its JSON-LD
//! binding. [`Document::parse`] takes a document, a query document, a list or a single event and
//! judges each event alone; [`Event::read`] takes one. A refusal is a list of all [`Fault`]s, each
//! with a JSON pointer and a sentence.
//!
//! An [`Event`] keeps what was sent beside what it means: codes and places in the one spelling that
//! the system compares ([`gs1`]), words of the CBV in any of their spellings as one [`Word`],
//! numbers as exact decimals, instants in UTC milliseconds, and everything that a sender added
//! under a namespace.
//!
//! Nothing here knows who signed an event or where it is stored. There is no clock, no file, no
//! network: an `@context` is never fetched.
#![warn(missing_docs, clippy::float_arithmetic, clippy::wildcard_enum_match_arm)]

mod amount;
mod context;
mod document;
mod event;
mod fault;
mod instant;
mod reader;
mod sensor;
mod unit;
mod uri;
mod vocabulary;

pub use amount::{Amount, Exact, TooPrecise};
pub use context::{Context, Name};
pub use document::{DOCUMENT_LIMITS, Document, DocumentKind, EVENT_DEPTH_MAX, Incoming};
pub use event::{
    Action, BizTransaction, Endpoint, EndpointId, ErrorDeclaration, Event, EventPlace, EventType,
    Extensions, Field, GoodsSet, Item, PersistentDisposition, Quantity, What,
    same_apart_from_error, without_digests,
};
pub use fault::{Fault, FaultCode};
pub use instant::{Instant, InstantError, parse_offset};
pub use rust_decimal::Decimal;
pub use sensor::{
    Reading, SERIES_BYTES_MAX, SERIES_READINGS_MAX, SensorElement, SensorMetadata, SensorReport,
    Series, SeriesError, SeriesReading, TemperatureSpan, Temperatures,
};
pub use unit::{Uom, UomError, celsius};
pub use vocabulary::{Vocabulary, Word, WordError};

#[cfg(test)]
mod tests;
