//! Temperature between two ends of a journey, in thousandths of a degree Celsius.

use serde::Serialize;

use super::{Moment, StepKind};

/// What was measured and what it means. The verdict follows the product's own limits, by linear
/// interpolation between readings (design, section 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColdChain {
    /// The product's limits; without them there is a curve but no verdict.
    pub band: Option<Band>,
    /// What follows from readings and limits.
    pub verdict: Verdict,
    /// At most 200 readings, in order of time. Empty if only a summary is published.
    pub readings: Vec<Reading>,
    /// Coldest and warmest reading.
    pub min_milli_c: i64,
    pub max_milli_c: i64,
    /// First and last moment that was measured.
    pub from: Moment,
    pub until: Moment,
    /// Times outside the limits, in order.
    pub excursions: Vec<Excursion>,
    /// Times of more than twice the logging interval without a reading.
    pub gaps: Vec<Gap>,
    /// Files whose readings are among these.
    pub files: Vec<SeriesFile>,
    /// Series that records name and that are not on this node.
    pub absent: u32,
}

/// A series that lies in a file of its own, whose digest the record holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeriesFile {
    /// Where the file can be had from this node.
    pub path: String,
    /// How many readings it has.
    pub readings: u64,
}

/// The temperatures that the product should stay between; at least one end is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    pub min_milli_c: Option<i64>,
    pub max_milli_c: Option<i64>,
}

/// The conclusion, in one word each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Verdict {
    /// Inside the limits for all the time that was measured.
    Kept,
    /// Outside them for this long.
    Outside { longest_ms: i64, total_ms: i64 },
    /// Readings, but no limits to hold them against.
    NoLimits,
}

/// One reading of a logger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reading {
    pub at: Moment,
    pub milli_c: i64,
}

/// One stay outside the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Excursion {
    pub side: Side,
    pub from: Moment,
    pub until: Moment,
    /// The reading furthest outside.
    pub worst_milli_c: i64,
}

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Above,
    Below,
}

/// A time that nobody measured, between two steps where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gap {
    pub after: Option<StepKind>,
    pub before: Option<StepKind>,
    pub from: Moment,
    pub until: Moment,
}
