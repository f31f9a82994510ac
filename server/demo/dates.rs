//! Shifting dates by whole days: every text that begins YYYY-MM-DD is a date.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use json::Json;

/// The day of the last event in the documents.
const LAST_DAY: Date = jiff::civil::date(2026, 11, 1);

/// How many days to add, so that the last event is the day before `now_ms`.
pub(super) fn days_to_yesterday(now_ms: u64) -> i64 {
    let now = Timestamp::from_millisecond(i64::try_from(now_ms).unwrap_or(0)).unwrap_or_default();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let between = LAST_DAY.until(today).map_or(0, |span| i64::from(span.get_days()));
    between - 1
}

/// Adds days to every date of a document, in place.
pub(super) fn shift(value: &mut Json, days: i64) {
    match value {
        Json::String(text) => {
            if let Some(shifted) = shifted(text, days) {
                *text = shifted;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| shift(item, days)),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| shift(value, days)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The text with its date moved, if it begins with one.
pub(super) fn shifted(text: &str, days: i64) -> Option<String> {
    let (day, rest) = text.split_at_checked(10)?;
    let plain = day.bytes().enumerate().all(|(index, byte)| {
        if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    });
    let date: Date = plain.then(|| day.parse().ok()).flatten()?;
    let moved = date.checked_add(Span::new().try_days(days).ok()?).ok()?;
    Some(format!("{moved}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_move_and_they_keep_their_hours() {
        assert_eq!(
            shifted("2026-10-31T23:00:00-05:00", 2).as_deref(),
            Some("2026-11-02T23:00:00-05:00")
        );
        assert_eq!(shifted("2026-02-28", 1).as_deref(), Some("2026-03-01"));
        assert_eq!(shifted("MV118-10", 1), None);
        assert_eq!(shifted("2026-13-01", 1), None);
    }

    #[test]
    fn the_last_event_becomes_yesterday() {
        let noon_on_the_12th = 1_794_484_800_000; // 2026-11-12T12:00:00Z
        assert_eq!(days_to_yesterday(noon_on_the_12th), 10);
    }
}
