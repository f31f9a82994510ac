//! The members tree: row 0, organisations and keys, in the order in which they came.
//! `protocol.md` section 6.

mod register;
mod row_tree;
mod shards;

pub use register::{Members, RestoreError};
pub use row_tree::RowTree;

#[cfg(test)]
mod tests;
