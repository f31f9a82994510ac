//! Reading what senders added under a namespace, by the last part of its name.

use crate::views::model::Day;
use epcis::Extensions;
use json::Json;

/// A text member of an event or of its `ilmd`.
pub(super) fn text<'e>(fields: &'e Extensions, name: &str) -> Option<&'e str> {
    fields.text(name).map(str::trim).filter(|text| !text.is_empty())
}

/// The texts of a member that is a list of texts, or one text.
pub(super) fn texts<'e>(fields: &'e Extensions, name: &str) -> Vec<&'e str> {
    match fields.field(name) {
        Some(Json::Array(items)) => items.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(text)) => vec![text],
        Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_)) | None => Vec::new(),
    }
}

/// A whole number, written as a number or as a text.
pub(super) fn number(fields: &Extensions, name: &str) -> Option<u32> {
    match fields.field(name)? {
        Json::Number(number) => number.as_str().parse().ok(),
        Json::String(text) => text.parse().ok(),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// The day that a text begins with. A date on a pack has no time zone, so none is applied.
pub(super) fn day(text: &str) -> Option<Day> {
    Day::parse(text.get(..10)?).ok()
}

/// The member of a nested object whose name ends so, behind any prefix.
pub(super) fn member<'j>(object: &'j Json, name: &str) -> Option<&'j Json> {
    let members = object.as_object()?;
    let local = |full: &str| full.rsplit([':', '/', '#']).next() == Some(name);
    members.iter().find(|(full, _)| local(full)).map(|(_, value)| value)
}

/// The objects of a list that stands alone, or in an object under `inner`: both spellings of an XML
/// list in JSON are about.
pub(super) fn list<'j>(value: &'j Json, inner: &str) -> Vec<&'j Json> {
    let value = member(value, inner).unwrap_or(value);
    match value {
        Json::Array(items) => items.iter().filter(|item| item.as_object().is_some()).collect(),
        Json::Object(_) => vec![value],
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
    }
}

/// A text in a nested object.
pub(super) fn inner_text<'j>(object: &'j Json, name: &str) -> Option<&'j str> {
    member(object, name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{day, inner_text, list, member};
    use json::Json;

    fn parse(text: &str) -> Json {
        let limits = json::Limits { bytes_max: 1_000, depth_max: 8, values_max: 100 };
        json::parse(text.as_bytes(), &limits).unwrap()
    }

    #[test]
    fn members_are_found_behind_any_prefix() {
        let value = parse(r#"{"cbvmda:vesselName":"Nova","https://a.example/voc#flag":"ES"}"#);
        assert_eq!(inner_text(&value, "vesselName"), Some("Nova"));
        assert_eq!(inner_text(&value, "flag"), Some("ES"));
        assert_eq!(inner_text(&value, "Name"), None);
    }

    #[test]
    fn a_list_is_read_with_and_without_its_inner_name() {
        let bare = parse(r#"[{"a":1},{"a":2},3]"#);
        let within = parse(r#"{"x:certification":[{"a":1},{"a":2}]}"#);
        let one = parse(r#"{"certification":{"a":1}}"#);
        assert_eq!(list(&bare, "certification").len(), 2);
        assert_eq!(list(&within, "certification").len(), 2);
        assert_eq!(list(&one, "certification").len(), 1);
        assert!(member(&bare, "a").is_none());
    }

    #[test]
    fn a_date_never_passes_through_utc() {
        let told = |text: &str| day(text).map(|day| day.to_string());
        assert_eq!(told("2026-11-06T23:59:59+01:00").as_deref(), Some("2026-11-06"));
        assert_eq!(told("2026-11-06").as_deref(), Some("2026-11-06"));
        assert_eq!(told("6 November"), None);
    }
}
