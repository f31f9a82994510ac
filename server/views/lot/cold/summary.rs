//! Events that tell only the extremes of a stretch of time.

use super::chain::band;
use super::judge::side;
use super::series::milli;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::record::Entry;
use crate::views::model::{ColdChain, Moment, Verdict};
use epcis::Temperatures;
use trace::Range;

/// A stretch of time of which only the extremes are told.
pub(super) struct Span {
    from: Moment,
    until: Moment,
    min: Option<i64>,
    max: Option<i64>,
}

pub(super) fn spans(dossier: &Dossier<'_>, entry: &Entry) -> Vec<Span> {
    let event = dossier.shown(entry);
    let moment = |utc_ms| Moment { utc_ms, offset_min: event.time.offset_minutes() };
    let told = Temperatures::of(event).spans;
    let span = |span: &epcis::TemperatureSpan| Span {
        from: moment(span.utc_ms.0),
        until: moment(span.utc_ms.1),
        min: span.min.and_then(milli),
        max: span.max.and_then(milli),
    };
    told.iter().map(span).collect()
}

/// Only extremes are published: kept, if even they are inside; else for how long is not known, and
/// the whole stretch counts where even its best value is outside.
pub(super) fn summary(spans: &[Span], limits: Option<Range>) -> Option<ColdChain> {
    let values = || spans.iter().flat_map(|span| [span.min, span.max]).flatten();
    let (min, max) = (values().min()?, values().max()?);
    let inside = |range: Range| side(min, range).is_none() && side(max, range).is_none();
    let lengths: Vec<i64> = spans
        .iter()
        .filter(|span| limits.is_some_and(|range| is_breach(span, range)))
        .map(|span| span.until.utc_ms.saturating_sub(span.from.utc_ms))
        .collect();
    let verdict = match limits {
        Some(range) if inside(range) => Verdict::Kept,
        Some(_) => Verdict::Outside {
            longest_ms: lengths.iter().copied().max().unwrap_or(0),
            total_ms: lengths.iter().copied().fold(0, i64::saturating_add),
        },
        None => Verdict::NoLimits,
    };
    Some(ColdChain {
        band: limits.map(band),
        verdict,
        readings: Vec::new(),
        min_milli_c: min,
        max_milli_c: max,
        from: spans.iter().map(|span| span.from).min()?,
        until: spans.iter().map(|span| span.until).max()?,
        excursions: Vec::new(),
        gaps: Vec::new(),
        files: Vec::new(),
        absent: 0,
    })
}

fn is_breach(span: &Span, range: Range) -> bool {
    let too_warm = span.min.zip(range.max).is_some_and(|(min, limit)| min > limit);
    let too_cold = span.max.zip(range.min).is_some_and(|(max, limit)| max < limit);
    too_warm || too_cold
}
