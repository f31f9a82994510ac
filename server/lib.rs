//! The Furlong server.
pub mod store;
