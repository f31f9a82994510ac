//! A long series of temperatures, as a file that an event names (`docs/protocol/attachments.md`).
//!
//! Two spellings. CSV (RFC 4180, without quotes): the line `time,celsius`, then a line a reading.
//! JSON: `{"uom":"CEL","readings":[["2026-10-10T12:00:00Z",10.2],...]}`. Whatever is not exactly that
//! is refused with the place: a series is evidence, and two readers must not see two curves.

use crate::amount::Exact;
use crate::instant::Instant;
use crate::unit::celsius;
use json::{Json, Limits};
use rust_decimal::Decimal;

/// A series has at most so many readings: one a minute for two months.
pub const SERIES_READINGS_MAX: usize = 100_000;
/// And its file so many bytes.
pub const SERIES_BYTES_MAX: usize = 8 << 20;
/// No thermometer for food is finer or writes longer.
const NUMBER_BYTES_MAX: usize = 16;
/// The first line of a CSV file.
const HEADER: &str = "time,celsius";

/// Readings in the order of time, no two at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series(Vec<SeriesReading>);

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesReading {
    /// When.
    pub time: Instant,
    /// Degrees Celsius.
    pub celsius: Decimal,
}

/// Why bytes are no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// Too many bytes or readings.
    #[error("a series has at most 100,000 readings in 8 MiB: cut it and name the parts")]
    TooLong,
    /// Fewer than two.
    #[error("a series has at least two readings")]
    TooShort,
    /// Not text.
    #[error("a series is plain ASCII text")]
    Text,
    /// Another first line.
    #[error("the first line is time,celsius and nothing else")]
    Header,
    /// The JSON is none, or another.
    #[error(
        "a series in JSON is {{\"uom\":\"CEL\",\"readings\":[[time,number],...]}}, uom CEL, FAH or KEL"
    )]
    Json,
    /// A reading that is none.
    #[error("reading {number}: {told}")]
    Reading {
        /// Which, from 1.
        number: usize,
        /// What is wrong.
        told: &'static str,
    },
}

impl Series {
    /// Reads the CSV spelling.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, SeriesError> {
        let text = text(bytes)?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(SeriesError::Header);
        }
        let mut series = Building::default();
        for line in lines {
            let fields = line.split_once(',');
            let (time, number) = fields.ok_or_else(|| series.fault("write it time,celsius"))?;
            series.push(time, number, "CEL")?;
        }
        series.done()
    }

    /// Reads the JSON spelling.
    pub fn from_json(bytes: &[u8]) -> Result<Self, SeriesError> {
        text(bytes)?;
        let limits = Limits {
            bytes_max: SERIES_BYTES_MAX,
            depth_max: 4,
            values_max: 4 * SERIES_READINGS_MAX,
        };
        let json = json::parse(bytes, &limits).map_err(|_cause| SeriesError::Json)?;
        let members = json.as_object().filter(|members| members.len() == 2);
        let members = members.ok_or(SeriesError::Json)?;
        let uom = members.get("uom").and_then(Json::as_str).ok_or(SeriesError::Json)?;
        if celsius(Decimal::ZERO, uom).is_none() {
            return Err(SeriesError::Json);
        }
        let readings = members.get("readings").and_then(Json::as_array);
        let mut series = Building::default();
        for reading in readings.ok_or(SeriesError::Json)? {
            let told = "write it [time,number]";
            let Some([Json::String(time), Json::Number(number)]) = reading.as_array() else {
                return Err(series.fault(told));
            };
            series.push(time, number.as_str(), uom)?;
        }
        series.done()
    }

    /// The readings; at least two.
    pub fn readings(&self) -> &[SeriesReading] {
        &self.0
    }

    /// The logger's interval: the median of the steps between readings, in milliseconds.
    pub fn interval_ms(&self) -> i64 {
        let pairs = self.0.iter().zip(self.0.iter().skip(1));
        let mut steps: Vec<i64> =
            pairs.map(|(from, to)| to.time.utc_ms().saturating_sub(from.time.utc_ms())).collect();
        steps.sort_unstable();
        steps.get(steps.len() / 2).copied().unwrap_or_default()
    }

    /// The coldest, the warmest and the mean of all readings, the mean rounded to hundredths.
    pub fn extremes(&self) -> Option<(Decimal, Decimal, Decimal)> {
        let values = || self.0.iter().map(|reading| reading.celsius);
        let sum = values().try_fold(Decimal::ZERO, Decimal::checked_add)?;
        let mean = sum.checked_div(Decimal::from(self.0.len()))?.round_dp(2);
        Some((values().min()?, values().max()?, mean))
    }
}

