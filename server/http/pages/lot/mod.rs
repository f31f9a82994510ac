//! The page of a lot, a pack, a pallet or a house lot, in every state.

mod band;
mod cold;
mod curve;
mod facts;
mod notes;
mod page;
mod timeline;

pub use page::LotTemplate;
