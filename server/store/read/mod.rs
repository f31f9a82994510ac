//! `read_*`: what pages and look-ups read; rebuilt from `ledger_*` at will.

pub mod cursor;
pub mod days;
pub mod events;
pub mod facts;
pub mod findings;
pub mod goods;
mod listed;
pub mod lots;
mod sheet;
pub mod words;

pub use sheet::Sheet;
