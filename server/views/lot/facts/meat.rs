//! Meat: born, reared, slaughtered, cut, and the reference code (Regulation (EC) 1760/2000 articles
//! 13 and 14; (EU) 1337/2013).

use super::common::country;
use super::nearest;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::told;
use crate::views::model::{Fact, Place, Topic, Value};

/// What stands first, and what stands behind dates and storage.
pub(super) fn facts(dossier: &Dossier<'_>) -> (Vec<Fact>, Vec<Fact>) {
    let mut first = lived(dossier, Topic::BornIn, "bornIn");
    first.extend(lived(dossier, Topic::RearedIn, "rearedIn"));
    let mut more = plants(dossier, Topic::SlaughteredIn, ("slaughteredIn", "slaughterApproval"));
    // Minced meat of article 14 says "prepared in", all other meat "cutting in".
    more.extend(plants(dossier, Topic::CutIn, ("cutIn", "cuttingApproval")));
    more.extend(plants(dossier, Topic::PreparedIn, ("preparedIn", "preparationApproval")));
    more.extend(reference(dossier));
    let day =
        nearest::own(dossier).find_map(|fields| told::day(told::text(fields, "slaughterDate")?));
    more.extend(day.map(|day| Fact::new(Topic::SlaughteredOn, Value::Day(day))));
    let days = nearest::own(dossier).find_map(|fields| told::number(fields, "maturedDays"));
    more.extend(days.map(|days| Fact::new(Topic::Matured, Value::DayCount(days))));
    (first, more)
}

/// One fact for each country. A record of an event may tell it beside the lot's own facts.
fn lived(dossier: &Dossier<'_>, topic: Topic, name: &str) -> Vec<Fact> {
    let mut codes = nearest::texts(dossier, name);
    if codes.is_empty() {
        let told = dossier.told().rev();
        let beside = told.map(|(_, entry)| told::texts(&dossier.shown(entry).extensions, name));
        codes = beside.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    }
    let place = |code| Place { country: Some(code), ..Place::default() };
    let countries = codes.into_iter().filter_map(country);
    countries.map(|code| Fact::new(topic, Value::Place(place(code)))).collect()
}

/// The countries with the approval number of the plant, which belongs to the only one.
fn plants(dossier: &Dossier<'_>, topic: Topic, (name, approval): (&str, &str)) -> Vec<Fact> {
    let told = nearest::all(dossier).find(|fields| !told::texts(fields, name).is_empty());
    let Some(fields) = told else { return Vec::new() };
    let countries: Vec<String> =
        told::texts(fields, name).into_iter().filter_map(country).collect();
    let number = told::text(fields, approval).filter(|_| countries.len() == 1);
    let approved = |country| Value::Approved { country, number: number.map(str::to_owned) };
    countries.into_iter().map(|country| Fact::new(topic, approved(country))).collect()
}

fn reference(dossier: &Dossier<'_>) -> Option<Fact> {
    let code = nearest::own(dossier).find_map(|fields| told::text(fields, "referenceCode"))?;
    Some(Fact::new(Topic::AnimalReference, Value::Plain(code.to_owned())))
}
