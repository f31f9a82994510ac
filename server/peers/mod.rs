//! Between the members' nodes, beside the votes: statements that clients brought are passed on, and
//! signatures of checkpoints are exchanged.
//!
//! Both are questions over HTTP that carry a [`Pass`](pass): the node's key signs them, so that a
//! stranger cannot use a peer's share of this node. What they bring is signed by itself and is
//! checked as if anybody had brought it. `caller` asks, `door` answers, `exchange` and `spread` say
//! when to ask, `whoami` finds the key by which this node is known.

mod caller;
mod door;
mod exchange;
mod pass;
mod spread;
mod start;
mod whoami;

pub use door::{Door, Stranger};
pub use exchange::Exchanged;
pub use pass::HEADER;
pub use spread::Taken;
pub use start::{Parts, Peers};
