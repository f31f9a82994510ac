//! The first line of a page: recalled, on hold, past its date, or not.

mod codes;
mod notice;
mod state;

pub(super) use codes::{codes, proved};
pub(super) use notice::Shown;
pub(super) use state::status;
