//! Founding a chain of one: keys, genesis, and the files of its data folder.

mod found;
mod plan;
mod settings;
mod staging;

pub use found::{FoundingError, found};
pub use plan::{Founded, Founder, OrgPlan, Plan};
pub use settings::write_settings;
