//! What has been committed, for everybody who reads.

use ledger::Hash;
use ledger::checkpoint::SignedCheckpoint;
use ledger::state::State;
use std::sync::Arc;

/// The newest committed block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// Its height.
    pub height: u64,
    /// Its id.
    pub id: Hash,
    /// Its time.
    pub time_ms: u64,
    /// Leaves in the tree after it.
    pub size: u64,
    /// The root of that tree.
    pub root: Hash,
}

/// The state after the newest committed block.
#[derive(Debug, Clone)]
pub struct View {
    /// The block.
    pub tip: Tip,
    /// Members, keys, recalls, proposals after it.
    pub state: Arc<State>,
}

/// A committed block whose checkpoint a quorum has cosigned: what pages and evidence are read from.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// The checkpoint and its signatures.
    pub checkpoint: SignedCheckpoint,
    /// The block and the state after it.
    pub view: View,
}
