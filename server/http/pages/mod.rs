//! The pages that people read: one file or folder each, with its template struct.
//!
//! A page takes a view, a language and its own address, and gives HTML. It loads nothing and decides
//! nothing about who may see what; that is done when the view is filled.

pub mod about;
mod answer;
pub mod busy;
mod format;
mod here;
pub mod home;
mod l10n;
pub mod lot;
pub mod missing;
pub mod negotiate;
mod party;
mod style;

#[cfg(test)]
mod tests;

pub use answer::{Answer, headers};
pub use here::Here;
pub use l10n::{L10n, Language, Said};
pub use style::{content_security_policy, style};
