//! Documents in words.

use super::*;

const EVENT: &str = r#"{"type":"ObjectEvent","eventTime":"2026-03-01T10:00:00Z","eventTimeZoneOffset":"+01:00","action":"ADD","epcList":["urn:a:b"],"x:a":1}"#;
const BAD: &str = r#"{"type":"ObjectEvent","eventTime":"2026-03-01T10:00:00Z","eventTimeZoneOffset":"+01:00","action":"ADD"}"#;

/// `Ok` with the kind, the number of events and the number of bad ones, or every fault in a line.
fn told(text: &str) -> String {
    match Document::parse(text.as_bytes()) {
        Ok(document) => {
            let bad = document.events.iter().filter(|event| event.result.is_err()).count();
            format!("{:?} {} {bad}", document.kind, document.events.len())
        }
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            lines.join("\n")
        }
    }
}

fn document(more: &str, events: &str) -> String {
    format!(
        r#"{{"@context":["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",{{"x":"http://x.example/"}}],
            "type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T10:00:00Z"{more},
            "epcisBody":{{"eventList":[{events}]}}}}"#
    )
}

fn query(results: &str) -> String {
    format!(
        r#"{{"@context":"https://ref.gs1.org/standards/epcis/epcis-context.jsonld","type":"EPCISQueryDocument",
            "epcisHeader":{{"epcisMasterData":{{}}}},"epcisBody":{{"queryResults":{results}}}}}"#
    )
}

#[test]
fn events_come_in_four_forms() {
    for (text, wanted) in [
        (document("", &format!("{EVENT},{BAD}")), "Document 2 1"),
        (document("", ""), "Document 0 0"),
        (
            document(
                r#","_note":"x","sender":"me","epcisHeader":{"epcisMasterData":{"vocabularyList":[]}}"#,
                EVENT,
            ),
            "Document 1 0",
        ),
        (
            query(&format!(r#"{{"queryName":"q","resultsBody":{{"eventList":[{EVENT}]}}}}"#)),
            "QueryDocument 1 0",
        ),
        (format!("[{EVENT},{BAD}]"), "EventList 2 1"),
        (format!(r#"{{"eventList":[{EVENT}]}}"#), "EventList 1 0"),
        (EVENT.replacen('{', r#"{"@context":{"x":"http://x.example/"},"#, 1), "Event 1 0"),
        (format!("\u{feff}{}", document("", EVENT)), "Document 1 0"),
    ] {
        assert_eq!(told(&text), wanted, "{text}");
    }
}

#[test]
fn a_text_that_is_no_document_is_refused_with_every_reason() {
    for (text, wanted) in [
        (String::new(), "this is not JSON"),
        ("{".to_owned(), "this is not JSON"),
        ("7".to_owned(), "this is no EPCIS text: this is a number"),
        ("{}".to_owned(), "the member \"type\" is missing"),
        (r#"{"type":"gs1:Product"}"#.to_owned(), "its type is \"gs1:Product\""),
        (
            r#"{"type":"EPCISDocument","type":"EPCISDocument"}"#.to_owned(),
            "/type: the member \"type\" stands twice",
        ),
        (EVENT.to_owned(), "the member \"@context\" is missing"),
        (
            document(r#","creationDat":1"#, EVENT),
            "/creationDat: \"creationDat\" is no member of a document",
        ),
        (document(r#","id":"x""#, EVENT), "/id: this is no absolute URI"),
        (
            document("", EVENT).replace("\"2.0\"", "\"two\""),
            "/schemaVersion: a schemaVersion is written like \"2.0\"",
        ),
        (
            document("", EVENT).replace("creationDate", "x:date"),
            "the member \"creationDate\" is missing",
        ),
        (
            document("", EVENT).replace("eventList", "events"),
            "/epcisBody: the member \"eventList\" is missing",
        ),
        (
            document(
                r#","epcisHeader":{"epcisMasterData":{"vocabularyList":[{"vocabularyElementList":[{}]}]}}"#,
                EVENT,
            ),
            "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0: the member \"id\" is missing",
        ),
        (
            query(r#"{"resultsBody":{"eventList":[]}}"#),
            "/epcisBody/queryResults: the member \"queryName\" is missing",
        ),
        (query(r#"{"queryName":"q"}"#), "the member \"resultsBody\" is missing"),
        (document(r#","b":1"#, BAD), "/epcisBody/eventList/0: an ObjectEvent names goods"),
        (format!("{}{}", "[".repeat(40), "]".repeat(40)), "stand more than 20 deep"),
    ] {
        let found = told(&text);
        assert!(found.contains(wanted), "{text}\n  found:  {found}\n  wanted: {wanted}");
    }
}

#[test]
fn each_event_is_judged_alone_and_points_into_the_document() {
    let found = Document::parse(document("", &format!("{BAD},{EVENT}")).as_bytes()).unwrap();
    let [bad, good] = &found.events[..] else { panic!("two events") };
    let faults = bad.result.as_ref().unwrap_err();
    assert_eq!(faults[0].pointer.to_string(), "/epcisBody/eventList/0");
    assert_eq!(good.pointer.to_string(), "/epcisBody/eventList/1");
    let name = &good.result.as_ref().unwrap().extensions.iter().next().unwrap().name;
    assert_eq!(name.to_string(), "{http://x.example/}a");
    assert_eq!(
        good.json.get("@context").unwrap().to_string(),
        r#"["https://ref.gs1.org/standards/epcis/epcis-context.jsonld",{"x":"http://x.example/"}]"#
    );
    assert_eq!(bad.json.get("@context"), None);
}

#[test]
fn an_event_deeper_than_a_statement_may_be_is_refused_alone() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let deep = |depth| EVENT.replace("\"x:a\":1", &format!("\"x:a\":{}", nested(depth)));
    let text = document("", &format!("{},{}", deep(EVENT_DEPTH_MAX - 1), deep(EVENT_DEPTH_MAX)));
    assert_eq!(told(&text), "Document 2 1");
}
