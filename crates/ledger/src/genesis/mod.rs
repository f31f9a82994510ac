//! The genesis: the file that names a chain and says who begins it. `protocol.md` section 2,
//! `docs/protocol/formats.md`, Genesis.

mod file;
mod first_block;
mod signatures;

pub use file::{GENESIS_BYTES_MAX, Genesis, GenesisError};
pub use signatures::{SignaturesError, signature_line, verify_signatures};

#[cfg(test)]
mod tests;
