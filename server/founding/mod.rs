//! Founding a chain, alone or together: keys, genesis, and the files of a data folder.

mod found;
mod plan;
mod settings;
mod share;
mod staging;
mod together;

pub use found::{FoundingError, found};
pub use plan::{Founded, Founder, OrgPlan, Ours, Plan, Reach};
pub use settings::{peers_text, write_settings};
pub use share::Share;
pub use together::{draft, finish, prepare, read_share, sign};
