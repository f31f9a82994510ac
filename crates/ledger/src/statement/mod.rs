//! Statements: what an organisation signs. `protocol.md` section 3, `docs/protocol/formats.md`.
//!
//! Bytes become an [`Envelope`] (rules S1 to S16: all that evidence checks without a hash or a
//! key), that becomes a [`Statement`] (rules S17 on: governance, recalls), and that becomes a
//! [`Verified`] by its signature. Each has one way in, so that none can be skipped.

mod claims;
mod compact;
mod draft;
mod envelope;
mod fault;
mod jti;
mod payload;
mod verified;

pub use claims::{Claims, Statement};
pub use compact::kid_of;
pub use draft::{Body, Draft};
pub use envelope::{Envelope, Head};
pub use fault::FormError;
pub use jti::{Jti, JtiError};
pub use payload::Vct;
pub use verified::{Verified, VerifyError};

pub(crate) use fault::fault;

/// A statement has at most so many bytes (rule S1).
pub const BYTES_MAX: usize = 47_000;

/// A vouched one, which carries another: what an entry of a C2SP tlog bundle can hold.
pub const VOUCHED_BYTES_MAX: usize = 65_535;

#[cfg(test)]
mod tests;
