//! Days, durations, temperatures and amounts as people write them. No floating point.

use fluent_templates::fluent_bundle::FluentValue;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::l10n::L10n;
use crate::views::model::{Band, Day, Moment, Quantity};

const MINUTE_MS: i64 = 60_000;

/// A time for eyes and for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub text: String,
    /// For `<time datetime>`; empty if the moment lies outside the calendar.
    pub machine: String,
}

/// The moment on the clock of its place.
fn local(moment: Moment) -> Option<DateTime> {
    let stamp = Timestamp::from_millisecond(moment.utc_ms).ok()?;
    let offset = Offset::from_seconds(i32::from(moment.offset_min) * 60).ok()?;
    Some(offset.to_datetime(stamp))
}

impl L10n {
    /// "14 Nov 2026".
    pub fn day(self, day: Day) -> When {
        self.date(day.date())
    }

    /// Several days with their year: "18 to 20 Oct 2026".
    pub fn days(self, from: Day, until: Day) -> String {
        self.range(from.date(), until.date(), true)
    }

    /// The local days from one moment to another, one day alone where both are of it: "16 Nov",
    /// "10 to 12 Nov". Without `year` it is told only where the two differ in it.
    pub fn span(self, from: Moment, until: Moment, year: bool) -> String {
        match (local(from), local(until)) {
            (Some(from), Some(until)) => self.range(from.date(), until.date(), year),
            (Some(_), None) | (None, _) => self.no_date().text,
        }
    }

    fn range(self, from: Date, until: Date, year: bool) -> String {
        let short = |date: Date| self.short(date).text;
        if from == until {
            return if year { self.date(from).text } else { short(from) };
        }
        if from.year() != until.year() {
            let (from, until) = (self.date(from).text, self.date(until).text);
            return self.with("days-range", [("from", from.into()), ("until", until.into())]);
        }
        let of_year = ("year", FluentValue::from(from.year().to_string()));
        if from.month() != until.month() {
            let (from, until) = (("from", short(from).into()), ("until", short(until).into()));
            return if year {
                self.with("days-range-year", [from, until, of_year])
            } else {
                self.with("days-range", [from, until])
            };
        }
        let first = ("first", number(from.day()));
        let last = ("last", number(until.day()));
        let month = ("month", self.month(from).into());
        if year {
            self.with("days-month-year", [first, last, month, of_year])
        } else {
            self.with("days-month", [first, last, month])
        }
    }

    /// The local day of a moment.
    pub fn day_of(self, moment: Moment) -> When {
        local(moment).map_or_else(|| self.no_date(), |at| self.date(at.date()))
    }

    /// The local day of a moment without its year.
    pub fn short_day_of(self, moment: Moment) -> When {
        let Some(at) = local(moment) else { return self.no_date() };
        self.short(at.date())
    }

    fn short(self, date: Date) -> When {
        let args = [("day", number(date.day())), ("month", self.month(date).into())];
        When { text: self.with("day-month", args), machine: date.to_string() }
    }

    /// "22 Nov 2026, 12:31 (UTC+1)".
    pub fn moment(self, moment: Moment) -> When {
        let Some(at) = local(moment) else { return self.no_date() };
        let day = self.date(at.date()).text;
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        let args = [("day", day.into()), ("time", time.into()), ("zone", zone(moment).into())];
        When { text: self.with("day-time-zone", args), machine: machine(moment) }
    }

    /// "16 Nov, 22:10", for tables of readings.
    pub fn clock(self, moment: Moment) -> When {
        let Some(at) = local(moment) else { return self.no_date() };
        let day = self.short_day_of(moment).text;
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        let text = self.with("day-time", [("day", day.into()), ("time", time.into())]);
        When { text, machine: machine(moment) }
    }

    fn date(self, date: Date) -> When {
        let args = [
            ("day", number(date.day())),
            ("month", self.month(date).into()),
            ("year", date.year().to_string().into()),
        ];
        When { text: self.with("day-month-year", args), machine: date.to_string() }
    }

