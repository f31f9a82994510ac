//! What signed events say about one lot of food: where it came from, whose word counts for it,
//! where its packs parted, and what is odd.
//!
//! * [`journey()`] answers a page: what is true of every pack of the goods asked for. It walks back
//!   from goods to what they were made from, never forward.
//! * [`links()`] are the rows by which a projector finds events of goods again.
//! * [`settle`] applies corrections, [`cold_chain`] judges a series of temperatures,
//!   [`Balance`] adds up amounts, [`Code`] is the table of findings.
//!
//! Where events are stored is not known here: a [`Source`] hands them out, a [`Directory`] knows
//! firms, places and products. Every walk is bounded by [`Limits`], and circles in hostile data
//! end. Goods, places and parties are canonical URIs, compared as text.
#![warn(missing_docs, clippy::float_arithmetic, clippy::wildcard_enum_match_arm)]

mod cold;
mod correction;
mod custody;
mod distil;
mod event;
mod finding;
mod goods;
mod journey;
mod link;
mod quantity;
mod reader;
mod source;
mod way;

#[cfg(test)]
mod tests;

pub use cold::{Range, Verdict, cold_chain};
pub use correction::{Correction, Settled, settle};
pub use custody::{CLOCK_SKEW_MS, Claim, ClaimReason};
pub use distil::{Recorded, convert, distil};
pub use event::{
    Action, Endpoint, EndpointRole, ErrorDeclaration, Event, Facts, Instant, Item, Kind, Qty,
    Reading, Span, Summary, Temperature,
};
pub use finding::{Audience, Balance, Code, Finding, Row, Severity, Threshold};
pub use goods::{goods_and_lot, is_class, is_single, site};
pub use journey::{Ask, Gap, GapKind, Journey, Relation, Step, journey};
pub use link::{Join, Link, Role, links};
pub use quantity::{Portion, SumError, total};
pub use source::{Directory, Limits, SameAs, Source};
pub use way::Split;
