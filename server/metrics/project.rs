//! The read model as it follows the ledger.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::registry::{Registry, Unit};

/// Blocks that were projected.
#[derive(Debug)]
pub struct Projected {
    /// From reading a block to the end of the transaction that projects it.
    pub block: Histogram,
}

impl Projected {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let one = Self { block: Histogram::new(ANSWERS_US) };
        let help = "Time to read a block and to write what pages look up";
        registry.register_with_unit("block", help, Unit::Seconds, one.block.clone());
        one
    }
}
