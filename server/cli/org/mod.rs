//! `furlong org`: who is on the chain, and what an organisation says of itself and others.

mod list;
mod run;
mod tell;

pub(super) use run::{Arguments, run};
