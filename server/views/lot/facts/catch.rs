//! Fish: Regulation (EU) 1379/2013 article 35 asks for name, method, area, gear and defrosting;
//! GDST 1.2 names the members.

use super::nearest::{self, day_fact};
use super::{asfis, gear};
use crate::views::lot::dossier::Dossier;
use crate::views::lot::record::Entry;
use crate::views::lot::step::kind_of;
use crate::views::lot::told;
use crate::views::model::{CodeList, Fact, Place, Role, StepKind, Topic, Value, Words};
use epcis::{Event, Extensions};
use json::Json;
use std::collections::BTreeSet;
use trace::Event as Traced;

/// What stands first, and what stands behind dates and storage.
pub(super) fn facts(dossier: &Dossier<'_>) -> (Vec<Fact>, Vec<Fact>) {
    let areas: BTreeSet<String> =
        dossier.told().filter_map(|(_, entry)| area(dossier.shown(entry))).collect();
    let mut first: Vec<Fact> = caught(dossier, &areas).into_iter().collect();
    first.extend(vessel(dossier));
    let mut more: Vec<Fact> = species(dossier).into_iter().collect();
    more.extend(method(dossier));
    more.extend(gears(dossier));
    more.extend(catch_area(&areas, &first));
    more.extend(landed(dossier));
    more.extend(defrosted(dossier));
    (first, more)
}

/// The FAO area of a catch, with subarea and division: `27.7.j`.
pub(in crate::views::lot) fn area(event: &Event) -> Option<String> {
    let mut told = catches(event.ilmd.as_ref()?).into_iter();
    let area = told.find_map(|catch| told::inner_text(catch, "catchArea"))?;
    let code = area.rsplit([':', '/']).next().unwrap_or(area);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    ((2..=16).contains(&code.len()) && code.bytes().all(plain)).then(|| code.to_owned())
}

/// The catches that an `ilmd` tells.
fn catches(fields: &Extensions) -> Vec<&Json> {
    let list = fields.field("vesselCatchInformationList");
    list.map(|list| told::list(list, "vesselCatchInformation")).unwrap_or_default()
}

fn all_catches<'d>(dossier: &'d Dossier<'_>) -> impl Iterator<Item = &'d Json> {
    nearest::all(dossier).flat_map(catches)
}

/// One day in one area stand together, several days alone.
fn caught(dossier: &Dossier<'_>, areas: &BTreeSet<String>) -> Option<Fact> {
    let (from, until) = nearest::days(dossier, &["harvestStartDate", "harvestEndDate"])
        .or_else(|| days_of(dossier, StepKind::Caught))?;
    let mut codes = areas.iter();
    match (codes.next(), codes.next()) {
        (Some(code), None) if from == until => {
            let place = Place { fao_area: Some(code.clone()), ..Place::default() };
            Some(Fact::new(Topic::Caught, Value::PlaceOn { place, on: from }))
        }
        _ => Some(day_fact(Topic::Caught, (from, until))),
    }
}

/// The local days of the events of a kind.
fn days_of(
    dossier: &Dossier<'_>,
    kind: StepKind,
) -> Option<(crate::views::model::Day, crate::views::model::Day)> {
    let of_kind = |event: &Traced| kind_of(dossier, event) == Some(kind);
    let days = dossier.told().filter(|(event, _)| of_kind(event));
    let days: BTreeSet<_> = days.filter_map(|(_, entry)| local_day(entry)).collect();
    Some(((*days.first()?).into(), (*days.last()?).into()))
}

/// The day of an event on the clock of its place.
fn local_day(entry: &Entry) -> Option<jiff::civil::Date> {
    let local = jiff::Timestamp::from_millisecond(entry.clear.time.local_ms()).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(local).date())
}

/// The ship, if there was one and its firm lets itself be named.
fn vessel(dossier: &Dossier<'_>) -> Option<Fact> {
    let mut ships: BTreeSet<(String, Option<String>)> = BTreeSet::new();
    let mut named = true;
    for (event, entry) in dossier.told() {
        let catches = dossier.shown(entry).ilmd.as_ref().map(catches).unwrap_or_default();
        for catch in catches {
            let Some(name) = told::inner_text(catch, "vesselName") else { continue };
            let flag = told::inner_text(catch, "vesselFlagState").and_then(super::common::country);
            ships.insert((name.to_owned(), flag));
            named &= dossier.people.is_named(&event.issuer);
        }
    }
    let count = ships.len();
    let (name, flag) = ships.pop_first().filter(|_| count == 1)?;
    if named {
        let name = Words::one("und", &name);
        return Some(Fact::new(Topic::CaughtBy, Value::Vessel { name, flag }));
    }
    let nobody = crate::views::model::Actor { name: None, role: Role::Vessel };
    Some(Fact::new(Topic::CaughtBy, Value::Actor(nobody)))
}

fn species(dossier: &Dossier<'_>) -> Option<Fact> {
    let told = dossier.product()?.product.species.clone()?;
    Some(Fact::new(Topic::Species, asfis::species(&told)))
}

/// CBV 2.0 section 9 (`productionMethodForFishAndSeafoodCode`) in the words of the regulation.
fn method(dossier: &Dossier<'_>) -> Option<Fact> {
    let told = nearest::text(dossier, "productionMethodForFishAndSeafoodCode")?;
    let code = match told.rsplit([':', '/', '-']).next().unwrap_or(told) {
        "MARINE_FISHERY" => "wild",
        "INLAND_FISHERY" => "freshwater",
        "AQUACULTURE" => "farmed",
        _ => return None,
    };
    let value = Value::Coded { list: CodeList::Production, code: code.to_owned() };
    Some(Fact::new(Topic::ProductionMethod, value))
}

fn gears(dossier: &Dossier<'_>) -> Option<Fact> {
    let told =
        all_catches(dossier).filter_map(|catch| told::inner_text(catch, "fishingGearTypeCode"));
    let codes: BTreeSet<String> = told.filter_map(gear::code).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let list = CodeList::Gear;
    (!codes.is_empty()).then(|| Fact::new(Topic::CaughtWith, Value::Codes { list, codes }))
}

/// The areas, unless the first fact says the only one.
fn catch_area(areas: &BTreeSet<String>, first: &[Fact]) -> Option<Fact> {
    let said = first.iter().any(|fact| matches!(fact.value, Value::PlaceOn { .. }));
    let codes: Vec<String> = areas.iter().cloned().collect();
    let list = CodeList::Area;
    (!said && !codes.is_empty()).then(|| Fact::new(Topic::CatchArea, Value::Codes { list, codes }))
}

fn landed(dossier: &Dossier<'_>) -> Option<Fact> {
    let days = days_of(dossier, StepKind::Landed)?;
    Some(day_fact(Topic::Landed, days))
}

fn defrosted(dossier: &Dossier<'_>) -> Option<Fact> {
    let yes = nearest::all(dossier).find_map(|fields| fields.field("defrosted")?.as_bool())?;
    Some(Fact::new(Topic::Defrosted, Value::Flag(yes)))
}
