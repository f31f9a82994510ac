//! The small values that every part of a page is made of: words in languages, moments, days, amounts.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use thiserror::Error;

/// A text in one or more languages, each under the BCP 47 tag that its author gave it.
///
/// Free text is never translated by a machine: a reader gets his own language where the author wrote
/// it, and otherwise the author's, marked as such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// A text in one language. `und` is the tag of a text whose language nobody stated.
    pub fn one(language: &str, text: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), text.to_owned())]))
    }

    /// The same words with one more language.
    #[must_use]
    pub fn and(mut self, language: &str, text: &str) -> Self {
        self.0.insert(language.to_owned(), text.to_owned());
        self
    }

    /// Both texts beside each other, in the languages that both have.
    #[must_use]
    pub fn beside(&self, other: &Self) -> Self {
        let both = self.0.iter().filter_map(|(tag, text)| {
            Some((tag.clone(), format!("{text} + {}", other.0.get(tag)?)))
        });
        Self(both.collect())
    }

    /// Whether no language holds any text.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// The best text for a reader, with its language: the exact tag, then the same primary language,
    /// then English, then the first there is. `None` only if there is no text at all.
    pub fn best(&self, language: &str) -> Option<(&str, &str)> {
        let written = || self.0.iter().filter(|(_, text)| !text.trim().is_empty());
        written()
            .find(|(tag, _)| tag.eq_ignore_ascii_case(language))
            .or_else(|| {
                written().find(|(tag, _)| primary(tag).eq_ignore_ascii_case(primary(language)))
            })
            .or_else(|| written().find(|(tag, _)| primary(tag).eq_ignore_ascii_case("en")))
            .or_else(|| written().next())
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
    }
}

impl FromIterator<(String, String)> for Words {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// The language without script and region: `zh` of `zh-Hans`.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// An instant with the clock of the place where it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub utc_ms: i64,
    /// Minutes that the place's clock is ahead of UTC, as the event sent them.
    pub offset_min: i16,
}

impl Moment {
    /// The beginning of its day on the clock of the place.
    #[must_use]
    pub const fn day(self) -> Self {
        const DAY_MS: i64 = 86_400_000;
        let offset_ms = self.offset_min as i64 * 60_000;
        let local = self.utc_ms.saturating_add(offset_ms);
        let day = local.saturating_sub(local.rem_euclid(DAY_MS));
        Self { utc_ms: day.saturating_sub(offset_ms), offset_min: self.offset_min }
    }
}

/// A calendar day as written on a pack or a certificate; it has no time zone and never passes through UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a calendar day; write it as YYYY-MM-DD, for example 2026-11-24")]
pub struct DayError;

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = plain.then(|| text.parse().ok()).flatten();
        date.map(Self).ok_or(DayError)
    }

    /// The day as a civil date, for arithmetic and formatting.
    pub const fn date(self) -> Date {
        self.0
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An amount as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// The decimal number, digit for digit as sent.
    pub amount: String,
    /// UN/CEFACT Recommendation 20 code, for example `GRM`; none means pieces.
    pub unit: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{Day, DayError, Moment, Words};

    #[test]
    fn a_day_begins_at_midnight_where_the_food_is() {
        let day = |utc_ms, offset_min| Moment { utc_ms, offset_min }.day().utc_ms;
        assert_eq!(day(90_000_000, 0), 86_400_000);
        assert_eq!(day(86_399_999, 60), 82_800_000, "it is tomorrow in Madrid");
        assert_eq!(day(1, -60), -82_800_000, "and yesterday on the Azores");
    }

    #[test]
    fn a_reader_gets_the_closest_language_there_is() {
        let words = Words::one("es", "Merluza").and("zh-Hans", "鳕鱼").and("en", "Hake");
        assert_eq!(words.best("zh-Hans"), Some(("zh-Hans", "鳕鱼")));
        assert_eq!(words.best("zh-CN"), Some(("zh-Hans", "鳕鱼")));
        assert_eq!(words.best("fr"), Some(("en", "Hake")));
        assert_eq!(Words::one("es", "Merluza").best("en"), Some(("es", "Merluza")));
        assert_eq!(Words::one("en", " ").and("es", "Merluza").best("en"), Some(("es", "Merluza")));
        assert_eq!(Words::default().best("en"), None);
        let both = words.beside(&Words::one("en", "Mango").and("it", "Mango"));
        assert_eq!(both, Words::one("en", "Hake + Mango"));
    }

    #[test]
    fn a_day_is_a_real_day_in_one_spelling() {
        assert_eq!(
            Day::parse("2026-02-28").map(|day| day.to_string()),
            Ok("2026-02-28".to_owned())
        );
        for wrong in ["2026-02-29", "2026-2-8", "20260208", "2026-02-28T00:00", ""] {
            assert_eq!(Day::parse(wrong), Err(DayError), "{wrong}");
        }
    }
}
