//! What tests share: a real node in a folder of its own, companies with keys, an HTTP client.

mod client;
mod node;
mod world;

pub(crate) use client::{Answer, Client};
pub(crate) use node::Node;
pub(crate) use world::{FARM, OFFICE, SHOP, World, copy, event};
