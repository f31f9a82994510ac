//! Checkpoints: what the validators sign about the tree, as C2SP notes for other people's tools and
//! as JSON for evidence and browsers. `docs/protocol/formats.md`, Checkpoints.

pub mod hash_b64;
mod note;
mod policy;
mod quorum;
mod signature;
mod signed;
mod text;

pub use note::{Note, NoteError, NoteLine, VerifierKey};
pub use policy::{Policy, PolicyError};
pub use quorum::{Cosigned, QuorumFault};
pub use signature::Signature;
pub use signed::{Cosignature, LogSignature, SignedCheckpoint, Timed};
pub use text::{Checkpoint, CheckpointError};

#[cfg(test)]
mod tests;
