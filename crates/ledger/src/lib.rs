//! Everything that nodes, phones and courts must agree on: statements, blocks, the tree, members,
//! recalls, checkpoints and evidence.
//!
//! `docs/protocol/` has the bytes; this crate is those pages as code.
//! It never asks for the time, never touches a file or a socket, and never looks at what an event
//! means: two replicas that call it with the same bytes get the same answer.
#![warn(
    missing_docs,
    clippy::float_arithmetic,
    clippy::wildcard_enum_match_arm,
    clippy::arithmetic_side_effects
)]

pub mod attachment;
pub mod b64;
pub mod block;
pub mod checkpoint;
pub mod disclosure;
pub mod evidence;
pub mod genesis;
pub mod governance;
mod hash;
pub mod key;
pub mod members;
mod org;
pub mod recalls;
pub mod rows;
pub mod state;
pub mod statement;
pub mod tree;

pub use hash::Hash;
pub use org::{OrgId, OrgIdError, is_chain_name};

#[cfg(test)]
mod outside;
#[cfg(test)]
mod worked;