    fn month(self, date: Date) -> String {
        self.t(&format!("month-{}", date.month()))
    }

    fn no_date(self) -> When {
        When { text: self.t("date-unknown"), machine: String::new() }
    }

    /// "40 minutes", "46 hours", "22 days": the largest unit that stays exact enough to act on.
    pub fn duration(self, ms: i64) -> String {
        let minutes = (ms.max(0) + MINUTE_MS / 2) / MINUTE_MS;
        let (key, n) = if minutes < 120 {
            ("minutes", minutes)
        } else if minutes < 72 * 60 {
            ("hours", (minutes + 30) / 60)
        } else {
            ("day-count", (minutes + 720) / 1440)
        };
        self.with(key, [("n", n.into())])
    }

    /// "5.6 °C".
    pub fn temperature(self, milli_c: i64) -> String {
        self.with("celsius", [("t", degrees(milli_c).into())])
    }

    /// "0 to 4 °C", "at most 4 °C".
    pub fn band(self, band: Band) -> Option<String> {
        let text = |milli_c: i64| FluentValue::from(degrees(milli_c));
        match (band.min_milli_c, band.max_milli_c) {
            (Some(min), Some(max)) => {
                Some(self.with("celsius-range", [("min", text(min)), ("max", text(max))]))
            }
            (None, Some(max)) => Some(self.with("celsius-at-most", [("t", text(max))])),
            (Some(min), None) => Some(self.with("celsius-at-least", [("t", text(min))])),
            (None, None) => None,
        }
    }

    /// "400 g", "2 pieces", digits as they were sent.
    pub fn quantity(self, quantity: &Quantity) -> String {
        let amount = quantity.amount.clone();
        match &quantity.unit {
            None => {
                let plural = amount.parse::<i64>().unwrap_or(2);
                self.with("pieces", [("amount", amount.into()), ("n", plural.into())])
            }
            Some(code) => {
                let unit = self.coded("unit", code).unwrap_or_else(|| code.clone());
                self.with("amount-unit", [("amount", amount.into()), ("unit", unit.into())])
            }
        }
    }
}

/// A small number as text, so that no language puts separators into a date.
fn number(n: i8) -> FluentValue<'static> {
    n.to_string().into()
}

/// RFC 3339 in UTC.
fn machine(moment: Moment) -> String {
    Timestamp::from_millisecond(moment.utc_ms).map_or_else(|_| String::new(), |at| at.to_string())
}

