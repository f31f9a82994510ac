//! Finding who told a fact: the events of the goods themselves before those of what they were made
//! from.

use crate::views::lot::dossier::Dossier;
use crate::views::lot::told;
use crate::views::model::{Day, Fact, Topic, Value};
use epcis::Extensions;
use std::collections::BTreeSet;

/// The facts about lots that the events of the journey tell, the newest first.
pub(super) fn all<'d>(dossier: &'d Dossier<'_>) -> impl Iterator<Item = &'d Extensions> {
    let told = dossier.told().rev();
    told.filter_map(|(_, entry)| dossier.shown(entry).ilmd.as_ref())
}

/// The facts that the maker of the goods themselves told, the newest first.
pub(super) fn own<'d>(dossier: &'d Dossier<'_>) -> impl Iterator<Item = &'d Extensions> {
    let made = dossier.made().rev();
    made.filter_map(|(_, entry)| dossier.shown(entry).ilmd.as_ref())
}

/// The text of a fact, of the goods or the nearest of their sources.
pub(super) fn text<'d>(dossier: &'d Dossier<'_>, name: &str) -> Option<&'d str> {
    all(dossier).find_map(|fields| told::text(fields, name))
}

/// The list of the first that tells one.
pub(super) fn texts<'d>(dossier: &'d Dossier<'_>, name: &str) -> Vec<&'d str> {
    all(dossier)
        .map(|fields| told::texts(fields, name))
        .find(|list| !list.is_empty())
        .unwrap_or_default()
}

/// First and last of all days that any source tells under these names.
pub(super) fn days(dossier: &Dossier<'_>, names: &[&str]) -> Option<(Day, Day)> {
    let told = all(dossier)
        .flat_map(|fields| names.iter().filter_map(|name| told::day(told::text(fields, name)?)));
    let days: BTreeSet<_> = told.map(Day::date).collect();
    Some((Day::from(*days.first()?), Day::from(*days.last()?)))
}

/// A day or several under one topic.
pub(super) fn day_fact(topic: Topic, (from, until): (Day, Day)) -> Fact {
    let value = if from == until { Value::Day(from) } else { Value::Days { from, until } };
    Fact::new(topic, value)
}
