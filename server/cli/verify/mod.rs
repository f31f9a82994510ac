//! `furlong verify`: check files of evidence offline, with no server and no Furlong alive.

mod anchors;
mod attached;
mod policy;
mod report;
mod run;
mod told;

pub(super) use run::{Arguments, run, summary};
