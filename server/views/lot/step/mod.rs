//! The lines of a journey: what was done, by whom, where, when, and who signed.

mod kind;
mod line;
mod lines;
mod place;
mod signature;

pub(super) use line::{Line, kind_of as kind_of_leaf};
pub(super) use lines::{at, kind_of, lines};
pub(super) use signature::{farms, of_entry as signed};
