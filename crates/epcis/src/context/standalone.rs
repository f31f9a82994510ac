//! An event taken out of its document, with as much of the document's `@context` as it needs.

use super::prefixes::{Context, entries};
use json::{Json, Object};
use std::collections::BTreeSet;

/// URI schemes that are never meant as prefixes; the list only saves bytes.
const SCHEMES: &[&str] = &["geo", "http", "https", "mailto", "ni", "tel", "urn"];

/// The event as it would stand alone: as sent if it uses no name of the document's `@context`, else
/// with `@context` first, holding the entries of the document that it uses and then its own.
pub(crate) fn standalone(event: &Json, document: Option<&Json>) -> Json {
    let Some(members) = event.as_object() else {
        return event.clone();
    };
    let own = members.get("@context");
    let inherited = inherited(members, document, own);
    if inherited.is_empty() {
        return event.clone();
    }
    let mut merged = inherited;
    merged.extend(entries(own).iter().filter(|entry| !matches!(entry, Json::Null)).cloned());
    dedupe(&mut merged);
    let context = [("@context".to_owned(), Json::Array(merged))].into_iter();
    let rest = members.iter().filter(|(name, _)| *name != "@context");
    let rest = rest.map(|(name, value)| (name.to_owned(), value.clone()));
    Json::Object(context.chain(rest).collect::<Object>())
}

fn dedupe(list: &mut Vec<Json>) {
    let mut kept: Vec<Json> = Vec::with_capacity(list.len());
    for entry in list.drain(..) {
        if !kept.contains(&entry) {
            kept.push(entry);
        }
    }
    *list = kept;
}

/// The entries of the document that the event needs; GS1's own context comes with the first of them
/// or with a context of the event's own, so that the result is a whole JSON-LD document.
fn inherited(members: &Object, document: Option<&Json>, own: Option<&Json>) -> Vec<Json> {
    let mut used = BTreeSet::new();
    for (name, value) in members.iter().filter(|(name, _)| *name != "@context") {
        note_prefix(name, &mut used);
        note_prefixes(value, &mut used);
    }
    let understood = Context::of(document).extended(own);
    let foreign = used.iter().any(|prefix| !understood.knows(prefix) && !SCHEMES.contains(prefix));
    let needed = |entry: &Json| match entry {
        Json::String(link) => foreign && !is_gs1(link),
        Json::Object(terms) => {
            terms.names().any(|term| term.starts_with('@') || used.contains(term))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => false,
    };
    let list = entries(document);
    if own.is_none() && !list.iter().any(needed) {
        return Vec::new();
    }
    list.iter()
        .filter(|entry| needed(entry) || entry.as_str().is_some_and(is_gs1))
        .cloned()
        .collect()
}

/// GS1's context for EPCIS, under any of the addresses it has had.
fn is_gs1(link: &str) -> bool {
    link.ends_with("/epcis-context.jsonld")
}

fn note_prefix<'a>(text: &'a str, used: &mut BTreeSet<&'a str>) {
    if let Some((prefix, rest)) = text.split_once(':')
        && !rest.starts_with("//")
    {
        used.insert(prefix);
    }
}

fn note_prefixes<'a>(value: &'a Json, used: &mut BTreeSet<&'a str>) {
    match value {
        Json::String(text) => note_prefix(text, used),
        Json::Array(items) => items.iter().for_each(|item| note_prefixes(item, used)),
        Json::Object(members) => {
            for (name, inner) in members.iter() {
                note_prefix(name, used);
                note_prefixes(inner, used);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        let limits = json::Limits { bytes_max: 10_000, depth_max: 16, values_max: 1_000 };
        json::parse(text.as_bytes(), &limits).unwrap()
    }

    #[test]
    fn an_event_takes_along_what_it_uses_and_no_more() {
        let document = json(
            r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
                {"a":"http://a.example/"},{"b":"http://b.example/"},"https://remote.example/c.jsonld"]"#,
        );
        for (event, context) in [
            (r#"{"type":"ObjectEvent","epcList":["urn:epc:id:sgtin:1.2.3"]}"#, "none"),
            (
                r#"{"a:x":{"deep":["b:y"]}}"#,
                r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",{"a":"http://a.example/"},{"b":"http://b.example/"}]"#,
            ),
            (
                r#"{"r:x":1}"#,
                r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld","https://remote.example/c.jsonld"]"#,
            ),
            (
                r#"{"@context":{"a":"http://own.example/"},"a:x":1}"#,
                r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",{"a":"http://a.example/"},{"a":"http://own.example/"}]"#,
            ),
        ] {
            let alone = standalone(&json(event), Some(&document));
            let found = alone.get("@context").map_or("none".to_owned(), ToString::to_string);
            assert_eq!(found, context, "{event}");
        }
    }

    #[test]
    fn the_event_reads_the_same_alone_as_in_its_document() {
        let document = json(r#"{"a":"http://a.example/"}"#);
        let alone = standalone(&json(r#"{"a:x":1}"#), Some(&document));
        let there = Context::of(Some(&document)).expand("a:x");
        assert_eq!(Context::of(alone.get("@context")).expand("a:x"), there);
    }
}
