//! Between the members' nodes, beside the votes: statements that clients brought are passed on, and
//! signatures of checkpoints are exchanged.
//!
//! Both are questions over HTTP that carry a [`Pass`](pass): the node's key signs them, so that a
//! stranger cannot use a peer's share of this node. What they bring is signed by itself and is
//! checked as if anybody had brought it. `caller` asks, `door` answers, `exchange` and `spread` say
//! when to ask, `book` whom, `whoami` finds the key by which this node is known. A node that lacks
//! blocks gets them through `feed`, in the form of `blocks`. `twins` notices a second process with the
//! same keys.

mod blocks;
mod book;
mod caller;
mod door;
mod exchange;
mod feed;
mod pass;
mod spread;
mod start;
mod twins;
mod whoami;

pub use crate::replica::ArchiveError;
pub use blocks::{Wanted, WantedEnd};
pub use book::Book;
pub use door::{Door, Stranger};
pub use exchange::Exchanged;
pub use feed::PeerFeed;
pub use pass::HEADER;
pub use spread::Taken;
pub use start::{Parts, Peers};
pub use twins::{Asked, Other, Proof};
