//! The engine for real: votes, log and network on loopback, over a ledger in memory.

mod assembling;
mod four;
mod in_my_name;
mod memory;
pub(super) mod node;
mod rules;
mod signatures;
mod solo;
