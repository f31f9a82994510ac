//! The curve of a cold chain as a small picture, in whole numbers only.

use std::fmt::Write as _;

use crate::views::model::{ColdChain, Excursion, Gap, Reading, Side};

/// The picture is 340 units by 164; one is about one CSS pixel on a phone. Below the curve there is
/// room for the lower limit and, under it, for the times.
const WIDTH: i64 = 340;
const TOP: i64 = 18;
const BOTTOM: i64 = 128;
/// The path is drawn in tenths, so that it is smooth without fractions.
const FINE: i64 = 10;
/// More points than this are thinned; the extremes of each stretch stay.
const POINTS_MAX: usize = 100;
/// Nothing that food meets lies outside; clamps hostile readings, in thousandths of a degree.
const COLDEST: i64 = -273_150;
const WARMEST: i64 = 1_000_000;

/// Coordinates for the template.
#[derive(Debug)]
pub(super) struct Curve {
    /// Path data in tenths of a unit.
    pub(super) path: String,
    pub(super) band: Option<Stripe>,
    /// Heights of the two limits.
    pub(super) max_y: Option<i64>,
    pub(super) min_y: Option<i64>,
    pub(super) excursions: Vec<Mark>,
    pub(super) gaps: Vec<Span>,
}

/// The allowed temperatures, from top to bottom of the picture.
#[derive(Debug)]
pub(super) struct Stripe {
    pub(super) y: i64,
    pub(super) height: i64,
}

/// A stretch of time.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) x: i64,
    pub(super) width: i64,
}

/// A stay outside the limits and its furthest point.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) x: i64,
    pub(super) y: i64,
    /// Where its label starts, and on which side of the point.
    pub(super) label_x: i64,
    pub(super) label_y: i64,
    pub(super) anchor: &'static str,
    pub(super) worst_milli_c: i64,
}

struct Scale {
    from_ms: i128,
    until_ms: i128,
    low: i128,
    high: i128,
}

impl Curve {
    /// `None` if there are fewer than two readings to join.
    pub(super) fn of(cold: &ColdChain) -> Option<Self> {
        let (first, last) = (cold.readings.first()?, cold.readings.last()?);
        if cold.readings.len() < 2 || first.at.utc_ms >= last.at.utc_ms {
            return None;
        }
        let scale = Scale::of(cold, first, last);
        let limit = |end: Option<i64>| end.map(|milli_c| scale.y(milli_c));
        let band = cold.band.as_ref();
        let max_y = limit(band.and_then(|band| band.max_milli_c));
        let min_y = limit(band.and_then(|band| band.min_milli_c));
        let (top, bottom) = (max_y.unwrap_or(TOP), min_y.unwrap_or(BOTTOM));
        Some(Self {
            path: path(&thin(&cold.readings), &cold.gaps, &scale),
            band: band.map(|_| Stripe { y: top, height: (bottom - top).max(1) }),
            max_y,
            min_y,
            excursions: cold.excursions.iter().map(|out| mark(out, cold, &scale)).collect(),
            gaps: cold
                .gaps
                .iter()
                .map(|gap| scale.span(gap.from.utc_ms, gap.until.utc_ms))
                .collect(),
        })
    }
}

impl Scale {
    fn of(cold: &ColdChain, first: &Reading, last: &Reading) -> Self {
        let limits =
            cold.band.iter().flat_map(|band| [band.min_milli_c, band.max_milli_c]).flatten();
        let all = || cold.readings.iter().map(|reading| reading.milli_c).chain(limits.clone());
        let low = all().min().unwrap_or(0).clamp(COLDEST, WARMEST);
        let high = all().max().unwrap_or(0).clamp(COLDEST, WARMEST);
        let margin = ((high - low) / 10).max(300);
        Self {
            from_ms: first.at.utc_ms.into(),
            until_ms: last.at.utc_ms.into(),
            low: (low - margin).into(),
            high: (high + margin).into(),
        }
    }

    /// `part / whole` of `length`, in whole numbers; the result always lies in `0..=length`.
    fn share(part: i128, whole: i128, length: i64) -> i64 {
        let length = i128::from(length);
        let at = (part * length + whole / 2) / whole.max(1);
        i64::try_from(at.clamp(0, length)).unwrap_or(0)
    }

    fn x_fine(&self, utc_ms: i64) -> i64 {
        Self::share(i128::from(utc_ms) - self.from_ms, self.until_ms - self.from_ms, WIDTH * FINE)
    }

    fn y_fine(&self, milli_c: i64) -> i64 {
        let below = self.high - i128::from(milli_c.clamp(COLDEST, WARMEST));
        TOP * FINE + Self::share(below, self.high - self.low, (BOTTOM - TOP) * FINE)
    }

    fn y(&self, milli_c: i64) -> i64 {
        self.y_fine(milli_c) / FINE
    }

