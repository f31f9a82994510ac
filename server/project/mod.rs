//! PROJECT: from committed blocks to what pages and look-ups read.
//!
//! It follows the ledger in a transaction of its own, with a cursor: each block is projected once,
//! in order, and everything here can be dropped and done again. Only public bytes count, so that
//! two nodes come to the same rows; of a leaf that was voted out, what this node kept of them.

mod authority;
mod corrections;
mod leaf;
mod projector;
mod redacted;
mod rows;
mod search;

pub use projector::{
    Following, ProjectError, Projector, project_block, project_checked, projected,
};
