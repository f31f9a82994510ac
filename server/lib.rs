//! The Furlong server: thin shells around `crates/`, in the order in which data flows.
//! ARCHITECTURE.md has the map.

pub mod app;
pub mod checker;
pub mod cli;
pub mod client;
pub mod clock;
pub mod commit;
pub mod config;
pub mod demo;
pub mod disk;
pub mod founding;
pub mod fsck;
pub mod gauges;
pub mod home;
pub mod http;
pub mod intake;
pub mod keys;
pub mod label;
pub mod lock;
pub mod metrics;
pub mod peers;
pub mod project;
mod reading;
pub mod replica;
pub mod store;
pub mod telemetry;
pub mod tls;
pub mod views;
