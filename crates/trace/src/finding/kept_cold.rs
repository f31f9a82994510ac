//! Findings about temperature.

use super::Finding;
use super::table::{Code, OUTSIDE_MS};
use crate::cold::{Range, cold_chain};
use crate::custody::Sighting;
use crate::event::{Summary, Temperature};

/// Events whose thermometers were outside the goods' range for too long at a stretch.
pub(crate) fn broken(sightings: &[Sighting], range: Range) -> Vec<Finding> {
    let judge = |sighting: &Sighting| {
        let event = &sighting.event;
        let outside_ms = longest_outside_ms(event.temperature.as_ref()?, range);
        (outside_ms > OUTSIDE_MS)
            .then(|| Finding::new(Code::ColdChainBroken, [&**event]).by_ms(outside_ms))
    };
    sightings.iter().filter_map(judge).collect()
}

/// From the series, or from summaries of times in which even the best value was outside: so a
/// sender tells a breach where the series is an attachment. A highest value alone says nothing of
/// how long it lasted.
fn longest_outside_ms(told: &Temperature, range: Range) -> i64 {
    let measured = cold_chain(&told.readings, range, told.logging_interval_ms()).longest_outside_ms;
    let breaches = told.summaries.iter().filter(|summary| is_breach(summary, range));
    measured.max(breaches.map(|summary| summary.span.length_ms()).max().unwrap_or(0))
}

fn is_breach(summary: &Summary, range: Range) -> bool {
    let too_warm = summary.min.zip(range.max).is_some_and(|(min, limit)| min > limit);
    let too_cold = summary.max.zip(range.min).is_some_and(|(max, limit)| max < limit);
    too_warm || too_cold
}
