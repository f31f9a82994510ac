//! What one look at a node finds.

use super::durations::Durations;
use crate::client::{ClientError, Exposition, Node};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Sample {
    /// When, milliseconds since 1970 by the clock here.
    pub(super) at_ms: u64,
    /// Which program answered.
    pub(super) version: String,
    /// When it started, seconds since 1970. Another value is another run, whose counts begin at 0.
    pub(super) started_s: f64,
    pub(super) is_ready: bool,
    /// Why it is not.
    pub(super) not_ready: Option<String>,
    pub(super) height: u64,
    pub(super) size: u64,
    pub(super) confirmed_size: u64,
    /// Block time of the newest block, seconds since 1970.
    pub(super) tip_time_s: f64,
    pub(super) queue: Queue,
    pub(super) statements: Statements,
    /// From the queue to the receipt.
    pub(super) receipt: Durations,
    /// From the decision to the ledger.
    pub(super) block: Durations,
    /// Blocks that pages do not show yet.
    pub(super) lag: u64,
    pub(super) disk: Disk,
    pub(super) memory_bytes: Option<u64>,
}

/// What waits to be ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Queue {
    pub(super) statements: u64,
    pub(super) limit: u64,
    pub(super) bytes: u64,
}

/// Counts since the start of the node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Statements {
    pub(super) received: u64,
    pub(super) committed: u64,
    /// By kind.
    pub(super) refused: BTreeMap<String, u64>,
}

/// Room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Disk {
    /// Nothing if the disk does not answer.
    pub(super) free_bytes: Option<u64>,
    /// Below it no statement is taken.
    pub(super) intake_floor_bytes: u64,
}

/// A problem, as `/readyz` tells it.
#[derive(Deserialize)]
struct Told {
    detail: Option<String>,
}

impl Sample {
    /// Looks at a node, once.
    pub(super) fn of(node: &Node, at_ms: u64) -> Result<Self, ClientError> {
        let numbers = node.numbers()?;
        let not_ready = match node.readiness()? {
            (200, _) => None,
            (_, body) => {
                let told = serde_json::from_slice::<Told>(&body).ok().and_then(|told| told.detail);
                Some(told.unwrap_or_else(|| "it does not say why".to_owned()))
            }
        };
        Self::read(&numbers, not_ready, at_ms).ok_or_else(|| node.no_node())
    }

    /// From the numbers; nothing if some are missing that every node has.
    pub(super) fn read(
        numbers: &Exposition,
        not_ready: Option<String>,
        at_ms: u64,
    ) -> Option<Self> {
        let whole = |name: &str| numbers.whole(name);
        let leaves = whole("furlong_commit_leaves_total")?;
        // One leaf of every block is its own record.
        let committed = leaves.saturating_sub(whole("furlong_commit_blocks_total")?);
        Some(Self {
            at_ms,
            version: numbers.label("furlong_build_info", "version")?.to_owned(),
            started_s: numbers.number("furlong_start_time_seconds")?,
            is_ready: not_ready.is_none(),
            not_ready,
            height: whole("furlong_commit_height")?,
            size: whole("furlong_commit_size")?,
            confirmed_size: whole("furlong_commit_confirmed_size")?,
            tip_time_s: numbers.number("furlong_commit_tip_time_seconds")?,
            queue: Queue {
                statements: whole("furlong_replica_queue_statements")?,
                limit: whole("furlong_replica_queue_limit")?,
                bytes: whole("furlong_replica_queue_bytes")?,
            },
            statements: Statements {
                received: whole("furlong_intake_statements_received_total")?,
                committed,
                refused: numbers.by("furlong_intake_statements_refused_total", "kind"),
            },
            receipt: Durations::new(numbers.buckets("furlong_replica_wait_seconds")),
            block: Durations::new(numbers.buckets("furlong_commit_block_seconds")),
            lag: whole("furlong_project_lag")?,
            disk: Disk {
                free_bytes: whole("furlong_disk_free_bytes"),
                intake_floor_bytes: whole("furlong_disk_intake_floor_bytes")?,
            },
            memory_bytes: whole("furlong_memory_resident_bytes"),
        })
    }

    /// Refusals of all kinds.
    pub(super) fn refused(&self) -> u64 {
        self.statements.refused.values().sum()
    }
}
