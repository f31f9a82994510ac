//! Was it kept cold? Exact arithmetic in thousandths of a degree and milliseconds.
//!
//! Between two readings the temperature is taken to run straight, so the crossing of a limit is
//! interpolated. Where a logger was silent for more than twice its interval, nothing is assumed.

use crate::event::{Reading, Span};

/// Temperatures at which goods are to be kept, in thousandths of a degree Celsius, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// Not colder.
    pub min: Option<i64>,
    /// Not warmer.
    pub max: Option<i64>,
}

/// What a series says about a range.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Longest unbroken time outside the range.
    pub longest_outside_ms: i64,
    /// Sum of the times outside.
    pub total_outside_ms: i64,
    /// Time that was measured at all.
    pub measured_ms: i64,
    /// Coldest reading.
    pub min: Option<i64>,
    /// Warmest reading.
    pub max: Option<i64>,
    /// Times outside, in order; what touches is one.
    pub outside: Vec<Span>,
    /// Stretches between two readings in which nothing is known.
    pub not_measured: Vec<Span>,
}

/// A million degrees: values beyond it are cut so that products stay far inside 128 bits.
const EXTREME_MILLI: i64 = 1_000_000_000;

/// Judges a series. Readings may come in any order; of two at one instant the one further outside
/// counts. `logging_interval_ms` below one counts as one.
pub fn cold_chain(readings: &[Reading], range: Range, logging_interval_ms: i64) -> Verdict {
    let series = ordered(readings, range);
    let silence_ms = logging_interval_ms.max(1).saturating_mul(2);
    let mut verdict = Verdict {
        min: series.iter().map(|reading| reading.milli_celsius).min(),
        max: series.iter().map(|reading| reading.milli_celsius).max(),
        ..Verdict::default()
    };
    for (from, to) in series.iter().zip(series.iter().skip(1)) {
        let span = Span { from_ms: from.utc_ms, to_ms: to.utc_ms };
        if span.length_ms() > silence_ms {
            verdict.not_measured.push(span);
            continue;
        }
        verdict.measured_ms = verdict.measured_ms.saturating_add(span.length_ms());
        for outside in outside(*from, *to, range).into_iter().flatten() {
            verdict.total_outside_ms = verdict.total_outside_ms.saturating_add(outside.length_ms());
            match verdict.outside.last_mut() {
                // Whatever a silence separates does not touch.
                Some(before) if before.to_ms == outside.from_ms => before.to_ms = outside.to_ms,
                Some(_) | None => verdict.outside.push(outside),
            }
        }
    }
    let lengths = verdict.outside.iter().map(|outside| outside.length_ms());
    verdict.longest_outside_ms = lengths.max().unwrap_or(0);
    verdict
}

/// The series in time order, one reading per instant.
fn ordered(readings: &[Reading], range: Range) -> Vec<Reading> {
    let mut series: Vec<Reading> = readings
        .iter()
        .map(|reading| Reading {
            utc_ms: reading.utc_ms,
            milli_celsius: reading.milli_celsius.clamp(-EXTREME_MILLI, EXTREME_MILLI),
        })
        .collect();
    series.sort_by_key(|reading| {
        (reading.utc_ms, std::cmp::Reverse(excess(reading.milli_celsius, range)), *reading)
    });
    series.dedup_by_key(|reading| reading.utc_ms);
    series
}

/// How far a value lies outside, 0 if inside.
fn excess(value: i64, range: Range) -> i128 {
    let above = range.max.map_or(0, |max| i128::from(value) - i128::from(max));
    let below = range.min.map_or(0, |min| i128::from(min) - i128::from(value));
    above.max(below).max(0)
}

/// The parts of the straight piece between two readings that lie outside the range.
fn outside(from: Reading, to: Reading, range: Range) -> [Option<Span>; 2] {
    let Some(inside) = inside(from, to, range) else {
        return [span(from.utc_ms, to.utc_ms), None];
    };
    [span(from.utc_ms, inside.from_ms), span(inside.to_ms, to.utc_ms)]
}

/// The part inside: one stretch, because the piece is straight. `None` if there is no such part.
fn inside(from: Reading, to: Reading, range: Range) -> Option<Span> {
    let mut kept = Span { from_ms: from.utc_ms, to_ms: to.utc_ms };
    // Seen from below, "not colder than min" is "not warmer than -min".
    for (limit, sign) in [(range.max, 1), (range.min, -1)] {
        let Some(limit) = limit else { continue };
        let limit = limit.clamp(-EXTREME_MILLI, EXTREME_MILLI);
        let over = |reading: Reading| reading.milli_celsius * sign > limit * sign;
        match (over(from), over(to)) {
            (true, true) => return None,
            (true, false) => kept.from_ms = kept.from_ms.max(crossing_ms(from, to, limit)),
            (false, true) => kept.to_ms = kept.to_ms.min(crossing_ms(from, to, limit)),
            (false, false) => {}
        }
    }
    (kept.from_ms <= kept.to_ms).then_some(kept)
}

