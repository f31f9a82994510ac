//! `furlong record`: sign every event of EPCIS documents, send them, and print their receipts.

mod attach;
mod outbox;
mod package;
mod photo;
mod report;
mod run;
mod send;
mod sign;

pub(super) use run::{Arguments, run};
