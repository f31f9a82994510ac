//! Numbers that the node knows anyway, looked up when somebody asks for `/metrics`: heights, the
//! queue, the guard, the room on the disk, memory.
//!
//! It holds only ends that listen: a handle on the writing thread would keep that from ending.

use crate::commit::{Commit, Confirmed, View};
use crate::disk::DiskWatch;
use crate::replica::{Guard, Pending};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What is looked up.
pub struct Gauges {
    /// The newest block.
    view: watch::Receiver<View>,
    /// The newest confirmation.
    confirmed: watch::Receiver<Option<Arc<Confirmed>>>,
    /// The height that the projector has reached.
    projected: watch::Receiver<u64>,
    pending: Pending,
    guard: Guard,
    disk: DiskWatch,
    started_ms: u64,
}

/// Parts of a node that know a number.
pub struct Parts<'a> {
    /// The ledger.
    pub commit: &'a Commit,
    /// The height that the projector has reached.
    pub projected: watch::Receiver<u64>,
    /// The queue.
    pub pending: Pending,
    /// What was signed.
    pub guard: Guard,
    /// The room.
    pub disk: DiskWatch,
    /// Now.
    pub started_ms: u64,
}

/// A number and what it is: name, meaning, unit.
type Gauge = (&'static str, &'static str, Option<Unit>, Value);

/// A number.
enum Value {
    Whole(u64),
    Seconds(f64),
    /// Nobody knows it now: then it is left out, which an alarm can notice.
    Unknown,
}

impl Gauges {
    /// Of these parts.
    pub fn new(parts: Parts<'_>) -> Self {
        Self {
            view: parts.commit.watch(),
            confirmed: parts.commit.watch_confirmed(),
            projected: parts.projected,
            pending: parts.pending,
            guard: parts.guard,
            disk: parts.disk,
            started_ms: parts.started_ms,
        }
    }

    fn ledger(&self) -> [Gauge; 6] {
        let tip = self.view.borrow().tip;
        let confirmed = self.confirmed.borrow().as_ref().map_or(0, |known| known.view.tip.size);
        let projected = *self.projected.borrow();
        let lag = tip.height.saturating_sub(projected);
        let seconds = Some(Unit::Seconds);
        [
            ("commit_height", "Height of the newest block", None, Value::Whole(tip.height)),
            ("commit_size", "Leaves of the log", None, Value::Whole(tip.size)),
            ("commit_tip_time", "Block time of the newest block", seconds, since_1970(tip.time_ms)),
            (
                "commit_confirmed_size",
                "Leaves under the newest confirmed checkpoint",
                None,
                Value::Whole(confirmed),
            ),
            ("project_height", "Height that pages show", None, Value::Whole(projected)),
            ("project_lag", "Blocks that pages do not show yet", None, Value::Whole(lag)),
        ]
    }

    fn queue(&self) -> [Gauge; 5] {
        let (load, signed) = (self.pending.load(), self.guard.signed());
        let bytes = Some(Unit::Bytes);
        [
            (
                "replica_queue_statements",
                "Statements that wait to be ordered",
                None,
                whole(load.statements),
            ),
            (
                "replica_queue_limit",
                "Statements that may wait to be ordered",
                None,
                whole(load.statements_max),
            ),
            ("replica_queue", "Bytes of the statements that wait", bytes, whole(load.bytes)),
            (
                "replica_guard_height",
                "Highest height that this node's key voted at",
                None,
                Value::Whole(signed.height),
            ),
            (
                "replica_guard_size",
                "Leaves of the largest checkpoint that this node's keys cosigned",
                None,
                Value::Whole(signed.size),
            ),
        ]
    }

    fn machine(&self) -> [Gauge; 5] {
        let (intake, ordering) = self.disk.floors_bytes();
        let bytes = || Some(Unit::Bytes);
        [
            (
                "disk_free",
                "Room on the disk of the data folder",
                bytes(),
                known(self.disk.free_bytes()),
            ),
            (
                "disk_intake_floor",
                "Room below which no statement is taken",
                bytes(),
                Value::Whole(intake),
            ),
            (
                "disk_ordering_floor",
                "Room below which nothing is ordered",
                bytes(),
                Value::Whole(ordering),
            ),
            ("memory_resident", "Memory of the process", bytes(), known(resident_bytes())),
            (
                "start_time",
                "When the node started, since 1970",
                Some(Unit::Seconds),
                since_1970(self.started_ms),
            ),
        ]
    }
}

impl Collector for Gauges {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let all = self.ledger().into_iter().chain(self.queue()).chain(self.machine());
        for (name, help, unit, value) in all {
            if matches!(value, Value::Unknown) {
                continue;
            }
            let help = format!("{help}.");
            let kind = MetricType::Gauge;
            let mut gauge = encoder.encode_descriptor(name, &help, unit.as_ref(), kind)?;
            match value {
                Value::Whole(number) => {
                    gauge.encode_gauge(&i64::try_from(number).unwrap_or(i64::MAX))?;
                }
                Value::Seconds(seconds) => gauge.encode_gauge(&seconds)?,
                Value::Unknown => {}
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Gauges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gauges").finish_non_exhaustive()
    }
}

fn whole(count: usize) -> Value {
    Value::Whole(u64::try_from(count).unwrap_or(u64::MAX))
}

fn known(number: Option<u64>) -> Value {
    number.map_or(Value::Unknown, Value::Whole)
}

fn since_1970(ms: u64) -> Value {
    Value::Seconds(Duration::from_millis(ms).as_secs_f64())
}

/// The resident set as Linux tells it: `VmRSS:   123456 kB` (proc(5), `/proc/pid/status`).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1_024)
}

#[cfg(test)]
mod tests {
    use super::resident_bytes;

    #[test]
    fn this_process_has_some_memory() {
        assert!(resident_bytes().is_some_and(|bytes| bytes > 1 << 20));
    }
}
