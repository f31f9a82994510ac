//! What other members' nodes have already: decided blocks, and the ends of epochs.

use engine::Committed;
use ledger::checkpoint::SignedCheckpoint;
use std::pin::Pin;

/// An answer that is on its way.
pub type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Asks the nodes of other members, one each time and another one the next. What they say is checked
/// by whoever asks; one that cannot be reached has nothing.
pub trait Feed: Send + Sync {
    /// How many there are to ask.
    fn count(&self) -> usize;

    /// Decided blocks from a height on, in order.
    fn blocks(&self, from: u64) -> Answer<Vec<Committed>>;

    /// The checkpoint that ended an epoch.
    fn end_of(&self, epoch: u64) -> Answer<Option<SignedCheckpoint>>;
}
