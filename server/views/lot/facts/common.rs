//! Facts that every kind of food has, and the order of all.

use super::{catch, harvest, meat, nearest};
use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::kind_of;
use crate::views::lot::told;
use crate::views::model::{CodeList, Day, Fact, Kind, StepKind, Topic, Value};
use gs1::{Goods, YyMmDd};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The facts of a page.
pub(in crate::views::lot) fn facts(dossier: &Dossier<'_>, year: i16) -> Vec<Fact> {
    let (first, more) = match dossier.food {
        Kind::Seafood => catch::facts(dossier),
        Kind::Fruit => harvest::facts(dossier),
        Kind::Meat => meat::facts(dossier),
        Kind::Other => other(dossier),
    };
    let mut dates = dates(dossier, year);
    let mut facts = first;
    facts.extend(dates.next());
    facts.extend(keep_at(dossier));
    facts.extend(dates);
    facts.extend(more);
    facts.extend(packed(dossier));
    facts.extend(allergens(dossier));
    merged(facts)
}

/// One line a topic, where its first fact stood: equal values are said once, different ones beside
/// each other.
fn merged(facts: Vec<Fact>) -> Vec<Fact> {
    let mut lines: Vec<(Topic, Vec<Value>)> = Vec::new();
    for Fact { topic, value } in facts {
        match lines.iter_mut().find(|(other, _)| *other == topic) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => lines.push((topic, vec![value])),
        }
    }
    let line = |(topic, mut values): (Topic, Vec<Value>)| match values.pop() {
        Some(only) if values.is_empty() => Some(Fact::new(topic, only)),
        Some(last) => {
            values.push(last);
            Some(Fact::new(topic, Value::Several(values)))
        }
        None => None,
    };
    lines.into_iter().filter_map(line).collect()
}

/// Nobody said which trade it is: what each trade would tell first.
fn other(dossier: &Dossier<'_>) -> (Vec<Fact>, Vec<Fact>) {
    let country = nearest::text(dossier, "countryOfOrigin").and_then(country);
    let coded = |code| Fact::new(Topic::Origin, Value::Coded { list: CodeList::Country, code });
    (country.map(coded).into_iter().collect(), Vec::new())
}

/// The day after which the goods should not be eaten, if it is told.
pub(in crate::views::lot) fn use_by(dossier: &Dossier<'_>, year: i16) -> Option<Day> {
    match dossier.goods {
        Goods::UseBy(_, date) => marked(date, year),
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::Serial { .. }
        | Goods::BestBefore(..)
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => own_day(dossier, "itemExpirationDate"),
    }
}

fn best_before(dossier: &Dossier<'_>, year: i16) -> Option<Day> {
    match dossier.goods {
        Goods::BestBefore(_, date) => marked(date, year),
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::Serial { .. }
        | Goods::UseBy(..)
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => own_day(dossier, "bestBeforeDate"),
    }
}

/// The earliest such day that a maker of the goods told.
fn own_day(dossier: &Dossier<'_>, name: &str) -> Option<Day> {
    let told = nearest::own(dossier).filter_map(|fields| told::day(told::text(fields, name)?));
    told.min_by_key(|day| day.date())
}

/// A date of a label, whose year has two digits.
pub(in crate::views::lot) fn marked(date: &YyMmDd, year: i16) -> Option<Day> {
    let reference = u16::try_from(year).ok()?;
    Day::parse(&date.calendar(reference).iso()).ok()
}

fn dates(dossier: &Dossier<'_>, year: i16) -> impl Iterator<Item = Fact> {
    let fact = |topic, day: Option<Day>| day.map(|day| Fact::new(topic, Value::Day(day)));
    let both = [
        fact(Topic::UseBy, use_by(dossier, year)),
        fact(Topic::BestBefore, best_before(dossier, year)),
    ];
    both.into_iter().flatten()
}

fn keep_at(dossier: &Dossier<'_>) -> Option<Fact> {
    let range = dossier.limits()?;
    Some(Fact::new(Topic::KeepAt, Value::Temperature { min: range.min, max: range.max }))
}

fn allergens(dossier: &Dossier<'_>) -> Option<Fact> {
    let told = dossier.products.iter().flat_map(|told| told.product.allergens.iter().cloned());
    let codes: BTreeSet<String> = told.collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let list = CodeList::Allergen;
    (!codes.is_empty()).then(|| Fact::new(Topic::Allergens, Value::Codes { list, codes }))
}

/// When the goods themselves were made, and by whom if that is not the producer anyway.
fn packed(dossier: &Dossier<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let told =
        nearest::own(dossier).find_map(|fields| told::day(told::text(fields, "productionDate")?));
    facts.extend(told.map(|day| Fact::new(Topic::Packed, Value::Day(day))));
    let packs = |kind| {
        use StepKind::{Cut, Minced, Packed, Processed, Repacked};
        matches!(kind, Some(Cut | Minced | Packed | Processed | Repacked))
    };
    let made = dossier.made().rfind(|(event, _)| packs(kind_of(dossier, event)));
    let is_packer = |iss: &&str| dossier.people.roles(iss).iter().any(|role| role == "packer");
    if let Some(maker) = made.map(|(event, _)| event.issuer.as_str()).filter(is_packer) {
        let actor = dossier.people.actor(maker, StepKind::Packed);
        facts.extend(actor.name.is_some().then(|| Fact::new(Topic::PackedBy, Value::Actor(actor))));
    }
    facts
}

/// An ISO 3166-1 code of two letters; other spellings are shown by nobody.
pub(super) fn country(text: &str) -> Option<String> {
    let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    plain.then(|| text.to_ascii_uppercase())
}

/// The year on which two-digit years of labels are centred (GS1 General Specifications, section
/// 7.12).
pub(in crate::views::lot) fn year_of(now_ms: i64) -> i16 {
    let now = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(now).date().year()
}

/// A civil day as AI 15 and 17 write it.
pub(in crate::views::lot) fn yymmdd(day: Date) -> String {
    format!("{:02}{:02}{:02}", day.year().rem_euclid(100), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::{country, marked, merged, yymmdd};
    use crate::views::model::{Fact, Topic, Value};
    use gs1::YyMmDd;

    #[test]
    fn a_topic_has_one_line_and_says_each_value_once() {
        let fact = |topic, text: &str| Fact::new(topic, Value::Plain(text.to_owned()));
        let told = merged(vec![
            fact(Topic::BornIn, "FR"),
            fact(Topic::RearedIn, "IT"),
            fact(Topic::BornIn, "IE"),
            fact(Topic::BornIn, "FR"),
            fact(Topic::RearedIn, "IT"),
        ]);
        let both = ["FR", "IE"].map(|code| Value::Plain(code.to_owned())).to_vec();
        assert_eq!(
            told,
            [Fact::new(Topic::BornIn, Value::Several(both)), fact(Topic::RearedIn, "IT")]
        );
    }

    #[test]
    fn a_label_has_two_digits_of_the_year() {
        let date = YyMmDd::parse("261106").unwrap();
        let day = marked(&date, 2026).unwrap();
        assert_eq!(day.to_string(), "2026-11-06");
        assert_eq!(yymmdd(day.date()), "261106");
    }

    #[test]
    fn a_country_has_two_letters() {
        assert_eq!(country("es").as_deref(), Some("ES"));
        assert_eq!(country("724"), None);
        assert_eq!(country("Spain"), None);
    }
}
