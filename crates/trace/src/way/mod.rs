//! The way of goods: from stop to stop, as far as it is the same for every pack.
//!
//! A *stop* is where goods rest: a site, or a firm whose site was not told. A *departure* is an
//! event of a holder that names another stop as destination. While all departures from a stop lead
//! to one next stop, every pack went there. Where they lead to two, the lot splits.

mod aim;
mod departure;
mod plan;
mod select;
mod stop;

pub(crate) use aim::{Aim, Branch};
pub use plan::Split;
pub(crate) use select::{Way, way};
pub(crate) use stop::Stop;
