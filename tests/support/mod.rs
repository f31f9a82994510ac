//! What tests share: a real node in a folder of its own, companies with keys, an HTTP client, a
//! PostgreSQL server.

mod again;
mod client;
mod node;
pub(crate) mod postgres;
mod process;
mod world;

pub(crate) use again::signed_again;
pub(crate) use client::{Answer, Client};
pub(crate) use node::Node;
pub(crate) use postgres::tell;
pub(crate) use process::{PROGRAM, Process, furlong, on_folder, refused};
pub(crate) use world::{FARM, OFFICE, SHOP, World, copy, event};
