//! How long things took, as far as buckets tell: not the value, but the edge that it lies below.

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};
use std::time::Duration;

/// A histogram: upper edges in seconds, and how many lie below each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Durations(Vec<(f64, u64)>);

/// Where a share of all values lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Within {
    /// There are none.
    Nothing,
    /// Below this edge, in seconds.
    Seconds(f64),
    /// Above the last edge, in seconds.
    Beyond(f64),
}

impl Durations {
    /// Of buckets that rise, the last without an edge.
    pub(super) const fn new(buckets: Vec<(f64, u64)>) -> Self {
        Self(buckets)
    }

    /// What came since `before`, an earlier look at the same histogram.
    pub(super) fn since(&self, before: &Self) -> Self {
        if self.0.len() != before.0.len() {
            return self.clone();
        }
        let pairs = self.0.iter().zip(&before.0);
        Self(pairs.map(|((edge, now), (_, then))| (*edge, now.saturating_sub(*then))).collect())
    }

    /// The edge below which so many of a thousand lie.
    pub(super) fn within(&self, permille: u64) -> Within {
        let total = self.0.last().map_or(0, |(_, count)| *count);
        if total == 0 {
            return Within::Nothing;
        }
        let rank = total.saturating_mul(permille).div_ceil(1_000).max(1);
        let found = self.0.iter().find(|(_, below)| *below >= rank);
        match found {
            Some((edge, _)) if edge.is_finite() => Within::Seconds(*edge),
            Some(_) | None => {
                let finite = self.0.iter().rev().find(|(edge, _)| edge.is_finite());
                Within::Beyond(finite.map_or(0.0, |(edge, _)| *edge))
            }
        }
    }
}

impl Within {
    /// `<= 5 ms`
    pub(super) fn text(self) -> String {
        match self {
            Self::Nothing => "-".to_owned(),
            Self::Seconds(edge) => format!("<= {}", time(edge)),
            Self::Beyond(edge) => format!("> {}", time(edge)),
        }
    }

    const fn seconds(self) -> Option<f64> {
        match self {
            Self::Seconds(edge) => Some(edge),
            Self::Nothing | Self::Beyond(_) => None,
        }
    }
}

impl Serialize for Durations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut told = serializer.serialize_struct("Durations", 3)?;
        told.serialize_field("count", &self.0.last().map_or(0, |(_, count)| *count))?;
        told.serialize_field("p50_within_s", &self.within(500).seconds())?;
        told.serialize_field("p99_within_s", &self.within(990).seconds())?;
        told.end()
    }
}

/// A duration in the unit that fits.
fn time(seconds: f64) -> String {
    let time = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
    if time < Duration::from_millis(1) {
        format!("{} µs", time.as_micros())
    } else if time < Duration::from_secs(1) && time.subsec_micros().is_multiple_of(1_000) {
        format!("{} ms", time.as_millis())
    } else if time < Duration::from_secs(1) {
        format!("{}.{} ms", time.as_millis(), time.subsec_micros() % 1_000 / 100)
    } else {
        format!("{seconds} s")
    }
}
