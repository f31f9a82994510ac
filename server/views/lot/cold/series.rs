//! The readings of a way as one series, and its silences.

use crate::views::lot::dossier::Dossier;
use crate::views::lot::record::Entry;
use crate::views::lot::told;
use crate::views::model::{Moment, Reading};
use epcis::{Decimal, Temperatures};
use trace::Range;

/// A page has room for so many readings.
const READINGS_MAX: usize = 200;
/// The coldest and the warmest of each of so many equal times are drawn.
const SLICES: i128 = 100;
/// Loggers that do not tell their interval are taken to log this often, in minutes.
const INTERVAL_MINUTES: u32 = 15;

/// One measurement with what is known of its logger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) at: Moment,
    pub(super) milli_c: i64,
    pub(super) interval_ms: i64,
    pub(super) leaf: u64,
    /// The limits that it is held against.
    pub(super) range: Range,
}

/// The readings of an event, to be held against `range`.
pub(super) fn points(dossier: &Dossier<'_>, entry: &Entry, range: Range) -> Vec<Point> {
    let event = dossier.shown(entry);
    let minutes = told::number(&event.extensions, "loggingMinutes").unwrap_or(INTERVAL_MINUTES);
    let point = |reading: &epcis::Reading| {
        Some(Point {
            at: Moment { utc_ms: reading.utc_ms, offset_min: event.time.offset_minutes() },
            milli_c: milli(reading.celsius)?,
            interval_ms: i64::from(minutes.max(1)).saturating_mul(60_000),
            leaf: entry.index,
            range,
        })
    };
    Temperatures::of(event).readings.iter().filter_map(point).collect()
}

/// Thousandths of a degree, rounded. No thermometer for food is finer.
pub(super) fn milli(celsius: Decimal) -> Option<i64> {
    i64::try_from(celsius.checked_mul(Decimal::ONE_THOUSAND)?.round()).ok()
}

/// Neighbours with more than twice the longer of their intervals between them.
pub(super) fn silences(points: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let pairs = points.iter().copied().zip(points.iter().copied().skip(1));
    pairs.filter(|(one, next)| is_silent(*one, *next))
}

fn is_silent(one: Point, next: Point) -> bool {
    let between = next.at.utc_ms.saturating_sub(one.at.utc_ms);
    between > one.interval_ms.max(next.interval_ms).saturating_mul(2)
}

/// Stretches without a silence, under one pair of limits.
pub(super) fn runs(points: &[Point]) -> impl Iterator<Item = &[Point]> {
    points.chunk_by(|one, next| !is_silent(*one, *next) && one.range == next.range)
}

/// Of many readings the coldest and the warmest of each short time, so that no peak is lost.
pub(super) fn thinned(points: &[Point]) -> Vec<Reading> {
    let reading = |point: &Point| Reading { at: point.at, milli_c: point.milli_c };
    if points.len() <= READINGS_MAX {
        return points.iter().map(reading).collect();
    }
    let from_ms = points.first().map_or(0, |point| point.at.utc_ms);
    let until_ms = points.last().map_or(0, |point| point.at.utc_ms);
    // By time and not by number: loggers of one way may log at different intervals.
    let slice = |point: &Point| {
        let (after, whole) = (
            i128::from(point.at.utc_ms) - i128::from(from_ms),
            i128::from(until_ms) - i128::from(from_ms) + 1,
        );
        after * SLICES / whole.max(1)
    };
    let parts = points.chunk_by(|one, next| slice(one) == slice(next));
    let extremes = parts.flat_map(|part| {
        let coldest = part.iter().min_by_key(|point| point.milli_c);
        let warmest = part.iter().max_by_key(|point| point.milli_c);
        let mut both: Vec<&Point> = coldest.into_iter().chain(warmest).collect();
        both.sort_by_key(|point| point.at.utc_ms);
        both.dedup();
        both.into_iter().map(reading).collect::<Vec<_>>()
    });
    extremes.collect()
}
