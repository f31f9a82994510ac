//! The one integration-test binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod api;
mod cli;
mod cluster;
mod crash;
mod definitions;
mod durable;
mod faults;
mod fuzz;
mod journeys;
mod outside;
mod private;
mod sim;
mod statements;
mod store;
mod support;
mod tidy;