    fn span(&self, from_ms: i64, until_ms: i64) -> Span {
        let (x, end) = (self.x_fine(from_ms) / FINE, self.x_fine(until_ms) / FINE);
        Span { x, width: (end - x).max(2) }
    }
}

/// The coldest and the warmest reading of each stretch, in their order: a peak never disappears.
fn thin(readings: &[Reading]) -> Vec<Reading> {
    if readings.len() <= POINTS_MAX {
        return readings.to_vec();
    }
    let stretch = readings.len().div_ceil(POINTS_MAX / 2 - 1);
    let mut kept = Vec::with_capacity(POINTS_MAX);
    kept.extend(readings.first());
    for part in readings.chunks(stretch) {
        let coldest = part.iter().min_by_key(|reading| reading.milli_c);
        let warmest = part.iter().max_by_key(|reading| reading.milli_c);
        let mut ends: Vec<Reading> = coldest.into_iter().chain(warmest).copied().collect();
        ends.sort_by_key(|reading| reading.at);
        kept.extend(ends);
    }
    kept.extend(readings.last());
    kept.dedup();
    kept
}

/// One stroke per stretch without a gap, in relative moves, which are short.
fn path(readings: &[Reading], gaps: &[Gap], scale: &Scale) -> String {
    let mut path = String::new();
    let mut pen: Option<(i64, i64, Reading)> = None;
    for reading in readings {
        let (x, y) = (scale.x_fine(reading.at.utc_ms), scale.y_fine(reading.milli_c));
        // Writing to a string cannot fail, and a missing point would show.
        let _written = match pen {
            Some((px, py, last)) if !interrupted(gaps, &last, reading) => {
                write!(path, "l{} {}", x - px, y - py)
            }
            Some(_) | None => write!(path, "M{x} {y}"),
        };
        pen = Some((x, y, *reading));
    }
    path
}

fn interrupted(gaps: &[Gap], last: &Reading, next: &Reading) -> bool {
    gaps.iter().any(|gap| last.at <= gap.from && gap.until <= next.at)
}

fn mark(out: &Excursion, cold: &ColdChain, scale: &Scale) -> Mark {
    let during = |reading: &&Reading| out.from <= reading.at && reading.at <= out.until;
    let worst = cold.readings.iter().filter(during).find(|r| r.milli_c == out.worst_milli_c);
    let span = scale.span(out.from.utc_ms, out.until.utc_ms);
    let x = worst.map_or(span.x + span.width / 2, |reading| scale.x_fine(reading.at.utc_ms) / FINE);
    let y = scale.y(out.worst_milli_c);
    let near_end = x > WIDTH * 3 / 4;
    Mark {
        span,
        x,
        y,
        label_x: if near_end { x - 8 } else { x + 8 },
        label_y: match out.side {
            Side::Above => (y + 2).max(12),
            Side::Below => (y + 8).min(BOTTOM),
        },
        anchor: if near_end { "end" } else { "start" },
        worst_milli_c: out.worst_milli_c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Curve, thin};
    use crate::views::model::sample::{fruit, seafood};
    use crate::views::model::{Moment, Reading};

    #[test]
    fn a_gap_interrupts_the_curve_and_a_peak_stays() {
        let cold = seafood().cold_chain.unwrap();
        let curve = Curve::of(&cold).unwrap();
        assert_eq!(curve.path.matches('M').count(), 2);
        let peak = &curve.excursions[0];
        assert!(peak.y < curve.max_y.unwrap(), "a reading above the limit is drawn above it");
    }

    #[test]
    fn thinning_keeps_the_ends_and_the_extremes() {
        let mut readings = fruit().cold_chain.unwrap().readings;
        readings[77].milli_c = 19_000;
        readings[78].milli_c = -4_000;
        let thinned = thin(&readings);
        assert!(thinned.len() <= 100 && thinned.is_sorted_by_key(|r| r.at));
        assert_eq!((thinned.first(), thinned.last()), (readings.first(), readings.last()));
        assert!(thinned.contains(&readings[77]) && thinned.contains(&readings[78]));
    }

    #[test]
    fn hostile_readings_stay_inside_the_picture() {
        let mut cold = seafood().cold_chain.unwrap();
        let at = |utc_ms| Moment { utc_ms, offset_min: 0 };
        cold.readings = vec![
            Reading { at: at(i64::MIN), milli_c: i64::MAX },
            Reading { at: at(0), milli_c: i64::MIN },
            Reading { at: at(i64::MAX), milli_c: 0 },
        ];
        let curve = Curve::of(&cold).unwrap();
        assert!(curve.path.len() < 60, "{}", curve.path);
        assert!(curve.excursions.iter().all(|mark| (0..=150).contains(&mark.y)));
    }
}
