//! The words of the Core Business Vocabulary 2.0 (GS1 CBV 2.0, ISO/IEC 19988:2024).
//!
//! [`terms`] holds the tables, one for each [`Vocabulary`]; [`Word`] is a value read against one of
//! them: three spellings, one meaning.

mod nearest;
mod terms;
mod word;

pub use terms::Vocabulary;
pub use word::{Word, WordError};
