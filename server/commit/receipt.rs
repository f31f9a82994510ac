//! What an acknowledged statement gets.

use ledger::Hash;
use serde::Serialize;

/// The answer to a committed statement. It is given after the transaction is on the disk, and what
/// has one is never lost (`protocol.md` section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The leaf hash of RFC 9162: the statement's name at this node.
    pub leaf_hash: Hash,
    /// Its place in the log.
    pub index: u64,
    /// The block that holds it.
    pub height: u64,
    /// Block time, milliseconds since 1970.
    pub time_ms: u64,
    /// The block's id.
    pub block_id: Hash,
}
