//! STORE: all SQL and nothing but.
//!
//! Three families (`migrations/README.md`): `ledger_*` only grows, `node_*` is this node's own,
//! `read_*` can be rebuilt. Every function takes the connection first, so that its caller decides
//! what stands in one transaction.

mod address;
pub mod anew;
pub mod attachments;
pub mod blocks;
mod chunk;
mod connection;
pub mod copy;
pub mod cosignatures;
mod error;
pub mod forgetting;
pub mod leaves;
mod log;
mod migrate;
pub mod names;
mod packing;
mod pool;
mod promise;
pub mod read;
mod schema;
pub mod state;
pub mod stretch;
pub mod subtrees;
mod tables;
pub mod undecided;
pub mod vault;

pub use address::{PostgresUrl, PostgresUrlError};
pub use connection::{Db, Place};
pub use error::{QueryError, StoreError, is_locked};
pub use log::StoredLog;
pub use pool::{Pool, Pooled};
