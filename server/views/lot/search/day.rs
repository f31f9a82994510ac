//! The dates that a typed text may mean: as they are written, and as packs show them.

use crate::views::model::Day;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A date with words has three parts.
const PARTS: usize = 3;
/// Longer text is no date.
const CHARS_MAX: usize = 24;

/// The days that a text may mean. Packs write them in several orders, so 05.04.26 is more than one.
pub(super) fn days(text: &str) -> Vec<Day> {
    if text.chars().count() > CHARS_MAX {
        return Vec::new();
    }
    let parts: Vec<String> = parts(text);
    let all: BTreeSet<Date> = match parts.as_slice() {
        [digits] => solid(digits),
        [one, two, three] => ordered([one.as_str(), two.as_str(), three.as_str()]),
        _ => Vec::new(),
    }
    .into_iter()
    .collect();
    all.into_iter().map(Day::from).collect()
}

/// Runs of digits and of Latin letters. Anything but the marks of a date between them ends it.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for character in text.chars() {
        let kind = match character {
            '0'..='9' => Some(true),
            'a'..='z' | 'A'..='Z' => Some(false),
            '.' | '-' | '/' | ' ' | ',' | '年' | '月' | '日' => None,
            _ => return Vec::new(),
        };
        match (kind, parts.last_mut()) {
            (None, _) => {}
            (Some(_), Some(part)) if kind == last => part.push(character.to_ascii_lowercase()),
            (Some(_), _) => parts.push(character.to_ascii_lowercase().to_string()),
        }
        last = kind;
        if parts.len() > PARTS {
            return Vec::new();
        }
    }
    parts
}

/// 20261124, 24112026, 261124 (as bar codes have it), 241126.
fn solid(digits: &str) -> Vec<Date> {
    let cut = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let all = match digits.len() {
        8 => vec![[cut(0, 4), cut(4, 6), cut(6, 8)], [cut(4, 8), cut(2, 4), cut(0, 2)]],
        6 => vec![[cut(0, 2), cut(2, 4), cut(4, 6)], [cut(4, 6), cut(2, 4), cut(0, 2)]],
        _ => Vec::new(),
    };
    all.into_iter().filter_map(date).collect()
}

/// Three parts in the orders that are in use: year first, day first, month first.
fn ordered([one, two, three]: [&str; 3]) -> Vec<Date> {
    let orders = [[one, two, three], [three, two, one], [three, one, two]];
    orders.into_iter().filter_map(date).collect()
}

/// Year, month, day, each as written.
fn date([year, month, day]: [&str; 3]) -> Option<Date> {
    let number = |text: &str| {
        let is_short = (1..=2).contains(&text.len());
        is_short.then(|| text.parse::<i8>().ok()).flatten()
    };
    let year = match year.len() {
        4 => year.parse::<i16>().ok()?,
        2 => year.parse::<i16>().ok()?.checked_add(2_000)?,
        _ => return None,
    };
    let month = number(month).or_else(|| named_month(month))?;
    Date::new(year, month, number(day)?).ok()
}

/// `nov`, `november`.
fn named_month(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(text))?;
    i8::try_from(at).ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::days;

    fn told(text: &str) -> String {
        let days: Vec<String> = days(text).iter().map(ToString::to_string).collect();
        days.join(" ")
    }

    #[test]
    fn a_date_is_read_as_packs_show_it() {
        let same = "2026-11-24";
        for text in [
            "2026-11-24",
            "2026/11/24",
            "2026.11.24",
            "20261124",
            "24.11.2026",
            "24/11/2026",
            "11/24/2026",
            "24112026",
            "24 NOV 2026",
            "24NOV2026",
            "24 November 26",
            "Nov 24, 2026",
            "2026年11月24日",
            "2026 nov 24",
            "24-11-2026",
        ] {
            assert!(told(text).split(' ').any(|day| day == same), "{text}: {}", told(text));
        }
        assert_eq!(told("24.11.2026"), same, "no other order is a date");
        assert_eq!(told("261124"), "2024-11-26 2026-11-24");
        assert_eq!(told("05.04.26"), "2005-04-26 2026-04-05 2026-05-04");
    }

    #[test]
    fn what_is_no_date_is_none() {
        let long = "1".repeat(1_000);
        for text in [
            "",
            "2026",
            "hake",
            "2026-13-01",
            "31.02.2026",
            "SOL-7083M",
            "24.11",
            "1 2 3 4",
            "9520102003118",
            "24x11x2026",
            "2026-11-24T10:00",
            "nov nov nov",
            &long,
        ] {
            assert_eq!(told(text), "", "{text}");
        }
    }
}
