//! HTTP: parse, ask, answer. Nothing here knows SQL or consensus.

pub mod api;
mod asset;
mod doors;
pub mod extract;
mod limit;
mod middleware;
mod openapi;
mod pack;
pub mod pages;
mod problem;
mod render;
mod routes;
mod server;

pub use doors::Doors;
pub use middleware::OperatorToken;
pub use problem::{Fault, Kind, Problem};
pub use server::{HttpError, Served, Setup, serve};
