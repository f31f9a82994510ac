//! What others have written down about signatures, notes and tokens, and what we make of it. The
//! vectors are not part of this repository; without them these tests say so and pass.
//! (Those of the tree and of disclosures stand beside what they test.)

mod cose;
mod ecdsa;
mod ed25519;
mod jose;
mod notes;
mod set;
mod sigstore;
mod tokens;

use set::is_low;
pub(crate) use set::{Count, json, vectors};
