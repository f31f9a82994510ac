//! STORE: all SQL and nothing but.
//!
//! Three families (`migrations/README.md`): `ledger_*` only grows, `node_*` is this node's own,
//! `read_*` can be rebuilt. Every function takes the connection first, so that its caller decides
//! what stands in one transaction.

pub mod blocks;
mod connection;
pub mod cosignatures;
mod error;
pub mod leaves;
pub mod names;
mod packing;
mod pool;
pub mod read;
mod schema;
pub mod state;
pub mod stretch;
pub mod subtrees;
pub mod undecided;
pub mod vault;

pub use connection::{Db, Place};
pub use error::{QueryError, StoreError, is_locked};
pub use pool::{Pool, Pooled};
