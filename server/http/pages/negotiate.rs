//! Which language a reader gets: `?lang=`, else the browser's wish, else English.

use super::l10n::Language;

/// More than any browser sends; the rest of a longer header is not read.
const RANGES_MAX: usize = 32;

/// Chooses a language from the query of an address and the `Accept-Language` header (RFC 9110,
/// section 12.5.4), with its weights.
pub fn choose(query: &str, header: Option<&str>) -> Language {
    asked(query).or_else(|| header.and_then(wished)).unwrap_or(Language::English)
}

/// The language that `lang=` of a query names, if the pages are complete in it. The first one counts.
pub fn asked(query: &str) -> Option<Language> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(spoken)
}

/// The language with the highest weight; the first of equals. Weight 0 means "not this one".
fn wished(header: &str) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for range in header.split(',').take(RANGES_MAX) {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let weight =
            parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
        let language = if tag == "*" { Some(Language::English) } else { spoken(tag) };
        if let Some(language) = language
            && weight > best.map_or(0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// The language of a tag. Traditional Chinese readers get Simplified rather than English.
fn spoken(tag: &str) -> Option<Language> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("zh") {
        Some(Language::SimplifiedChinese)
    } else if primary.eq_ignore_ascii_case("en") {
        Some(Language::English)
    } else {
        None
    }
}

/// A weight of at most three decimals in thousandths; an unreadable one counts as 0.
fn thousandths(text: &str) -> u16 {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    let part: u16 = format!("{decimals:0<3}").parse().unwrap_or(0);
    match whole {
        "0" => part,
        "1" if part == 0 => 1000,
        _other => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::http::pages::Language::{English, SimplifiedChinese};

    #[test]
    fn the_query_wins_then_the_highest_weight_then_english() {
        for (query, header, want) in [
            ("at=x&lang=zh-Hans", Some("en"), SimplifiedChinese),
            ("lang=xx", Some("zh-CN,zh;q=0.9,en;q=0.8"), SimplifiedChinese),
            ("", Some("fr, en;q=0.3, zh;q=0.7"), SimplifiedChinese),
            ("", Some("fr;q=1, zh;q=0.2, en;q=0.25"), English),
            ("", Some("zh;q=0, en;q=0.1"), English),
            ("", Some("zh;q=0"), English),
            ("", Some("zh;q=9, en;q=0.1"), English),
            ("", Some("*, zh;q=0.5"), English),
            ("", Some("de"), English),
            ("", Some(";;;,,q=,"), English),
            ("", None, English),
        ] {
            assert_eq!(choose(query, header), want, "{query:?} {header:?}");
        }
    }
}
