//! Dates of six digits, as AI 11 to 17 carry them.

use std::fmt;

use crate::{KeyError, key::only_digits};

/// A date of AI 15 or 17: YYMMDD, where day 00 means the last day of the month
/// (General Specifications 3.4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YyMmDd(String);

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    /// Such as 2026.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl YyMmDd {
    /// Reads six digits that are a date in some century.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        const KEY: &str = "date (YYMMDD)";
        if text.is_empty() {
            return Err(KeyError::Empty { key: KEY });
        }
        let found = text.chars().count();
        if found != 6 {
            return Err(KeyError::Length { key: KEY, wanted: "6", found });
        }
        only_digits(text, KEY)?;
        let date = Self(text.to_owned());
        let (year, month, day) = date.parts();
        // Of the years that 00 may mean, 2000 is a leap year and 1900 is not: be generous here.
        let day_max = days_in_month(2000 + u16::from(year), month);
        if (1..=12).contains(&month) && day <= day_max {
            Ok(date)
        } else {
            Err(KeyError::NoDate { found: text.to_owned() })
        }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day meant, seen from `reference_year` (now's year, or the year of an event): the
    /// century whose year is less than 50 years before or 51 after it (General Specifications
    /// 7.12). Day 00, and a 29 February that the century lacks, give the month's last day.
    pub fn calendar(&self, reference_year: u16) -> CalendarDate {
        let (short, month, day) = self.parts();
        let century = i32::from(reference_year / 100);
        let ahead = i32::from(short) - i32::from(reference_year % 100);
        let century = match ahead {
            51..=99 => century - 1,
            -99..=-50 => century + 1,
            _ => century,
        };
        let year = u16::try_from(century * 100 + i32::from(short)).unwrap_or(u16::from(short));
        let last = days_in_month(year, month);
        CalendarDate { year, month, day: if day == 0 { last } else { day.min(last) } }
    }

    /// Two digits each of year, month and day.
    fn parts(&self) -> (u8, u8, u8) {
        let two = |from: usize| {
            self.0.get(from..from + 2).and_then(|digits| digits.parse().ok()).unwrap_or(0)
        };
        (two(0), two(2), two(4))
    }
}

impl CalendarDate {
    /// `2026-12-31`
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for YyMmDd {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
