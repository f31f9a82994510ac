//! A series held against limits.

use super::series::{Point, runs};
use crate::views::model::{Excursion, Moment, Side, Verdict};
use trace::Range;

/// Excursions beyond these are in the totals.
const EXCURSIONS_MAX: usize = 20;
/// A run has no silence in it, so no interval may find one.
const NO_SILENCE_MS: i64 = i64::MAX / 4;

/// What follows from a series and its limits.
pub(super) fn verdict(points: &[Point]) -> Verdict {
    let judged: Vec<trace::Verdict> = runs(points).map(judged).collect();
    let longest_ms = judged.iter().map(|run| run.longest_outside_ms).max().unwrap_or(0);
    let total_ms = judged.iter().map(|run| run.total_outside_ms).fold(0, i64::saturating_add);
    // One reading alone has no length, yet it may be outside.
    let spot = points.iter().any(|point| side(point.milli_c, point.range).is_some());
    if total_ms == 0 && !spot { Verdict::Kept } else { Verdict::Outside { longest_ms, total_ms } }
}

fn judged(run: &[Point]) -> trace::Verdict {
    let range = run.first().map(|point| point.range).unwrap_or_default();
    let readings: Vec<trace::Reading> = run
        .iter()
        .map(|point| trace::Reading { utc_ms: point.at.utc_ms, milli_celsius: point.milli_c })
        .collect();
    trace::cold_chain(&readings, range, NO_SILENCE_MS)
}

pub(super) fn side(milli_c: i64, range: Range) -> Option<Side> {
    if range.max.is_some_and(|max| milli_c > max) {
        Some(Side::Above)
    } else if range.min.is_some_and(|min| milli_c < min) {
        Some(Side::Below)
    } else {
        None
    }
}

/// Each stay outside, in order.
pub(super) fn excursions(points: &[Point]) -> Vec<Excursion> {
    let mut found = Vec::new();
    for run in runs(points) {
        let judged = judged(run);
        let spans = judged.outside.iter().map(|span| (span.from_ms, span.to_ms));
        found.extend(spans.filter_map(|span| excursion(run, span)));
    }
    found.truncate(EXCURSIONS_MAX);
    found
}

fn excursion(run: &[Point], (from_ms, to_ms): (i64, i64)) -> Option<Excursion> {
    let within = |point: &&Point| (from_ms..=to_ms).contains(&point.at.utc_ms);
    let outside = |point: &&Point| side(point.milli_c, point.range).is_some();
    let outside = run.iter().filter(within).filter(outside);
    let worst = outside.max_by_key(|point| excess(point.milli_c, point.range))?;
    let moment = |utc_ms| Moment { utc_ms, offset_min: worst.at.offset_min };
    Some(Excursion {
        side: side(worst.milli_c, worst.range)?,
        from: moment(from_ms),
        until: moment(to_ms),
        worst_milli_c: worst.milli_c,
    })
}

fn excess(milli_c: i64, range: Range) -> i64 {
    let above = range.max.map_or(0, |max| milli_c.saturating_sub(max));
    let below = range.min.map_or(0, |min| min.saturating_sub(milli_c));
    above.max(below)
}

#[cfg(test)]
mod tests {
    use super::{excursions, verdict};
    use crate::views::lot::cold::series::{Point, silences, thinned};
    use crate::views::model::{Moment, Side, Verdict};
    use trace::Range;

    const MINUTE: i64 = 60_000;
    const FRIDGE: Range = Range { min: Some(0), max: Some(4_000) };

    fn series(rows: &[(i64, i64)]) -> Vec<Point> {
        let point = |(minute, milli_c): &(i64, i64)| Point {
            at: Moment { utc_ms: minute * MINUTE, offset_min: 60 },
            milli_c: *milli_c,
            interval_ms: 30 * MINUTE,
            leaf: 1,
            range: FRIDGE,
        };
        rows.iter().map(point).collect()
    }

    #[test]
    fn a_warm_hour_is_one_excursion_with_its_worst_reading() {
        let points = series(&[(0, 2_000), (30, 2_000), (60, 6_000), (90, 5_000), (120, 3_000)]);
        let [out] = excursions(&points).try_into().unwrap();
        assert_eq!((out.side, out.worst_milli_c), (Side::Above, 6_000));
        assert_eq!((out.from.utc_ms, out.until.utc_ms), (45 * MINUTE, 105 * MINUTE));
        let hour = Verdict::Outside { longest_ms: 60 * MINUTE, total_ms: 60 * MINUTE };
        assert_eq!(verdict(&points), hour);
        let warmer = Range { max: Some(7_000), ..FRIDGE };
        let stage: Vec<Point> =
            points.iter().map(|point| Point { range: warmer, ..*point }).collect();
        assert_eq!(verdict(&stage), Verdict::Kept, "a stage is held against its own limits");
    }

    #[test]
    fn nothing_is_assumed_of_a_silence() {
        let points = series(&[(0, 6_000), (61, 6_000)]);
        assert_eq!(silences(&points).count(), 1);
        assert_eq!(verdict(&points), Verdict::Outside { longest_ms: 0, total_ms: 0 });
        assert_eq!(silences(&series(&[(0, 6_000), (60, 6_000)])).count(), 0);
    }

    #[test]
    fn a_curve_with_fewer_points_keeps_its_peaks() {
        let rows: Vec<(i64, i64)> =
            (0..1_000).map(|i| (i * 30, if i == 777 { 9_000 } else { 2_000 })).collect();
        let thin = thinned(&series(&rows));
        assert!(thin.len() <= 200, "{}", thin.len());
        assert!(thin.iter().any(|reading| reading.milli_c == 9_000));
        assert!(thin.is_sorted_by_key(|reading| reading.at.utc_ms));
        assert_eq!(thinned(&series(&rows[..200])).len(), 200);
    }
}
