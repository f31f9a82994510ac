//! The events of a document as they happened.

use gs1::Goods;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// The documents.
pub(super) const FILES: [&str; 3] = ["hake.json", "mango.json", "beef.json"];

/// An event and its instant.
pub(super) struct Told {
    pub(super) at: Timestamp,
    pub(super) event: Value,
}

impl Told {
    pub(super) fn step(&self) -> &str {
        self.event["bizStep"].as_str().unwrap_or_default()
    }

    pub(super) fn is(&self, kind: &str, action: &str) -> bool {
        self.event["type"] == kind && self.event["action"] == action
    }

    /// The goods of a list of instances, by their canonical names.
    pub(super) fn instances(&self, list: &str) -> Vec<String> {
        items(&self.event[list]).map(|code| canonical(code.as_str().unwrap())).collect()
    }

    /// The lots of a list, how much of each, and the unit.
    pub(super) fn lots(&self, list: &str) -> Vec<(String, i64, String)> {
        let one = |item: &Value| {
            let quantity = item["quantity"].as_i64().expect("a whole number");
            let unit = item["uom"].as_str().unwrap_or("pieces").to_owned();
            (canonical(item["epcClass"].as_str().unwrap()), quantity, unit)
        };
        items(&self.event[list]).map(one).collect()
    }

    pub(super) fn id(&self) -> &str {
        self.event["eventID"].as_str().unwrap()
    }
}

/// What happened, in order; what was declared wrong is left out.
pub(super) fn happened(file: &str) -> Vec<Told> {
    let document = read(file);
    let all: Vec<Value> = items(&document["epcisBody"]["eventList"]).cloned().collect();
    let is_declaration = |event: &Value| !event["errorDeclaration"].is_null();
    let wrong: BTreeSet<&str> = all
        .iter()
        .filter(|event| is_declaration(event))
        .map(|event| event["eventID"].as_str().unwrap())
        .collect();
    let counts = |event: &&Value| !wrong.contains(event["eventID"].as_str().unwrap());
    let told = |event: &Value| Told { at: instant(&event["eventTime"]), event: event.clone() };
    let mut told: Vec<Told> = all.iter().filter(counts).map(told).collect();
    told.sort_by_key(|one| one.at);
    assert!(told.len() > 50, "{file} tells a whole journey");
    told
}

/// What happened in all of the documents, which have no goods in common.
pub(super) fn everything() -> impl Iterator<Item = (&'static str, Told)> {
    FILES.into_iter().flat_map(|file| happened(file).into_iter().map(move |told| (file, told)))
}

pub(super) fn read(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(file);
    let text = std::fs::read_to_string(path).unwrap().replace("{chain}", "demo.example");
    serde_json::from_str(&text).unwrap()
}

/// An instant as EPCIS writes it; a date or an hour that does not exist fails.
pub(super) fn instant(text: &Value) -> Timestamp {
    let text = text.as_str().expect("a time");
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

pub(super) fn canonical(code: &str) -> String {
    Goods::parse(code).unwrap_or_else(|error| panic!("{code}: {error}")).uri()
}
