//! The page of a lot, a pack, a case or a house lot.
//!
//! A dossier is gathered first: the walk through the record, the events behind it and what owners
//! tell of products and places. Each other file turns it into one part of the page.

mod ask;
mod certificates;
mod code;
mod cold;
mod contents;
mod directory;
mod dossier;
mod evidence;
mod examples;
mod facts;
mod lots;
mod master;
mod moment;
mod notes;
mod page;
mod people;
mod product;
mod proofs;
mod published;
mod record;
mod search;
mod shelf;
mod signatures;
mod source;
mod split;
mod status;
mod step;
mod telling;
mod told;
mod typed;

pub use ask::PageAsk;
pub(super) use record::removed_ms;
pub(super) use shelf::Shelf;
