//! `read_*`: what pages and look-ups read; rebuilt from `ledger_*` at will.

pub mod cursor;
pub mod days;
pub mod events;
pub mod facts;
pub mod findings;
pub mod goods;
pub mod lots;
pub mod words;
