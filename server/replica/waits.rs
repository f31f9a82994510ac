//! What those who bring a statement to the queue hear of it.

use crate::commit::Receipt;
use ledger::Hash;
use tokio::sync::oneshot;

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the ledger.
    Committed(Receipt),
    /// It stopped being valid before it was ordered.
    Dropped(String),
}

/// Who brought a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// A client of this node, which therefore passes it on to the others, once.
    ByClient,
    /// Another member's node.
    ByPeer,
}

/// Where a statement's outcome will be told.
pub type Told = oneshot::Receiver<Outcome>;

/// A place in the queue.
#[derive(Debug)]
pub struct Waits {
    /// The leaf that waits. It is another one than was brought if the same statement, signed
    /// again, waits already.
    pub leaf_hash: Hash,
    /// Where its outcome will be told.
    pub told: Told,
}

/// Why a statement may not wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The queue is full.
    #[error("too many statements are waiting to be ordered")]
    Full,
    /// Another statement with its id waits already.
    #[error("another statement with this id is waiting to be ordered")]
    Taken,
}

/// How full the queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Statements that wait.
    pub statements: usize,
    /// Statements that may.
    pub statements_max: usize,
    /// Bytes of those that wait.
    pub bytes: usize,
}
