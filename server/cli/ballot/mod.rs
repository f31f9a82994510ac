//! `furlong ballot`: what members decide together.

mod list;
mod propose;
mod run;

pub(super) use run::{Arguments, run};
