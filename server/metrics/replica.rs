//! Statements that wait for a block.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::{Registry, Unit};

/// What became of statements in the queue.
#[derive(Debug)]
pub struct Queue {
    /// From the queue to the receipt.
    pub wait: Histogram,
    /// Statements that stopped being valid while they waited.
    pub dropped: Counter,
}

impl Queue {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let one = Self { wait: Histogram::new(ANSWERS_US), dropped: Counter::default() };
        let help = "Time from a statement's place in the queue to its receipt";
        registry.register_with_unit("wait", help, Unit::Seconds, one.wait.clone());
        let help = "Statements that stopped being valid before they were ordered";
        registry.register("statements_dropped", help, one.dropped.clone());
        one
    }
}