fn text(bytes: &[u8]) -> Result<&str, SeriesError> {
    if bytes.len() > SERIES_BYTES_MAX {
        return Err(SeriesError::TooLong);
    }
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
    text.ok_or(SeriesError::Text)
}

/// A series as far as it is read.
#[derive(Default)]
struct Building(Vec<SeriesReading>);

impl Building {
    /// What is wrong with the next reading.
    const fn fault(&self, told: &'static str) -> SeriesError {
        SeriesError::Reading { number: self.0.len() + 1, told }
    }

    fn push(&mut self, time: &str, number: &str, uom: &str) -> Result<(), SeriesError> {
        if self.0.len() >= SERIES_READINGS_MAX {
            return Err(SeriesError::TooLong);
        }
        let time = Instant::parse(time).map_err(|_cause| {
            self.fault("its time is written like 2026-10-10T12:00:00Z, with seconds and zone")
        })?;
        let is_later = self.0.last().is_none_or(|last| last.time.utc_ms() < time.utc_ms());
        if !is_later {
            return Err(self.fault("its time is not after that of the reading before"));
        }
        let value = temperature(number, uom).ok_or_else(|| {
            self.fault("its temperature is a number such as -18.5, from -273.15 to 1000 degrees")
        })?;
        self.0.push(SeriesReading { time, celsius: value });
        Ok(())
    }

    fn done(self) -> Result<Series, SeriesError> {
        if self.0.len() < 2 { Err(SeriesError::TooShort) } else { Ok(Series(self.0)) }
    }
}

