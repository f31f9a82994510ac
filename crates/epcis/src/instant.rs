//! Instants: RFC 3339 text, UTC milliseconds and the offset that the sender keeps.

use std::fmt;

/// A point in time, as sent and as a number.
#[derive(Debug, Clone)]
pub struct Instant {
    text: String,
    utc_ms: i64,
    offset_minutes: i16,
}

/// Why a text is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstantError {
    /// Not in the form of RFC 3339 section 5.6.
    #[error("an instant is written like 2026-11-22T14:30:00.000+01:00")]
    Form,
    /// In the form, but without a zone.
    #[error("the instant lacks its zone: end it with Z or an offset such as +01:00")]
    NoZone,
    /// A day that the month does not have, an hour past 23, ...
    #[error("there is no such day or time of day")]
    NoSuchTime,
    /// No offset from -14:00 to +14:00.
    #[error("a zone offset is written like +01:00 and lies between -14:00 and +14:00")]
    Offset,
}

/// No sender needs more digits of a second.
const TEXT_BYTES_MAX: usize = 48;

impl Instant {
    /// Reads RFC 3339 text with a zone, such as `2026-11-22T14:30:00.000+01:00`. Digits after the
    /// millisecond are kept in the text and dropped from the number.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(InstantError::Form);
        }
        let (date, rest) = text.split_once(['T', 't']).ok_or(InstantError::Form)?;
        let zone_at = rest.find(['Z', 'z', '+', '-']).ok_or(InstantError::NoZone)?;
        let (clock, zone) = rest.split_at_checked(zone_at).ok_or(InstantError::Form)?;
        let day_ms = days_since_1970(date)? * 86_400_000;
        let clock_ms = ms_of_day(clock)?;
        let offset_minutes = if matches!(zone, "Z" | "z") { 0 } else { parse_offset(zone)? };
        let utc_ms = day_ms + clock_ms - i64::from(offset_minutes) * 60_000;
        Ok(Self { text: text.to_owned(), utc_ms, offset_minutes })
    }

    /// The same instant with the offset of `eventTimeZoneOffset` in place of the one in the text.
    #[must_use]
    pub fn at_offset(mut self, offset_minutes: i16) -> Self {
        self.offset_minutes = offset_minutes;
        self
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn utc_ms(&self) -> i64 {
        self.utc_ms
    }

    /// Minutes that the place's clock is ahead of UTC.
    pub const fn offset_minutes(&self) -> i16 {
        self.offset_minutes
    }

    /// Milliseconds since 1970-01-01T00:00:00 on the place's own clock: its local date and time.
    pub const fn local_ms(&self) -> i64 {
        self.utc_ms + self.offset_minutes as i64 * 60_000
    }
}

/// Equal when they are the same point in time with the same offset, however written.
impl PartialEq for Instant {
    fn eq(&self, other: &Self) -> bool {
        (self.utc_ms, self.offset_minutes) == (other.utc_ms, other.offset_minutes)
    }
}

impl Eq for Instant {}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Minutes of an offset such as `+01:00`, from -14:00 to +14:00 (EPCIS 2.0, `eventTimeZoneOffset`).
pub fn parse_offset(text: &str) -> Result<i16, InstantError> {
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) | None => return Err(InstantError::Offset),
    };
    let (hours, minutes) = rest.split_once(':').ok_or(InstantError::Offset)?;
    let hours: i16 = digits(hours, 2).ok_or(InstantError::Offset)?;
    let minutes: i16 = digits(minutes, 2).ok_or(InstantError::Offset)?;
    let total = hours * 60 + minutes;
    if minutes < 60 && total <= 14 * 60 { Ok(sign * total) } else { Err(InstantError::Offset) }
}

/// A number of exactly so many digits.
fn digits<N: std::str::FromStr>(text: &str, count: usize) -> Option<N> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn days_since_1970(date: &str) -> Result<i64, InstantError> {
    let mut parts = date.split('-');
    let mut part = |count| parts.next().and_then(|text| digits(text, count));
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
        return Err(InstantError::Form);
    };
    if parts.next().is_some() {
        return Err(InstantError::Form);
    }
    let day_exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if day_exists { Ok(days_from_civil(year, month, day)) } else { Err(InstantError::NoSuchTime) }
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar: Howard Hinnant's `days_from_civil`,
/// in which a year starts in March so that the leap day is its last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn ms_of_day(clock: &str) -> Result<i64, InstantError> {
    let mut parts = clock.splitn(3, ':');
    let mut part = || parts.next().ok_or(InstantError::Form);
    let (hour, minute, second) = (part()?, part()?, part()?);
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let (Some(hour), Some(minute), Some(second)) =
        (digits::<i64>(hour, 2), digits::<i64>(minute, 2), digits::<i64>(second, 2))
    else {
        return Err(InstantError::Form);
    };
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InstantError::Form);
    }
    // 60 is a leap second: the first instant of the next minute.
    if hour > 23 || minute > 59 || second > 60 {
        return Err(InstantError::NoSuchTime);
    }
    let ms = fraction
        .bytes()
        .chain([b'0', b'0'])
        .take(3)
        .fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    Ok(((hour * 60 + minute) * 60 + second) * 1000 + ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_to_the_millisecond() {
        for (text, utc_ms, offset) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1969-12-31T23:59:59.999Z", -1, 0),
            ("2000-02-29T00:00:00+00:00", 951_782_400_000, 0),
            ("2005-04-03T20:33:31.116-06:00", 1_112_582_011_116, -360),
            ("2021-12-01T11:09:40.7930000+00:00", 1_638_356_980_793, 0),
            ("2026-11-22t14:30:00.1+05:45", 1_795_337_100_100, 345),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000, 0),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000, 0),
        ] {
            let instant = Instant::parse(text).expect(text);
            assert_eq!((instant.utc_ms(), instant.offset_minutes()), (utc_ms, offset), "{text}");
            assert_eq!(instant.as_str(), text);
        }
    }

    #[test]
    fn a_text_that_is_no_instant_is_refused_with_the_right_reason() {
        for (text, error) in [
            ("", InstantError::Form),
            ("22-07-2026", InstantError::Form),
            ("2026-07-22", InstantError::Form),
            ("2026-07-22 10:00:00Z", InstantError::Form),
            ("2026-07-22T10:00Z", InstantError::Form),
            ("2026-07-22T10:00:00.Z", InstantError::Form),
            ("2026-07-22T10:00:00", InstantError::NoZone),
            ("2026-02-29T10:00:00Z", InstantError::NoSuchTime),
            ("2026-04-31T10:00:00Z", InstantError::NoSuchTime),
            ("2026-13-01T10:00:00Z", InstantError::NoSuchTime),
            ("2026-07-22T24:00:00Z", InstantError::NoSuchTime),
            ("2026-07-22T10:00:00+15:00", InstantError::Offset),
            ("2026-07-22T10:00:00+0100", InstantError::Offset),
            ("2026-07-22T10:00:00Zulu", InstantError::Offset),
        ] {
            assert_eq!(Instant::parse(text).map(|_| ()), Err(error), "{text}");
        }
        assert!(Instant::parse(&format!("2026-07-22T10:00:00.{}Z", "0".repeat(60))).is_err());
    }

    #[test]
    fn the_local_clock_follows_the_stated_offset() {
        let instant = Instant::parse("2026-11-22T23:30:00Z").unwrap().at_offset(60);
        assert_eq!(instant.local_ms() - instant.utc_ms(), 3_600_000);
    }
}
