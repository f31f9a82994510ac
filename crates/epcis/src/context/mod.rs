//! JSON-LD `@context`, as far as EPCIS needs it: which prefix stands for which namespace.
//!
//! EPCIS 2.0 leaves short names to GS1's own context and asks that every other name is a URI or a
//! `prefix:local` whose prefix the document declares. So a map of prefixes is all that has to be
//! understood; no context is ever fetched, and one that would have to be is left alone: a prefix
//! that only a remote context knows keeps its written form.

mod name;
mod prefixes;
mod standalone;

pub use name::Name;
pub use prefixes::Context;
pub(crate) use standalone::standalone;
