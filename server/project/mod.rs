//! PROJECT: from committed blocks to what pages and look-ups read.
//!
//! It follows the ledger in a transaction of its own, with a cursor: each block is projected once,
//! in order, and everything here can be dropped and done again. Only public bytes count, so that
//! two nodes come to the same rows.

mod corrections;
mod leaf;
mod projector;
mod rows;

pub use projector::{Following, ProjectError, Projector, project_block};
