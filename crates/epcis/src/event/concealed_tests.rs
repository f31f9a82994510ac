//! Concealed members in words.

use super::tests::event;
use super::*;
use json::Json;

#[test]
fn what_may_be_concealed_is_not_missed() {
    let goods = r#""action":"ADD","epcList":["urn:a:b"]"#;
    for (kind, more, digests) in [
        ("TransactionEvent", format!(r#"{goods},"_sd":["DIGEST"]"#), Some(1)),
        ("ObjectEvent", r#""action":"ADD","_sd":["DIGEST"],"readPoint":{"id":"urn:a:b"}"#.to_owned(), Some(1)),
        ("ObjectEvent", format!(r#"{goods},"readPoint":{{"_sd":["DIGEST"]}},"bizLocation":{{"_sd":["DIGEST"]}}"#), Some(2)),
        ("ObjectEvent", r#""action":"ADD","quantityList":[{"epcClass":"urn:a:b","_sd":["DIGEST","DIGEST"]}]"#.to_owned(), Some(2)),
        ("ObjectEvent", r#""action":"ADD","quantityList":[{"epcClass":"urn:a:b","quantity":1.5,"_sd":["DIGEST"]}]"#.to_owned(), Some(1)),
        ("ObjectEvent", format!(r#"{goods},"ilmd":{{"_sd":["DIGEST"]}}"#), Some(1)),
        ("ObjectEvent", format!(r#"{goods},"a:b":{{"_sd":["DIGEST"]}}"#), Some(1)),
        // Always clear, so missed even where something is concealed.
        ("ObjectEvent", r#""action":"ADD","_sd":["DIGEST"]"#.to_owned(), None),
        ("AssociationEvent", r#""action":"DELETE","_sd":["DIGEST"]"#.to_owned(), None),
        ("ObjectEvent", r#""action":"ADD","quantityList":[{"_sd":["DIGEST"]}]"#.to_owned(), None),
        // Where nothing may be concealed.
        ("ObjectEvent", format!(r#"{goods},"a:b":{{"_sd":["DIGEST"]}},"a:c":{{"_sd":["DIGEST"]}}"#), None),
        ("ObjectEvent", format!(r#"{goods},"a:b":{{"c":{{"_sd":["DIGEST"]}}}}"#), None),
        ("ObjectEvent", format!(r#"{goods},"ilmd":{{"a:b":{{"_sd":["DIGEST"]}}}}"#), None),
        ("ObjectEvent", format!(r#"{goods},"errorDeclaration":{{"declarationTime":"2026-03-01T10:00:00Z","_sd":["DIGEST"]}}"#), None),
        ("ObjectEvent", format!(r#"{goods},"sourceList":[{{"type":"location","source":"urn:a:b","_sd":["DIGEST"]}}]"#), None),
        ("ObjectEvent", format!(r#"{goods},"_sd_alg":"sha-256""#), None),
        ("ObjectEvent", format!(r#"{goods},"a:b":[{{"...":"DIGEST"}}]"#), None),
        // Badly formed.
        ("ObjectEvent", format!(r#"{goods},"_sd":[]"#), None),
        ("ObjectEvent", format!(r#"{goods},"_sd":["short"]"#), None),
        ("ObjectEvent", format!(r#"{goods},"_sd":"DIGEST""#), None),
    ] {
        let event = event(kind, &more);
        let found = Event::read_opened(&event);
        assert_eq!(found.as_ref().map(|event| event.concealed).ok(), digests, "{more}: {found:?}");
        assert!(Event::read(&event).is_err(), "a plain event conceals nothing: {more}");
    }
}

#[test]
fn a_query_never_answers_digests() {
    let goods = r#""action":"ADD","epcList":["urn:a:b"]"#;
    for (concealed, bare) in [
        (format!(r#"{goods},"_sd":["DIGEST"]"#), goods.to_owned()),
        (
            format!(
                r#"{goods},"readPoint":{{"_sd":["DIGEST"]}},"ilmd":{{"_sd":["DIGEST"],"a:b":1}}"#
            ),
            format!(r#"{goods},"ilmd":{{"a:b":1}}"#),
        ),
        (format!(r#"{goods},"a:b":{{}}"#), format!(r#"{goods},"a:b":{{}}"#)),
    ] {
        let found = without_digests(&event("ObjectEvent", &concealed));
        assert_eq!(found, event("ObjectEvent", &bare));
    }
}

#[test]
fn a_declaration_repeats_its_event() {
    let original =
        event("ObjectEvent", r#""action":"ADD","epcList":["urn:a:b"],"eventID":"urn:a:1""#);
    for (other, same) in [
        (r#""eventID":"urn:a:1","epcList":["urn:a:b"],"action":"ADD""#, true),
        (
            r#""eventID":"urn:a:1","epcList":["urn:a:b"],"action":"ADD","recordTime":"2026-03-02T10:00:00Z","errorDeclaration":{"declarationTime":"2026-03-02T10:00:00Z"}"#,
            true,
        ),
        (r#""eventID":"urn:a:1","epcList":["urn:a:c"],"action":"ADD""#, false),
        (r#""eventID":"urn:a:1","epcList":["urn:a:b"],"action":"ADD","bizStep":"other""#, false),
        (r#""epcList":["urn:a:b"],"action":"ADD""#, false),
    ] {
        let other = event("ObjectEvent", other);
        assert_eq!(same_apart_from_error(&original, &other), same, "{other}");
        assert_eq!(same_apart_from_error(&other, &original), same, "{other}");
    }
    assert!(!same_apart_from_error(&Json::Null, &Json::Null));
}