/// JSON's grammar without an exponent, which no logger writes.
fn temperature(number: &str, uom: &str) -> Option<Decimal> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if number.len() > NUMBER_BYTES_MAX || !plain(whole) || !plain(part) {
        return None;
    }
    let value = celsius(Exact::parse(number).ok()?.value(), uom)?;
    let (coldest, warmest) = (Decimal::new(-27_315, 2), Decimal::ONE_THOUSAND);
    (coldest..=warmest).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{SERIES_BYTES_MAX, SERIES_READINGS_MAX, Series, SeriesError};
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use std::fmt::Write as _;

    const CSV: &str = "time,celsius\n2026-10-10T12:00:00Z,12.2\n2026-10-10T12:10:00Z,12.15\r\n\
                       2026-10-10T14:20:00+02:00,-0.5\n";

    #[test]
    fn both_spellings_give_the_same_exact_series() {
        let csv = Series::from_csv(CSV.as_bytes()).unwrap();
        let json = r#"{"uom":"CEL","readings":[["2026-10-10T12:00:00Z",12.2],
            ["2026-10-10T12:10:00Z",12.15],["2026-10-10T14:20:00+02:00",-0.5]]}"#;
        assert_eq!(Series::from_json(json.as_bytes()).unwrap(), csv);
        let values: Vec<String> = csv.readings().iter().map(|r| r.celsius.to_string()).collect();
        assert_eq!(values, ["12.2", "12.15", "-0.5"]);
        assert_eq!(csv.interval_ms(), 600_000);
        let (min, max, mean) = csv.extremes().unwrap();
        assert_eq!((min, max), (Decimal::new(-5, 1), Decimal::new(122, 1)));
        assert_eq!(mean, Decimal::new(795, 2), "23.85 / 3");
        let fahrenheit = json.replace("CEL", "FAH").replace("12.2]", "41]");
        let read = Series::from_json(fahrenheit.as_bytes()).unwrap();
        assert_eq!(read.readings()[0].celsius, Decimal::new(5, 0));
    }

    #[test]
    fn what_is_no_series_is_refused_with_its_place() {
        let with = |line: &str| format!("{CSV}{line}\n");
        let told = |bytes: &[u8]| Series::from_csv(bytes).unwrap_err().to_string();
        for (line, word) in [
            ("2026-10-10T12:20:00Z,1", "reading 4: its time is not after"),
            ("2026-10-10T12:30:00,1", "reading 4: its time is written"),
            ("2026-10-10T12:30:00Z", "reading 4: write it"),
            ("", "reading 4: write it"),
            ("2026-10-10T12:30:00Z,1e1", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,+1", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,.5", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,NaN", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,-273.16", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,1000.01", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,1,2", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,=1+1", "reading 4: its temperature"),
            ("2026-10-10T12:30:00Z,0000000000000001.5", "reading 4: its temperature"),
        ] {
            let told = told(with(line).as_bytes());
            assert!(told.starts_with(word), "{line:?}: {told}");
        }
        assert_eq!(Series::from_csv(b"Time,Celsius\n"), Err(SeriesError::Header));
        assert_eq!(Series::from_csv(b"time,celsius\n"), Err(SeriesError::TooShort));
        assert_eq!(Series::from_csv(b"\xff\xfe"), Err(SeriesError::Text));
        assert_eq!(Series::from_csv(&vec![b' '; SERIES_BYTES_MAX + 1]), Err(SeriesError::TooLong));
    }

    #[test]
    fn only_the_one_form_of_json_is_read() {
        for text in [
            "[]",
            "{}",
            r#"{"uom":"CEL"}"#,
            r#"{"uom":"A93","readings":[]}"#,
            r#"{"uom":"CEL","readings":{}}"#,
            r#"{"uom":"CEL","readings":[],"more":1}"#,
            r#"{"uom":"CEL","readings":[["2026-10-10T12:00:00Z","1"]]}"#,
            r#"{"uom":"CEL","readings":[["2026-10-10T12:00:00Z",1,2]]}"#,
            r#"{"uom":"CEL","readings":[["2026-10-10T12:00:00Z",1]]}"#,
            r#"{"uom":"CEL","uom":"CEL","readings":[]}"#,
        ] {
            assert!(Series::from_json(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(Series::from_json(deep.as_bytes()), Err(SeriesError::Json));
    }

    #[test]
    fn too_many_readings_are_refused_before_they_are_kept() {
        let mut text = "time,celsius\n".to_owned();
        for minute in 0..=SERIES_READINGS_MAX {
            let (day, rest) = (minute / 1_440, minute % 1_440);
            let (year, day_of) = (2000 + day / 28, day % 28 + 1);
            let (hour, minute) = (rest / 60, rest % 60);
            writeln!(text, "{year}-01-{day_of:02}T{hour:02}:{minute:02}:00Z,1").unwrap();
        }
        assert_eq!(Series::from_csv(text.as_bytes()), Err(SeriesError::TooLong));
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let with_header = [b"time,celsius\n", bytes.as_slice()].concat();
            for text in [bytes.as_slice(), with_header.as_slice()] {
                prop_assert!(Series::from_csv(text).is_err() || !text.is_empty());
                let is_object = text.first() == Some(&b'{');
                prop_assert!(Series::from_json(text).is_err() || is_object);
            }
        }

        #[test]
        fn what_was_written_is_read_back(
            rows in proptest::collection::vec((1_i64..100, -2_000_i64..3_000), 2..60)
        ) {
            let mut text = "time,celsius\n".to_owned();
            let mut minute = 0;
            for (step, hundredths) in &rows {
                minute += step;
                let (day, rest) = (minute / 1_440 + 1, minute % 1_440);
                let celsius = Decimal::new(*hundredths, 2);
                writeln!(text, "2026-01-{day:02}T{:02}:{:02}:00Z,{celsius}", rest / 60, rest % 60)
                    .unwrap();
            }
            let series = Series::from_csv(text.as_bytes()).unwrap();
            let read: Vec<Decimal> = series.readings().iter().map(|r| r.celsius).collect();
            let sent: Vec<Decimal> = rows.iter().map(|(_, value)| Decimal::new(*value, 2)).collect();
            prop_assert_eq!(read, sent);
        }
    }
}
