//! Facts as rows of a label: a word on the left, what stands on the pack on the right.

use crate::http::pages::party::capital;
use crate::http::pages::{L10n, Said};
use crate::views::model::{Band, ColdChain, Fact, Topic, Value, Verdict};

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) value: Said,
    /// A second line in smaller type.
    pub(super) note: Option<String>,
}

/// Rows for facts whose value can be said at all.
pub(super) fn rows(facts: &[Fact], cold: Option<&ColdChain>, l: L10n) -> Vec<Row> {
    let row = |fact: &Fact| {
        let verdict = cold.filter(|_| fact.topic == Topic::KeepAt).map(|cold| cold.verdict);
        Some(Row {
            label: label(fact.topic, l),
            value: value(&fact.value, l)?,
            note: verdict.and_then(|verdict| kept(verdict, l)),
        })
    };
    facts.iter().filter_map(row).collect()
}

fn kept(verdict: Verdict, l: L10n) -> Option<String> {
    match verdict {
        Verdict::Kept => Some(l.t("cold-inside")),
        Verdict::Outside { total_ms, .. } => {
            let duration = l.duration(total_ms);
            Some(l.with("cold-outside", [("duration", duration.into())]))
        }
        Verdict::NoLimits => None,
    }
}

fn value(told: &Value, l: L10n) -> Option<Said> {
    match told {
        Value::Text(words) => l.said(words),
        Value::Actor(actor) => Some(l.actor_alone(actor)),
        Value::Species { code, scientific } => species(code.as_deref(), scientific.as_deref(), l),
        Value::Day(day) => own(l.day(*day).text),
        Value::Days { from, until } => own(l.days(*from, *until)),
        Value::DayCount(n) => own(l.with("day-count", [("n", (*n).into())])),
        Value::Place(place) => l.place(place).and_then(own),
        Value::PlaceOn { place, on } => {
            let day = l.day(*on).text;
            own(match l.place(place) {
                Some(place) => {
                    l.with("fact-place-on", [("place", place.into()), ("day", day.into())])
                }
                None => day,
            })
        }
        Value::Approved { country, number } => own(approved(country, number.as_deref(), l)),
        Value::Vessel { name, flag } => {
            let name = l.plain(name)?;
            own(match flag {
                Some(flag) => {
                    let flag = l.country(flag);
                    l.with("fact-vessel", [("name", name.into()), ("flag", flag.into())])
                }
                None => name,
            })
        }
        Value::Coded { list, code } => own(capital(&l.code(*list, code))),
        Value::Codes { list, codes } => {
            let words: Vec<String> = codes.iter().map(|code| l.code(*list, code)).collect();
            own(capital(&l.list(&words)))
        }
        Value::Plain(text) => own(text.clone()),
        Value::Quantity(quantity) => own(l.quantity(quantity)),
        Value::Temperature { min, max } => {
            l.band(Band { min_milli_c: *min, max_milli_c: *max }).and_then(own)
        }
        Value::Several(values) => {
            let each = values.iter().filter_map(|each| value(each, l));
            let texts: Vec<String> = each.map(|said| said.text).collect();
            own(l.list(&texts))
        }
        Value::Flag(yes) => own(l.t(if *yes { "yes" } else { "no" })),
    }
}

fn own(text: String) -> Option<Said> {
    (!text.trim().is_empty()).then_some(Said { text, lang: None })
}

fn approved(country: &str, number: Option<&str>, l: L10n) -> String {
    let country = l.country(country);
    match number {
        Some(number) => {
            l.with("fact-approved", [("country", country.into()), ("number", number.into())])
        }
        None => country,
    }
}

/// The kitchen's name first, the scientific name beside it as the law asks.
fn species(code: Option<&str>, scientific: Option<&str>, l: L10n) -> Option<Said> {
    let common = code.and_then(|code| l.coded("species", code));
    match (common, scientific) {
        (Some(common), Some(latin)) => {
            let args = [("name", common.into()), ("latin", latin.into())];
            own(l.with("species-latin", args))
        }
        (Some(common), None) => own(common),
        (None, Some(latin)) => Some(Said { text: latin.to_owned(), lang: Some("la".to_owned()) }),
        (None, None) => own(code?.to_owned()),
    }
}

/// The label of a topic.
fn label(topic: Topic, l: L10n) -> String {
    l.t(match topic {
        Topic::Caught => "fact-caught",
        Topic::CaughtBy => "fact-caught-by",
        Topic::CaughtWith => "fact-caught-with",
        Topic::CatchArea => "fact-catch-area",
        Topic::ProductionMethod => "fact-production-method",
        Topic::Species => "fact-species",
        Topic::Landed => "fact-landed",
        Topic::Defrosted => "fact-defrosted",
        Topic::Picked => "fact-picked",
        Topic::GrownIn => "fact-grown-in",
        Topic::GrownBy => "fact-grown-by",
        Topic::Variety => "fact-variety",
        Topic::Class => "fact-class",
        Topic::Size => "fact-size",
        Topic::Treatment => "fact-treatment",
        Topic::BornIn => "fact-born-in",
        Topic::RearedIn => "fact-reared-in",
        Topic::SlaughteredIn => "fact-slaughtered-in",
        Topic::SlaughteredOn => "fact-slaughtered-on",
        Topic::CutIn => "fact-cut-in",
        Topic::PreparedIn => "fact-prepared-in",
        Topic::CutName => "fact-cut-name",
        Topic::Matured => "fact-matured",
        Topic::AnimalReference => "fact-animal-reference",
        Topic::Origin => "fact-origin",
        Topic::Packed => "fact-packed",
        Topic::PackedBy => "fact-packed-by",
        Topic::UseBy => "fact-use-by",
        Topic::BestBefore => "fact-best-before",
        Topic::KeepAt => "fact-keep-at",
        Topic::Frozen => "fact-frozen",
        Topic::Net => "fact-net",
        Topic::Allergens => "fact-allergens",
        Topic::Ingredients => "fact-ingredients",
    })
}

#[cfg(test)]
mod tests {
    use super::label;
    use crate::http::pages::{L10n, Language};
    use crate::views::model::Topic;

    #[test]
    fn every_topic_has_a_label_in_every_language() {
        for language in Language::ALL {
            for topic in Topic::ALL {
                let text = label(topic, L10n::new(language));
                assert!(!text.contains("Unknown localization"), "{topic:?} in {language:?}");
            }
        }
    }
}
