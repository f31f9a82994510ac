//! The cold chain in sentences, with a picture and a table of the same.

use super::curve::Curve;
use crate::http::pages::L10n;
use crate::views::model::{ColdChain, Excursion, Gap, Reading, SeriesFile, Side, Verdict};

/// Sentences about single excursions or gaps; further ones are in the total and in the picture.
const SENTENCES_MAX: usize = 3;
/// Rows of the table; each covers an equal number of readings.
const ROWS_MAX: usize = 12;

/// The section "Kept cold".
#[derive(Debug)]
pub(super) struct Cold {
    /// The conclusion first; it is the title of the picture too.
    pub(super) conclusion: String,
    pub(super) sentences: Vec<String>,
    pub(super) curve: Option<Curve>,
    pub(super) max: Option<String>,
    pub(super) min: Option<String>,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) rows: Vec<TableRow>,
    /// Where each whole series can be had, and how it is called.
    pub(super) files: Vec<(String, String)>,
    /// Drawn as a warning if any of it was outside.
    pub(super) outside: bool,
}

/// The coldest and warmest of a few readings.
#[derive(Debug)]
pub(super) struct TableRow {
    pub(super) from: String,
    pub(super) min: String,
    pub(super) max: String,
}

impl Cold {
    pub(super) fn of(cold: &ColdChain, l: L10n) -> Self {
        let mut spoken = verdict(cold, l);
        let conclusion = if spoken.is_empty() { String::new() } else { spoken.remove(0) };
        spoken.push(span(cold, l));
        spoken.extend(cold.gaps.iter().take(SENTENCES_MAX).map(|each| gap(*each, l)));
        if cold.absent > 0 {
            spoken.push(l.with("cold-absent", [("count", cold.absent.into())]));
        }
        let limit = |end: Option<i64>| end.map(|milli_c| l.temperature(milli_c));
        Self {
            conclusion,
            sentences: spoken,
            curve: Curve::of(cold),
            max: limit(cold.band.and_then(|band| band.max_milli_c)),
            min: limit(cold.band.and_then(|band| band.min_milli_c)),
            from: l.clock(cold.from).text,
            until: l.clock(cold.until).text,
            rows: rows(&cold.readings, l),
            files: cold.files.iter().map(|file| series(file, l)).collect(),
            outside: matches!(cold.verdict, Verdict::Outside { .. }),
        }
    }
}

fn series(file: &SeriesFile, l: L10n) -> (String, String) {
    let told = l.with("cold-series", [("count", file.readings.into())]);
    (file.path.clone(), told)
}

fn verdict(cold: &ColdChain, l: L10n) -> Vec<String> {
    let measured = l.duration(measured_ms(cold));
    let band = cold.band.and_then(|band| l.band(band));
    match (cold.verdict, band) {
        (Verdict::Kept, Some(band)) => {
            vec![l.with("cold-kept", [("band", band.into()), ("duration", measured.into())])]
        }
        (Verdict::Outside { total_ms, .. }, Some(band)) => {
            let total = l.duration(total_ms);
            let total = l.with("cold-total", [("band", band.into()), ("duration", total.into())]);
            let mut each: Vec<String> = cold
                .excursions
                .iter()
                .take(SENTENCES_MAX)
                .filter_map(|out| outside(out, cold, l))
                .collect();
            if each.len() != 1 || cold.excursions.len() > 1 {
                each.insert(0, total);
            }
            each
        }
        (Verdict::NoLimits, _) | (Verdict::Kept | Verdict::Outside { .. }, None) => {
            vec![l.with("cold-no-limits", [("duration", measured.into())])]
        }
    }
}

/// The time between first and last reading without the gaps.
fn measured_ms(cold: &ColdChain) -> i64 {
    let gaps = cold.gaps.iter().map(|gap| gap.until.utc_ms.saturating_sub(gap.from.utc_ms));
    let whole = cold.until.utc_ms.saturating_sub(cold.from.utc_ms);
    gaps.fold(whole, i64::saturating_sub).max(0)
}

fn outside(out: &Excursion, cold: &ColdChain, l: L10n) -> Option<String> {
    let band = cold.band?;
    let (key, limit) = match out.side {
        Side::Above => ("cold-above", band.max_milli_c?),
        Side::Below => ("cold-below", band.min_milli_c?),
    };
    let duration = l.duration(out.until.utc_ms.saturating_sub(out.from.utc_ms));
    let args = [
        ("limit", l.temperature(limit).into()),
        ("duration", duration.into()),
        ("days", l.span(out.from, out.until, false).into()),
        ("worst", l.temperature(out.worst_milli_c).into()),
    ];
    Some(l.with(key, args))
}

fn span(cold: &ColdChain, l: L10n) -> String {
    let args = [
        ("min", l.temperature(cold.min_milli_c).into()),
        ("max", l.temperature(cold.max_milli_c).into()),
        ("days", l.span(cold.from, cold.until, false).into()),
    ];
    l.with("cold-span", args)
}

fn gap(gap: Gap, l: L10n) -> String {
    let duration = l.duration(gap.until.utc_ms.saturating_sub(gap.from.utc_ms));
    let days = l.span(gap.from, gap.until, false);
    l.with("cold-gap", [("duration", duration.into()), ("days", days.into())])
}

fn rows(readings: &[Reading], l: L10n) -> Vec<TableRow> {
    let row = |part: &[Reading]| {
        let of = |extreme: Option<i64>| extreme.map(|milli_c| l.temperature(milli_c));
        Some(TableRow {
            from: l.clock(part.first()?.at).text,
            min: of(part.iter().map(|reading| reading.milli_c).min())?,
            max: of(part.iter().map(|reading| reading.milli_c).max())?,
        })
    };
    readings.chunks(readings.len().div_ceil(ROWS_MAX).max(1)).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::Cold;
    use crate::http::pages::{L10n, Language};
    use crate::views::model::sample::{fruit, meat, seafood};

    fn said(view: &crate::views::model::LotPage) -> Cold {
        Cold::of(view.cold_chain.as_ref().unwrap(), L10n::new(Language::English))
    }

    #[test]
    fn the_conclusion_comes_first_and_names_time_and_day() {
        let fish = said(&seafood());
        assert_eq!(
            fish.conclusion,
            "Above 4\u{a0}°C for 40 minutes on 16\u{a0}Nov, up to 5.6\u{a0}°C."
        );
        assert!(
            fish.sentences.iter().any(|s| s.starts_with("Nothing was measured for 4 hours")
                || s.starts_with("Nothing was measured for 5 hours")),
            "{:?}",
            fish.sentences
        );
        assert_eq!(
            said(&fruit()).conclusion,
            "Within the limits (10 to 13\u{a0}°C) throughout the 21 days that were measured."
        );
    }

    #[test]
    fn a_summary_without_readings_has_words_and_no_picture() {
        let beef = said(&meat());
        assert!(beef.curve.is_none() && beef.rows.is_empty());
        assert!(beef.conclusion.contains("at most 2\u{a0}°C"), "{}", beef.conclusion);
    }
}
