//! The journey as a list, oldest step first.

use crate::http::pages::{L10n, Said};
use crate::views::model::{How, Journey, Moment, Role, Signed, Split, Step, Words};

/// One line of the journey, worded.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) who: Option<Said>,
    pub(super) place: Option<String>,
    pub(super) day: Option<String>,
    /// For `<time datetime>`.
    pub(super) machine: String,
    /// What is special about the signature; an ordinary one needs no words.
    pub(super) notes: Vec<String>,
    /// Grey and interrupted if nobody recorded it.
    pub(super) recorded: bool,
}

/// Every step, with the year only where it changes.
pub(super) fn entries(journey: &Journey, l: L10n) -> Vec<Entry> {
    let mut year = String::new();
    let mut entries = Vec::with_capacity(journey.steps.len());
    for step in &journey.steps {
        let own_year = step.at.map(|at| year_of(at, l)).unwrap_or_default();
        let same = own_year == year;
        entries.push(entry(step, same, l));
        if !own_year.is_empty() {
            year = own_year;
        }
    }
    entries
}

fn entry(step: &Step, same_year: bool, l: L10n) -> Entry {
    let day = |at: Moment| if same_year { l.short_day_of(at) } else { l.day_of(at) };
    let from = step.at.map(day);
    let text = step.at.map(|at| l.span(at, step.until.unwrap_or(at), !same_year));
    Entry {
        label: l.step(step.kind),
        who: step.by.as_ref().map(|by| l.actor_alone(by)),
        place: step.place.as_ref().and_then(|place| l.place(place)),
        day: text,
        machine: from.map(|from| from.machine).unwrap_or_default(),
        notes: notes(step, l),
        recorded: step.signed.is_some(),
    }
}

fn notes(step: &Step, l: L10n) -> Vec<String> {
    let Some(signed) = &step.signed else { return vec![l.t("step-not-recorded")] };
    let mut notes: Vec<String> = Vec::new();
    let others = step.by.as_ref() != Some(&signed.by);
    notes.extend(signature(signed, others, l));
    if signed.disputed {
        notes.push(l.with("step-disputed", [("by", capital_actor(signed, l).into())]));
    }
    notes
}

/// How a record was signed, if that is not simply by the company whose step it is.
pub(super) fn signature(signed: &Signed, others: bool, l: L10n) -> Vec<String> {
    let by = || l.actor(&signed.by);
    let through = |operator: &Words| {
        let operator = l.plain(operator)?;
        Some(l.with("step-through", [("by", by().into()), ("operator", operator.into())]))
    };
    // A firm that shoppers do not know by name vouches by its role.
    let vouched = |by: String, on: Moment| {
        l.with("step-vouched", [("by", by.into()), ("day", l.day_of(on).text.into())])
    };
    match &signed.how {
        How::Own if others => vec![l.with("step-signed-by", [("by", by().into())])],
        How::Own => Vec::new(),
        How::Through { operator } => through(operator).into_iter().collect(),
        How::For { principal, operator, vouched: on } => {
            let principal = l.plain(principal).map(|principal| {
                l.with("step-for", [("by", by().into()), ("principal", principal.into())])
            });
            let operator = operator.as_ref().and_then(through);
            principal.into_iter().chain(operator).chain(on.map(|on| vouched(by(), on))).collect()
        }
        How::Vouched { by: name, on } => {
            vec![vouched(l.plain(name).unwrap_or_else(by), *on)]
        }
    }
}

fn capital_actor(signed: &Signed, l: L10n) -> String {
    l.actor_alone(&signed.by).text
}

fn year_of(at: Moment, l: L10n) -> String {
    l.day_of(at).machine.split('-').next().unwrap_or_default().to_owned()
}

/// Where the packs part: "From Vigo this lot went to shops in 3 countries".
pub(super) fn split(split: &Split, l: L10n) -> String {
    let who = l.t(if split.to == Role::Shop { "split-shops" } else { "split-others" });
    let names: Vec<String> = split.countries.iter().map(|code| l.country(code)).collect();
    let place = split.from.as_ref().and_then(|place| {
        place.name.as_ref().and_then(|name| l.plain(name)).or_else(|| l.place(place))
    });
    let (n, countries) = (names.len(), l.list(&names));
    match (n, place) {
        (0, _) => l.t("split-nowhere"),
        (_, None) => {
            let args = [("n", n.into()), ("who", who.into()), ("countries", countries.into())];
            l.with("split-unplaced", args)
        }
        (_, Some(place)) => {
            let args = [
                ("n", n.into()),
                ("place", place.into()),
                ("who", who.into()),
                ("countries", countries.into()),
            ];
            l.with("split-known", args)
        }
    }
}
