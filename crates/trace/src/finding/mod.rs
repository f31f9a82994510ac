//! Findings: what is odd, recorded all the same, and shown.
//!
//! A finding never hides an event and never removes a step. Each code is one row of [`Code::row`].

mod balance;
mod clock;
mod contradiction;
mod hand_over;
mod judge;
mod kept_cold;
mod table;

pub use balance::Balance;
pub use table::{Audience, Code, Row, Severity, Threshold};

pub(crate) use balance::of_lot;
pub(crate) use clock::made_before_its_origin;
pub(crate) use hand_over::of_claims;
pub use judge::Finding;
pub(crate) use judge::on_way;
pub(crate) use kept_cold::broken;
