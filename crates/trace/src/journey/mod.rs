//! The journey of goods: what is true of every pack, as a page shows it.
//!
//! [`journey`] walks from the goods back through what they were made from. It never walks forward:
//! what else was made of an ingredient, and where other packs of it went, is not looked up.

mod answer;
mod gap;
mod kept;
mod origin;
mod step;
mod walk;

pub use answer::{Ask, Journey};
pub use gap::{Gap, GapKind};
pub use step::{Relation, Step};
pub use walk::journey;
