//! Governance statements: their grammar, rules S17 to S21. `docs/protocol/governance.md`.
//!
//! Nothing here knows who may say what: that is for [`state`](crate::state) (organisations, keys,
//! ballots) and for each node's projector ([`Told`]: products, places, mandates).

mod fields;
mod gov;
mod keys;
mod organisations;
mod product;
mod told;
mod validators;
mod words;
mod write;

pub use gov::{Gov, Vote};
pub use keys::NewKey;
pub use organisations::NewOrg;
pub use product::{Contact, Net, Place, Position, Product, Storage};
pub use told::Told;
pub use validators::{VALIDATORS_MAX, check_validators};
pub use words::Words;

pub(crate) use fields::{Fields, choice, code, is_text, text};
pub(crate) use organisations::{check_prefixes, check_roles};
pub(crate) use product::web_address;
pub(crate) use validators::keys_of;

#[cfg(test)]
mod tests;