/// When the straight line from one reading to the other meets the limit, rounded down to a
/// millisecond. The limit lies between the two values, which therefore differ.
fn crossing_ms(from: Reading, to: Reading, limit: i64) -> i64 {
    let rise = i128::from(to.milli_celsius) - i128::from(from.milli_celsius);
    let part = i128::from(limit) - i128::from(from.milli_celsius);
    let length = i128::from(to.utc_ms) - i128::from(from.utc_ms);
    let after = (part * length).checked_div_euclid(rise).unwrap_or(0);
    i64::try_from(i128::from(from.utc_ms) + after).unwrap_or(to.utc_ms)
}

const fn span(from_ms: i64, to_ms: i64) -> Option<Span> {
    if from_ms < to_ms { Some(Span { from_ms, to_ms }) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Range, Verdict, cold_chain};
    use crate::event::{Reading, Span};

    const MINUTE: i64 = 60_000;
    const CHILLED: Range = Range { min: Some(0), max: Some(4_000) };

    /// Readings as (minute, thousandths of a degree), logged every ten minutes.
    fn judge(rows: &[(i64, i64)], range: Range) -> Verdict {
        let readings: Vec<_> = rows
            .iter()
            .map(|&(minute, milli_celsius)| Reading { utc_ms: minute * MINUTE, milli_celsius })
            .collect();
        cold_chain(&readings, range, 10 * MINUTE)
    }

    #[test]
    fn time_outside_is_counted_from_where_the_line_crosses_the_limit() {
        let rows = [
            ("always inside", vec![(0, 2_000), (10, 3_000)], 0, 0),
            ("on the limit is inside", vec![(0, 4_000), (10, 4_000)], 0, 0),
            ("leaves half way", vec![(0, 2_000), (10, 6_000)], 5, 5),
            ("comes back half way", vec![(0, 6_000), (10, 2_000)], 5, 5),
            ("one peak is one time outside", vec![(0, 2_000), (10, 6_000), (20, 2_000)], 10, 10),
            (
                "two peaks are added, the longer is told",
                vec![(0, 2_000), (10, 6_000), (20, 2_000), (30, 6_000), (40, 6_000)],
                15,
                25,
            ),
            ("too cold counts as well", vec![(0, 2_000), (10, -2_000)], 5, 5),
            ("through the whole range", vec![(0, 8_000), (10, -2_000)], 4, 6),
            ("never inside", vec![(0, 9_000), (10, 8_000)], 10, 10),
            ("order of arrival does not matter", vec![(10, 6_000), (0, 2_000)], 5, 5),
            ("the worse of two at one instant", vec![(0, 2_000), (10, 2_000), (10, 6_000)], 5, 5),
        ];
        for (name, series, longest, total) in rows {
            let verdict = judge(&series, CHILLED);
            assert_eq!(verdict.longest_outside_ms, longest * MINUTE, "{name}: longest");
            assert_eq!(verdict.total_outside_ms, total * MINUTE, "{name}: total");
            let told: i64 = verdict.outside.iter().map(|outside| outside.length_ms()).sum();
            assert_eq!(told, total * MINUTE, "{name}: each");
        }
    }

    #[test]
    fn a_silence_over_twice_the_interval_is_not_measured() {
        let just_not = judge(&[(0, 6_000), (20, 6_000)], CHILLED);
        assert_eq!((just_not.total_outside_ms, just_not.not_measured.len()), (20 * MINUTE, 0));

        let silent = judge(&[(0, 6_000), (21, 6_000)], CHILLED);
        assert_eq!((silent.total_outside_ms, silent.measured_ms), (0, 0));
        assert_eq!(silent.not_measured, [Span { from_ms: 0, to_ms: 21 * MINUTE }]);
        assert_eq!((silent.min, silent.max), (Some(6_000), Some(6_000)));
    }

    #[test]
    fn numbers_from_a_liar_do_not_overflow() {
        let ends = [i64::MIN, -1, 0, 1, i64::MAX];
        let readings: Vec<_> = ends
            .iter()
            .flat_map(|&utc_ms| ends.map(|milli_celsius| Reading { utc_ms, milli_celsius }))
            .collect();
        let limits = Range { min: Some(i64::MIN), max: Some(i64::MAX - 1) };
        let verdict = cold_chain(&readings, limits, i64::MAX);
        assert!(verdict.total_outside_ms >= verdict.longest_outside_ms);
    }

    proptest! {
        #[test]
        fn parts_add_up(series in prop::collection::vec((0i64..500, -9_000i64..9_000), 0..40)) {
            let verdict = judge(&series, CHILLED);
            prop_assert!(verdict.longest_outside_ms <= verdict.total_outside_ms);
            prop_assert!(verdict.total_outside_ms <= verdict.measured_ms);
            let first = series.iter().map(|row| row.0).min().unwrap_or(0);
            let last = series.iter().map(|row| row.0).max().unwrap_or(0);
            let silent: i64 = verdict.not_measured.iter().map(|gap| gap.length_ms()).sum();
            prop_assert_eq!(verdict.measured_ms + silent, (last - first) * MINUTE);
        }
    }
}
