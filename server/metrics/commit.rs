//! Blocks that became the ledger.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::{Registry, Unit};

/// Blocks since the start.
#[derive(Debug)]
pub struct Blocks {
    /// How many.
    pub blocks: Counter,
    /// Their leaves, block records among them.
    pub leaves: Counter,
    /// Those that the first round did not decide.
    pub late: Counter,
    /// From the decision to the ledger.
    pub block: Histogram,
}

impl Blocks {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let one = Self {
            blocks: Counter::default(),
            leaves: Counter::default(),
            late: Counter::default(),
            block: Histogram::new(ANSWERS_US),
        };
        registry.register("blocks", "Blocks committed since the start", one.blocks.clone());
        let help = "Leaves committed since the start, block records among them";
        registry.register("leaves", help, one.leaves.clone());
        let help = "Blocks that the first round did not decide";
        registry.register("blocks_late", help, one.late.clone());
        let help = "Time from the decision to the end of the transaction that commits it";
        registry.register_with_unit("block", help, Unit::Seconds, one.block.clone());
        one
    }

    /// Counts a block that was committed.
    pub fn committed(&self, leaves: u64, round: i64) {
        self.blocks.inc();
        self.leaves.inc_by(leaves);
        if round > 0 {
            self.late.inc();
        }
    }
}
