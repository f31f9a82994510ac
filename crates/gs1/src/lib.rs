//! Names of goods, places and firms: parsed once, compared as one canonical URI.
//!
//! The same pallet is called `urn:epc:id:sscc:952.…` in one firm's file, `https://brand.example/00/…`
//! on its label and `(00)…` on paper. [`Goods`], [`Location`] and [`PartyId`] read all of these and
//! answer with one spelling, the `https://id.gs1.org/` form of GS1 Digital Link URI Syntax 1.6, which
//! is the only equality inside the system. Goods without a GS1 key have a house lot ([`HouseLot`]);
//! any other absolute URI is kept after RFC 3986 normalisation.
//!
//! Check digits, character sets and orders of qualifiers are judged here, and an error says what
//! would have been right. Nothing here knows which key belongs to whom.
//!
//! ```
//! use gs1::Goods;
//!
//! let lot = Goods::parse("https://brand.example/01/09506000134352/10/AB-1?linkType=all")?;
//! assert_eq!(lot.uri(), "https://id.gs1.org/01/09506000134352/10/AB-1");
//! assert_eq!(lot, Goods::parse("urn:epc:class:lgtin:9506000.013435.AB-1")?);
//! # Ok::<(), gs1::CodeError>(())
//! ```
#![warn(missing_docs, clippy::float_arithmetic, clippy::wildcard_enum_match_arm)]

mod code;
mod date;
mod digital_link;
mod error;
mod fold;
mod goods;
mod house;
mod key;
mod percent;
mod place;
mod text;
mod typed;
mod uri;
mod urn;
mod words;

pub use date::{CalendarDate, YyMmDd};
pub use error::{CodeError, KeyError};
pub use fold::fold;
pub use goods::{Goods, GoodsKind};
pub use house::{HouseKind, HouseLot};
pub use key::{Gln, Gtin, Sscc, check_digit};
pub use place::{Location, PartyId, Place};
pub use text::{Extension, Lot, Serial};
pub use uri::{URI_BYTES_MAX, Uri};
pub use words::{WORD_CHARS_MAX, asked_words, words};

#[cfg(test)]
mod tests;
