//! What is not known of a journey.

use crate::cold::{Range, cold_chain};
use crate::custody::Sighting;
use crate::event::{Span, Temperature};

/// One thing that the record does not say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What is missing.
    pub kind: GapKind,
    /// The firm that would know.
    pub firm: Option<String>,
    /// The time in question, in UTC milliseconds.
    pub span: Option<Span>,
    /// The goods of which it is missing; of several in one lorry, the first.
    pub goods: String,
}

/// Kinds of missing knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// Nothing is recorded of goods from which others were made.
    SourceNotRecorded,
    /// Goods are recorded, but not how they came to the firm that used them.
    HandOverNotRecorded,
    /// The goods were sent to a firm that is not on the record.
    ReceiverNotRecorded,
    /// No temperature is told for the way between two firms.
    NoTemperature,
    /// A logger was silent for more than twice its interval.
    NotMeasured,
}

/// Stretches of a way without a temperature: on the road between two firms, and in logs. To be
/// asked of goods that are to be kept at some temperature.
pub(super) fn temperature_gaps(sightings: &[Sighting], goods: &str) -> Vec<Gap> {
    let gap = |kind, firm: &str, span| Gap {
        kind,
        goods: goods.to_owned(),
        firm: Some(firm.to_owned()),
        span: Some(span),
    };
    let mut gaps = Vec::new();
    let mut left: Option<&Sighting> = None;
    for sighting in sightings {
        let event = &sighting.event;
        if let Some(series) = &event.temperature {
            let silent = silences(series).into_iter();
            gaps.extend(silent.map(|span| gap(GapKind::NotMeasured, &event.issuer, span)));
        }
        if event.is_shipment() {
            left = left.or(Some(sighting));
        } else if let Some(from) = left
            && event.is_arrival()
            && event.issuer != from.event.issuer
        {
            let span = Span { from_ms: from.event.at.utc_ms, to_ms: event.at.utc_ms };
            if !sightings.iter().any(|other| tells_temperature(other, span)) {
                gaps.push(gap(GapKind::NoTemperature, &from.event.issuer, span));
            }
            left = None;
        }
    }
    gaps
}

fn tells_temperature(sighting: &Sighting, span: Span) -> bool {
    let inside = |utc_ms: i64| span.from_ms <= utc_ms && utc_ms <= span.to_ms;
    sighting.event.temperature.as_ref().is_some_and(|series| {
        inside(sighting.event.at.utc_ms)
            || series.readings.iter().any(|reading| inside(reading.utc_ms))
            || series.summaries.iter().any(|summary| inside(summary.span.from_ms))
    })
}

/// Where a logger was silent.
fn silences(series: &Temperature) -> Vec<Span> {
    cold_chain(&series.readings, Range::default(), series.logging_interval_ms()).not_measured
}
