//! ORDER: verified statements wait here until the members' nodes have agreed on a block.
//!
//! The shell around the consensus engine is the package `engine`; `node` is what it asks, `pending`
//! what waits, `waits` what is told of it, `guard` what may be signed, `cosign` how checkpoints get
//! their signatures, `quorum` where those of all members come together, `boundary` what is signed
//! between two epochs; `start` runs one engine after the other, one an epoch. Whoever has no vote, or
//! was away, or is found to stand still by the `watchdog`, reads what others have decided: `follow` through a `feed`, past the `anchors`; what it
//! reads there comes from an `archive`.

mod anchors;
mod archive;
mod boundary;
mod cosign;
mod epoch;
mod feed;
mod follow;
mod guard;
mod guard_disk;
mod node;
mod pending;
mod quorum;
mod start;
mod take_up;
mod waits;
mod watchdog;
mod wires;

pub use anchors::{Anchor, Anchors, OtherPast};
pub use archive::{Archive, ArchiveError};
pub use cosign::{CosignError, Cosigner, Signatures};
pub use feed::{Answer, Feed};
pub use follow::FollowError;
pub use guard::{Guard, GuardError, Signed};
pub use guard_disk::GuardDisk;
pub use node::{Node, vote_key};
pub use pending::Pending;
pub use quorum::{Quorum, Unheard};
pub use start::{Replica, ReplicaError, Setup};
pub use take_up::{LostGuard, knows_its_votes, take_up};
pub use waits::{Brought, Load, Outcome, Refusal, Told, Waits};
pub use wires::{WireError, Wires};
