//! What a page shows and what its JSON face answers: plain values, raw codes, language maps.
//!
//! Nothing here is localised and nothing here loads: `views` fills these structs from the store,
//! `http::pages` words them, and serde writes them as they are. One view, two faces, so that a page
//! and an API answer for the same thing cannot disagree.
//!
//! What a reader may see is decided before these structs are filled (design, section 3). A shopper's
//! view therefore holds no quantity, no buyer, no pallet and no name that its firm did not publish.

mod cold;
mod fact;
mod journey;
mod lot;
mod note;
mod search;
mod status;
mod words;

#[cfg(test)]
pub mod sample;

pub use cold::{Band, ColdChain, Excursion, Gap, Reading, SeriesFile, Side, Verdict};
pub use fact::{CodeList, Fact, Topic, Value};
pub use journey::{Actor, How, Journey, Place, Role, Signed, Split, Step, StepKind};
pub use lot::{Code, Contact, DateMark, HouseThing, Kind, Level, Listed, LotPage, Product};
pub use note::{
    Certificate, CertificateState, Claim, Correction, CorrectionReason, Dispute, Finding,
    FindingKind, Remark, SignedRecord, SignedWhat, Unknown,
};
pub use search::{BadCode, Candidate, CodeFault, Group, Hits, KeyKind, Search};
pub use status::{Freshness, Notice, Status};
pub use words::{Day, DayError, Moment, Quantity, Words};
