//! Transactions that a block needs.

use super::histogram::{ANSWERS_US, Histogram};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::{Registry, Unit};

/// What a transaction writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// A proposed block's body, before anybody votes on it.
    Body,
    /// A decided block.
    Block,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    of: &'static str,
}

/// How long transactions take, the way to the disk included.
#[derive(Debug)]
pub struct Transactions {
    body: Histogram,
    block: Histogram,
}

impl Transactions {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let all: Family<Of, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(ANSWERS_US));
        let of = |of| all.get_or_create(&Of { of }).clone();
        let (body, block) = (of("body"), of("block"));
        let help = "Time of a transaction, the way to the disk included";
        registry.register_with_unit("transaction", help, Unit::Seconds, all);
        Self { body, block }
    }

    /// The histogram of one sort.
    pub const fn of(&self, writes: Writes) -> &Histogram {
        match writes {
            Writes::Body => &self.body,
            Writes::Block => &self.block,
        }
    }
}
