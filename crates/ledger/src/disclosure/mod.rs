//! Fields that a signer keeps back: SD-JWT disclosures (RFC 9901) in a restricted profile.
//!
//! The signed event holds salted digests (`_sd`); the salt, name and value travel beside it, to
//! those who may see them. The profile (`docs/protocol/formats.md`, Statements) allows properties
//! only, in a few places, without recursion and decoys, so that two readers cannot see two events.

mod conceal;
mod default;
mod digests;
mod open;
mod spot;
mod text;
mod trail;

pub use conceal::{ConcealError, conceal};
pub use default::conceal_by_default;
pub use digests::{DIGESTS_MAX, DigestError, digests_of};
pub use open::{OpenError, open};
pub use text::{Disclosure, DisclosureError};

pub(crate) use digests::none_in;
pub(crate) use spot::date_ai;
pub(crate) use trail::Trail;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
