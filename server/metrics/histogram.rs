//! How long things took, in buckets. The library's own histogram takes a lock for each value; this
//! one adds to three numbers, so that all cores may tell theirs at once.

use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::{MetricType, TypedMetric};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// From half a millisecond, a page that was made already, to ten seconds, what a client waits.
pub(super) const ANSWERS_US: &[u64] = &[
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 5_000_000, 10_000_000,
];

/// From 20 µs, for what costs one core a moment: a signature takes some 60.
pub(super) const MOMENTS_US: &[u64] =
    &[20, 40, 60, 80, 100, 150, 200, 300, 500, 1_000, 5_000, 20_000, 100_000];

/// A histogram of durations; clones share it.
#[derive(Clone)]
pub struct Histogram(Arc<Inner>);

struct Inner {
    /// The upper edge of each bucket but the last, in microseconds, rising.
    edges_us: &'static [u64],
    /// How many fell into each bucket; one more than there are edges.
    counts: Vec<AtomicU64>,
    sum_us: AtomicU64,
}

impl Histogram {
    /// An empty one with these upper edges, rising, in microseconds.
    pub(super) fn new(edges_us: &'static [u64]) -> Self {
        let counts = (0..=edges_us.len()).map(|_| AtomicU64::new(0)).collect();
        Self(Arc::new(Inner { edges_us, counts, sum_us: AtomicU64::new(0) }))
    }

    /// Enters a duration.
    pub fn observe_us(&self, took_us: u64) {
        let bucket = self.0.edges_us.partition_point(|edge| *edge < took_us);
        if let Some(count) = self.0.counts.get(bucket) {
            count.fetch_add(1, Relaxed);
        }
        self.0.sum_us.fetch_add(took_us, Relaxed);
    }

    /// How many were entered.
    pub fn count(&self) -> u64 {
        self.0.counts.iter().map(|count| count.load(Relaxed)).sum()
    }
}

impl fmt::Debug for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Histogram").field("count", &self.count()).finish_non_exhaustive()
    }
}

impl TypedMetric for Histogram {
    const TYPE: MetricType = MetricType::Histogram;
}

impl EncodeMetric for Histogram {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), fmt::Error> {
        // Read once: what is added meanwhile must not make the count differ from the buckets.
        let counts: Vec<u64> = self.0.counts.iter().map(|count| count.load(Relaxed)).collect();
        let edges = self.0.edges_us.iter().map(|edge| seconds(*edge)).chain([f64::MAX]);
        let total = counts.iter().sum();
        let buckets: Vec<(f64, u64)> = edges.zip(counts).collect();
        let sum = seconds(self.0.sum_us.load(Relaxed));
        encoder.encode_histogram::<NoLabelSet>(sum, total, &buckets, None)
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

fn seconds(us: u64) -> f64 {
    Duration::from_micros(us).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_client::encoding::text::encode;
    use prometheus_client::registry::{Registry, Unit};

    #[test]
    fn a_value_falls_below_its_edge_and_buckets_add_up() {
        let histogram = Histogram::new(&[100, 1_000]);
        for took_us in [0, 100, 101, 1_000, 5_000_000] {
            histogram.observe_us(took_us);
        }
        assert_eq!(histogram.count(), 5);
        let mut registry = Registry::default();
        registry.register_with_unit("x", "Some time", Unit::Seconds, histogram);
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        assert_eq!(
            text,
            "# HELP x_seconds Some time.\n# TYPE x_seconds histogram\n# UNIT x_seconds seconds\n\
             x_seconds_sum 5.001201\nx_seconds_count 5\nx_seconds_bucket{le=\"0.0001\"} 2\n\
             x_seconds_bucket{le=\"0.001\"} 4\nx_seconds_bucket{le=\"+Inf\"} 5\n# EOF\n"
        );
    }

    #[test]
    fn edges_rise() {
        for edges in [ANSWERS_US, MOMENTS_US] {
            assert!(edges.is_sorted_by(|one, next| one < next), "{edges:?}");
        }
    }
}
