//! Files that events name (`docs/protocol/attachments.md`): the bytes in a folder beside the
//! database, and a row for each statement whose file is here.

mod files;
mod named;
mod rows;

pub use files::{Draft, FileError, Files};
pub use named::{Named, SweepError, named, sweep};
pub use rows::{Row, forget, forget_concealed, naming, of_leaf, page, put};

#[cfg(test)]
mod tests;
