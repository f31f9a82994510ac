//! A page in a few lines of text, to be compared with what should stand there.

use serde_json::Value;

/// The lines of a journey: step, who, where, how many records; `?` where no proof is published.
pub(super) fn told(page: &Value) -> Vec<String> {
    let journey = &page["journey"];
    let mut lines: Vec<String> = list(&journey["steps"]).map(line).collect();
    let split = &journey["split"];
    if !split.is_null() {
        let countries: Vec<&str> = list(&split["countries"]).filter_map(Value::as_str).collect();
        let (from, to) = (place(&split["from"]), &split["to"]);
        lines.push(format!("{from} -> {} in {}", to.as_str().unwrap(), countries.join(" ")));
    }
    lines
}

fn line(step: &Value) -> String {
    let records = list(&step["event_ids"]).count();
    let times = if records > 1 { format!(" x{records}") } else { String::new() };
    let proof = if step["provable"] == true { "" } else { " ?" };
    let how = &step["signed"]["how"];
    let principal = match how["way"].as_str() {
        Some("for") => format!(" (entered for {})", words(&how["principal"])),
        _ => String::new(),
    };
    let kind = step["kind"].as_str().unwrap();
    format!("{kind} | {} | {}{times}{principal}{proof}", actor(&step["by"]), place(&step["place"]))
}

/// A firm by its name, or its role in brackets.
pub(super) fn actor(actor: &Value) -> String {
    if actor["name"].is_null() {
        return format!("({})", actor["role"].as_str().unwrap_or("nobody"));
    }
    words(&actor["name"])
}

pub(super) fn place(place: &Value) -> String {
    if let Some(area) = place["fao_area"].as_str() {
        return area.to_owned();
    }
    let parts = ["name", "region"].map(|part| words(&place[part]));
    let country = place["country"].as_str().unwrap_or_default().to_owned();
    let parts: Vec<String> = parts.into_iter().chain([country]).filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}

/// The English text, or the only one.
pub(super) fn words(words: &Value) -> String {
    let text = words.get("en").or_else(|| words.as_object()?.values().next());
    text.and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The value of the first fact about a topic.
pub(super) fn fact<'p>(page: &'p Value, topic: &str) -> &'p Value {
    list(&page["facts"])
        .find(|fact| fact["topic"] == topic)
        .map_or(&Value::Null, |fact| &fact["value"]["is"])
}

/// What the facts above the fold are about.
pub(super) fn first_topics(page: &Value) -> Vec<&str> {
    list(&page["facts"]).take(4).filter_map(|fact| fact["topic"].as_str()).collect()
}

/// Fails unless the journey reads like `expected`, one line a step.
pub(super) fn reads(page: &Value, expected: &str) {
    let expected: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let told = told(page);
    assert_eq!(told, expected, "the journey of {}:\n{}", page["code"]["uri"], told.join("\n"));
}
