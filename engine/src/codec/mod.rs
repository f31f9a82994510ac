//! The bytes of every message that the engine sends, receives or logs.
//!
//! A message is one version byte and then its fields in a fixed order: integers big-endian, every
//! length a `u32` before what it counts and below a stated maximum, nothing after the last field.
//! The log on disk and stored certificates use the same bytes, so version 1 is read for ever.

mod binary;
mod certificates;
mod evidence;
mod streams;
mod sync;
#[cfg(test)]
mod tests;
mod votes;
mod wire;

pub(super) use binary::{BinaryCodec, Heard};
pub(super) use evidence::encode_evidence;
pub use evidence::{Accusation, decode_evidence};
pub use wire::CodecError;