/// "UTC", "UTC+1", "UTC+5:30".
fn zone(moment: Moment) -> String {
    let minutes = moment.offset_min.unsigned_abs();
    let sign = if moment.offset_min < 0 { '\u{2212}' } else { '+' };
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// Thousandths of a degree to one decimal, halves away from zero, with a true minus sign.
fn degrees(milli_c: i64) -> String {
    let tenths = milli_c.unsigned_abs().saturating_add(50) / 100;
    let sign = if milli_c < 0 && tenths > 0 { "\u{2212}" } else { "" };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::degrees;
    use crate::http::pages::{L10n, Language};
    use crate::views::model::{Band, Moment, Quantity};

    const EN: L10n = L10n::new(Language::English);
    const ZH: L10n = L10n::new(Language::SimplifiedChinese);

    #[test]
    fn a_day_is_the_day_of_the_place_and_not_of_utc() {
        let landed = Moment { utc_ms: 1_794_780_000_000, offset_min: 780 };
        assert_eq!(EN.day_of(Moment { offset_min: 0, ..landed }).text, "15\u{a0}Nov\u{a0}2026");
        assert_eq!(EN.day_of(landed).text, "16\u{a0}Nov\u{a0}2026");
        assert_eq!(ZH.day_of(landed).text, "2026年11月16日");
        assert_eq!(EN.moment(landed).text, "16\u{a0}Nov\u{a0}2026, 11:00 (UTC+13)");
        assert_eq!(EN.moment(landed).machine, "2026-11-15T22:00:00Z");
        assert_eq!(
            EN.moment(Moment { offset_min: -210, ..landed }).text,
            "15\u{a0}Nov\u{a0}2026, 18:30 (UTC−3:30)"
        );
    }

    #[test]
    fn a_range_says_each_part_of_a_date_once() {
        let day = |text: &str| crate::views::model::Day::parse(text).unwrap();
        for (from, until, english, chinese) in [
            ("2026-10-26", "2026-10-26", "26 Oct 2026", "2026年10月26日"),
            ("2026-11-10", "2026-11-12", "10 to 12 Nov 2026", "2026年11月10日至12日"),
            ("2026-10-30", "2026-11-02", "30 Oct to 2 Nov 2026", "2026年10月30日至11月2日"),
            (
                "2025-12-30",
                "2026-01-02",
                "30 Dec 2025 to 2 Jan 2026",
                "2025年12月30日至2026年1月2日",
            ),
        ] {
            let told = |l: L10n| l.days(day(from), day(until)).replace('\u{a0}', " ");
            assert_eq!((told(EN).as_str(), told(ZH).as_str()), (english, chinese));
        }
    }

    #[test]
    fn a_range_of_moments_is_of_the_days_of_the_place() {
        let at =
            |hour: i64| Moment { utc_ms: 1_794_780_000_000 + hour * 3_600_000, offset_min: 780 };
        assert_eq!(EN.span(at(0), at(12), false), "16\u{a0}Nov");
        assert_eq!(ZH.span(at(0), at(12), true), "2026年11月16日");
        assert_eq!(EN.span(at(0), at(13), false), "16 to 17\u{a0}Nov");
        let never = Moment { utc_ms: i64::MAX, offset_min: 0 };
        assert_eq!(EN.span(at(0), never, false), "date not known");
    }

    #[test]
    fn a_moment_outside_the_calendar_has_no_date_instead_of_a_wrong_one() {
        let never = EN.day_of(Moment { utc_ms: i64::MAX, offset_min: 0 });
        assert_eq!((never.text.as_str(), never.machine.as_str()), ("date not known", ""));
    }

    #[test]
    fn temperatures_round_to_a_tenth() {
        for (milli, text) in [
            (0, "0"),
            (4_000, "4"),
            (5_649, "5.6"),
            (5_650, "5.7"),
            (-18_000, "−18"),
            (-49, "0"),
            (-50, "−0.1"),
            (i64::MIN, "−9223372036854775.8"),
        ] {
            assert_eq!(degrees(milli), text);
        }
        let band = Band { min_milli_c: None, max_milli_c: Some(2_000) };
        assert_eq!(EN.band(band).as_deref(), Some("at most 2\u{a0}°C"));
    }

    #[test]
    fn durations_use_the_unit_that_people_would() {
        for (minutes, text) in [
            (0, "0 minutes"),
            (1, "1 minute"),
            (119, "119 minutes"),
            (120, "2 hours"),
            (4_320, "3 days"),
        ] {
            assert_eq!(EN.duration(minutes * 60_000), text);
        }
        assert_eq!(EN.duration(-5), "0 minutes");
    }

    #[test]
    fn amounts_keep_their_digits() {
        let quantity = |amount: &str, unit: Option<&str>| Quantity {
            amount: amount.to_owned(),
            unit: unit.map(str::to_owned),
        };
        assert_eq!(EN.quantity(&quantity("0.50", Some("KGM"))), "0.50\u{a0}kg");
        assert_eq!(EN.quantity(&quantity("1", None)), "1 piece");
        assert_eq!(EN.quantity(&quantity("12", None)), "12 pieces");
        assert_eq!(EN.quantity(&quantity("3", Some("XQQ"))), "3\u{a0}XQQ");
    }
}
