//! The check: eleven steps in order, each over all chains before the next begins.

mod chain;
mod keys;
mod quorum;
mod recalls;
mod statements;
mod tree;
mod walk;

pub use walk::check;

pub(in crate::evidence) use walk::{Section, Signer};
