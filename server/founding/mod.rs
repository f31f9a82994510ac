//! Founding a chain, alone or together, and joining one: keys, genesis, and the files of a data folder.

mod found;
mod joining;
mod plan;
mod settings;
mod share;
mod staging;
mod together;

pub use found::{FoundingError, found};
pub use joining::{Joiner, begin_joining, prepare_joining};
pub use plan::{Founded, Founder, OrgPlan, Ours, Plan, Reach};
pub use settings::{add_peer, peer_text, peers_text, write_settings};
pub use share::Share;
pub use together::{draft, finish, prepare, read_share, sign};
