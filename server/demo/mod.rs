//! The demonstration: one chain, its companies, three journeys.
//!
//! The documents lie in `journeys/`. At first start their dates shift by whole days, so that the
//! last event is yesterday; names of goods without a GTIN get the chain's name. Ids and salts
//! follow from the keys and the events, so that a start that was cut off goes on where it was.

mod attached;
mod dates;
mod document;
mod enrol;
mod facts;
mod record;
mod setup;
mod sign;
mod spread;
mod trial;

pub use enrol::{founders, plan};
pub use record::{DemoError, Progress, record};
pub use setup::{Link, Setup};
pub use spread::record_at;
pub use trial::Trial;
