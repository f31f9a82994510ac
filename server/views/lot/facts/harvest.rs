//! Fruit and vegetables: origin, variety, class and size (Delegated Regulation (EU) 2023/2429).

use super::nearest::{self, day_fact};
use super::{asfis, common};
use crate::views::lot::dossier::Dossier;
use crate::views::lot::step::{farms, kind_of};
use crate::views::lot::told;
use crate::views::model::{CodeList, Fact, Place, StepKind, Topic, Value, Words};
use gs1::Goods;
use std::collections::BTreeSet;

/// What stands first, and what stands behind dates and storage.
pub(super) fn facts(dossier: &Dossier<'_>) -> (Vec<Fact>, Vec<Fact>) {
    let picked = nearest::days(dossier, &["harvestStartDate", "harvestEndDate"]);
    let mut more = Vec::new();
    let mut first: Vec<Fact> = match (picked, grown_in(dossier)) {
        // One day in one place stand together, and leave room for the grower.
        (Some((on, until)), Some(place)) if on == until => {
            vec![Fact::new(Topic::Picked, Value::PlaceOn { place, on })]
        }
        (Some(days), place) => {
            more.extend(place.map(|place| Fact::new(Topic::GrownIn, Value::Place(place))));
            vec![day_fact(Topic::Picked, days)]
        }
        (None, place) => {
            place.map(|place| Fact::new(Topic::GrownIn, Value::Place(place))).into_iter().collect()
        }
    };
    first.extend(grown_by(dossier));
    let text = |topic| move |text: &str| Fact::new(topic, Value::Text(Words::one("und", text)));
    more.extend(nearest::text(dossier, "variety").map(text(Topic::Variety)));
    more.extend(species(dossier));
    more.extend(own_text(dossier, "class").map(class));
    more.extend(
        own_text(dossier, "size").map(|size| Fact::new(Topic::Size, Value::Plain(size.to_owned()))),
    );
    more.extend(treatment(dossier));
    (first, more)
}

/// What only the maker of these goods can say of them.
fn own_text<'d>(dossier: &'d Dossier<'_>, name: &str) -> Option<&'d str> {
    nearest::own(dossier).find_map(|fields| told::text(fields, name))
}

fn species(dossier: &Dossier<'_>) -> Option<Fact> {
    let told = dossier.product()?.product.species.clone()?;
    Some(Fact::new(Topic::Species, asfis::species(&told)))
}

fn class(told: &str) -> Fact {
    let code = match told.to_ascii_lowercase().as_str() {
        "i" => "1".to_owned(),
        "ii" => "2".to_owned(),
        other => other.to_owned(),
    };
    Fact::new(Topic::Class, Value::Coded { list: CodeList::Class, code })
}

/// The growers: owners of what was picked.
fn growers(dossier: &Dossier<'_>) -> BTreeSet<String> {
    let picked = dossier.told().filter(|(event, _)| {
        matches!(kind_of(dossier, event), Some(StepKind::Picked | StepKind::Farmed))
    });
    let owner = |goods: &str| {
        let owner = dossier.master.owner(&Goods::parse(goods).ok()?)?;
        Some(owner.iss.as_str().to_owned())
    };
    picked
        .flat_map(|(event, _)| event.objects.iter().chain(&event.outputs))
        .filter_map(|item| owner(&item.goods))
        .collect()
}

fn grown_by(dossier: &Dossier<'_>) -> Option<Fact> {
    let growers = growers(dossier);
    let value = match growers.len() {
        0 => return None,
        1 => Value::Actor(dossier.people.actor(growers.first()?, StepKind::Picked)),
        several => Value::Text(farms(several)),
    };
    Some(Fact::new(Topic::GrownBy, value))
}

/// The region if all growers share it, else the country.
fn grown_in(dossier: &Dossier<'_>) -> Option<Place> {
    let regions: BTreeSet<_> = growers(dossier)
        .iter()
        .map(|grower| {
            let told = dossier.master.place(grower)?;
            let region = told.region.as_ref().map(|region| {
                region
                    .iter()
                    .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
                    .collect::<Vec<_>>()
            });
            Some((told.country.clone(), region))
        })
        .collect();
    let mut regions = regions.into_iter();
    let shared = match (regions.next(), regions.next()) {
        (Some(Some((country, region))), None) => Some(Place {
            region: region.map(|pairs| pairs.into_iter().collect()),
            country: Some(country),
            ..Place::default()
        }),
        _ => None,
    };
    let told = || nearest::text(dossier, "countryOfOrigin").and_then(common::country);
    shared.or_else(|| Some(Place { country: Some(told()?), ..Place::default() }))
}

/// A treatment with hot water, as its minutes and schedule say it (such as 7 CFR 305, T102-a).
fn treatment(dossier: &Dossier<'_>) -> Option<Fact> {
    let mut minutes = BTreeSet::new();
    let mut schedules = BTreeSet::new();
    for (_, entry) in dossier.told() {
        let fields = &dossier.shown(entry).extensions;
        if told::text(fields, "process") == Some("hot_water_treated") {
            minutes.extend(told::number(fields, "treatmentMinutes"));
            schedules.extend(told::text(fields, "treatmentSchedule").map(str::to_owned));
        }
    }
    let text = |parts: Vec<String>, and: &str| parts.join(and);
    let told: Vec<String> = minutes.iter().map(u32::to_string).collect();
    if told.is_empty() {
        return None;
    }
    let schedule: Vec<String> = schedules.into_iter().collect();
    let behind = |open: &str, close: &str| {
        if schedule.is_empty() {
            String::new()
        } else {
            format!("{open}{}{close}", schedule.join(", "))
        }
    };
    let english = format!("Hot water, {} minutes{}", text(told.clone(), " or "), behind(" (", ")"));
    let chinese = format!("热水处理 {} 分钟{}", text(told, " 或 "), behind("（", "）"));
    let words = Words::one("en", &english).and("zh-Hans", &chinese);
    Some(Fact::new(Topic::Treatment, Value::Text(words)))
}
