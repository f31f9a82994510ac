//! Events in words: which are taken, and what is said of those that are not.

use super::*;
use crate::fault::Fault;
use json::{Json, Limits};

const LIMITS: Limits = Limits { bytes_max: 100_000, depth_max: 32, values_max: 10_000 };

/// An event of a type with the members that every event needs, and more; `DIGEST` is one.
pub(super) fn event(kind: &str, more: &str) -> Json {
    let text = format!(
        r#"{{"type":"{kind}","eventTime":"2026-03-01T10:00:00Z","eventTimeZoneOffset":"+01:00",{more}}}"#
    )
    .replace("DIGEST", &"d".repeat(43));
    json::parse(text.as_bytes(), &LIMITS).expect(&text)
}

/// The faults as `pointer sentence`, one a line; empty for an event that is taken.
fn told(result: Result<Event, Vec<Fault>>) -> String {
    let faults = result.err().unwrap_or_default();
    let lines: Vec<String> =
        faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.text)).collect();
    lines.join("\n")
}

fn check(kind: &str, rows: &[(&str, &str)]) {
    for (more, wanted) in rows {
        let found = told(Event::read(&event(kind, more)));
        assert!(
            if wanted.is_empty() { found.is_empty() } else { found.contains(wanted) },
            "{kind} {more}\n  found:  {found}\n  wanted: {wanted}"
        );
    }
}

#[test]
fn an_object_event_names_goods_or_reports_sensors_at_a_place() {
    let lot = r#""quantityList":[{"epcClass":"https://id.gs1.org/01/09521141000014/10/L1"}]"#;
    check(
        "ObjectEvent",
        &[
            (&format!(r#""action":"OBSERVE",{lot}"#), ""),
            (r#""action":"ADD","epcList":["urn:epc:id:sscc:9521141.1234567890"]"#, ""),
            (
                r#""action":"OBSERVE","sensorElementList":[{"sensorReport":[{"type":"Temperature"}]}],"readPoint":{"id":"geo:1,2"}"#,
                "",
            ),
            (
                r#""action":"OBSERVE","sensorElementList":[{"sensorReport":[{"type":"Temperature"}]}]"#,
                "names goods in \"epcList\" or \"quantityList\"",
            ),
            (r#""action":"OBSERVE","epcList":[]"#, "names goods"),
            (r#""action":"OBSERVE""#, "names goods"),
            (lot, "the member \"action\" is missing"),
            (&format!(r#""action":"CREATE",{lot}"#), "/action an action is ADD, OBSERVE or DELETE"),
            (&format!(r#""action":"ADD","ilmd":{{"cbvmda:lotNumber":"L1"}},{lot}"#), ""),
            (
                &format!(r#""action":"DELETE","ilmd":{{"cbvmda:lotNumber":"L1"}},{lot}"#),
                "with action ADD, not DELETE",
            ),
            (
                &format!(r#""action":"ADD","ilmd":{{"lotNumber":"L1"}},{lot}"#),
                "/ilmd/lotNumber \"lotNumber\" is no member of ilmd",
            ),
            (
                &format!(r#""action":"ADD","parentID":"urn:a:b",{lot}"#),
                "/parentID an ObjectEvent has no \"parentID\"; it belongs to AggregationEvent",
            ),
            (
                &format!(r#""action":"ADD","attachments":[],{lot}"#),
                "such as \"example:attachments\"",
            ),
            (&format!(r#""action":"ADD","_comment":"x","example:a":1,{lot}"#), ""),
            (
                r#""action":"ADD","epcList":["urn:a:b","urn:a:b"]"#,
                "/epcList \"urn:a:b\" stands twice",
            ),
            (
                &format!(r#""action":"ADD","persistentDisposition":{{}},{lot}"#),
                "needs \"set\" or \"unset\"",
            ),
            (
                &format!(r#""action":"ADD","persistentDisposition":{{"set":[]}},{lot}"#),
                "this list is empty",
            ),
            (
                &format!(
                    r#""action":"ADD","persistentDisposition":{{"set":["recalled"],"sett":1}},{lot}"#
                ),
                "has no \"sett\"",
            ),
        ],
    );
}

#[test]
fn families_need_a_parent_and_children() {
    let parent = r#""parentID":"https://id.gs1.org/00/095211412345678903""#;
    let child = r#""childEPCs":["https://id.gs1.org/01/09521141000014/21/7"]"#;
    check(
        "AggregationEvent",
        &[
            (&format!(r#""action":"ADD",{parent},{child}"#), ""),
            (&format!(r#""action":"OBSERVE",{child}"#), ""),
            (&format!(r#""action":"DELETE",{parent}"#), ""),
            (&format!(r#""action":"ADD",{child}"#), "with action ADD needs its \"parentID\""),
            (&format!(r#""action":"DELETE",{child}"#), "with action DELETE needs its \"parentID\""),
            (&format!(r#""action":"ADD",{parent}"#), "children must stand in"),
            (&format!(r#""action":"ADD",{parent},"childEPCs":[]"#), "children must stand in"),
            (
                &format!(
                    r#""action":"ADD",{parent},{child},"persistentDisposition":{{"set":["recalled"]}}"#
                ),
                "belongs to ObjectEvent, TransformationEvent",
            ),
        ],
    );
    check(
        "AssociationEvent",
        &[
            (&format!(r#""action":"ADD",{parent},{child}"#), ""),
            (
                &format!(r#""action":"OBSERVE",{child}"#),
                "an AssociationEvent needs its \"parentID\"",
            ),
            (
                &format!(r#""action":"ADD",{parent},{child},"ilmd":{{}}"#),
                "/ilmd an AssociationEvent has no \"ilmd\"",
            ),
        ],
    );
}

#[test]
fn a_transaction_event_links_goods_to_documents() {
    let order = r#""bizTransactionList":[{"type":"po","bizTransaction":"urn:a:1"}]"#;
    check(
        "TransactionEvent",
        &[
            (&format!(r#""action":"ADD",{order},"epcList":["urn:a:b"]"#), ""),
            (&format!(r#""action":"DELETE",{order}"#), ""),
            (&format!(r#""action":"ADD",{order},"parentID":"urn:a:b","epcList":[]"#), ""),
            (&format!(r#""action":"ADD",{order}"#), "a TransactionEvent names goods"),
            (r#""action":"ADD","epcList":["urn:a:b"]"#, "\"bizTransactionList\" is missing"),
            (
                r#""action":"ADD","epcList":["urn:a:b"],"bizTransactionList":[]"#,
                "/bizTransactionList this list is empty",
            ),
            (
                r#""action":"ADD","epcList":["urn:a:b"],"bizTransactionList":[{"type":"order","bizTransaction":"urn:a:1"}]"#,
                "is no business transaction type",
            ),
            (
                r#""action":"ADD","epcList":["urn:a:b"],"bizTransactionList":[{"type":"po"}]"#,
                "\"bizTransaction\" is missing",
            ),
        ],
    );
}

#[test]
fn a_transformation_has_two_sides_or_an_id_that_joins_them() {
    let inputs = r#""inputQuantityList":[{"epcClass":"urn:a:in","quantity":5,"uom":"KGM"}]"#;
    let outputs = r#""outputEPCList":["urn:a:out"]"#;
    check(
        "TransformationEvent",
        &[
            (&format!("{inputs},{outputs}"), ""),
            (&format!(r#"{inputs},{outputs},"ilmd":{{"cbvmda:lotNumber":"1"}}"#), ""),
            (&format!(r#""transformationID":"urn:a:t",{inputs}"#), ""),
            (inputs, "names inputs and outputs"),
            (r#""transformationID":"urn:a:t""#, "names inputs and outputs"),
            (
                &format!(r#""transformationID":"389bc906-8d68",{inputs},{outputs}"#),
                "/transformationID this is no absolute URI",
            ),
            (
                &format!(r#""action":"ADD",{inputs},{outputs}"#),
                "/action a TransformationEvent has no \"action\"",
            ),
        ],
    );
}

#[test]
fn amounts_are_positive_and_have_a_unit_or_are_whole() {
    let rows = [
        (r#""quantity":12.50,"uom":"KGM""#, ""),
        (r#""quantity":3"#, ""),
        (r#""quantity":3.0"#, ""),
        (r#""comment":1"#, "a quantity has no \"comment\""),
        (r#""quantity":3.5"#, "counts whole pieces"),
        (r#""quantity":0,"uom":"KGM""#, "a quantity is more than 0"),
        (r#""quantity":-2,"uom":"KGM""#, "a quantity is more than 0"),
        (
            r#""quantity":"12","uom":"KGM""#,
            "this is a string, but should be a number, without quotation marks",
        ),
        (r#""quantity":1e99,"uom":"KGM""#, "more digits than can be kept exactly"),
        (r#""quantity":1,"uom":"kg""#, "here KGM"),
        (r#""uom":"KGM""#, "there is a \"uom\" but no \"quantity\""),
    ];
    for (amount, wanted) in rows {
        let more =
            format!(r#""action":"OBSERVE","quantityList":[{{"epcClass":"urn:a:b",{amount}}}]"#);
        check("ObjectEvent", &[(more.as_str(), wanted)]);
    }
}

#[test]
fn a_wrong_check_digit_is_refused_and_a_urn_of_the_wrong_length_is_remarked() {
    let read = |code: &str| {
        Event::read(&event("ObjectEvent", &format!(r#""action":"OBSERVE","epcList":["{code}"]"#)))
    };
    let wrong = told(read("https://id.gs1.org/01/09521141000015/21/7"));
    assert!(wrong.contains("/epcList/0") && wrong.contains("should be 4"), "{wrong}");

    let odd = read("urn:epc:id:sscc:08600031303.0004").expect("firms have used such names");
    assert_eq!(odd.remarks.len(), 1);
    assert_eq!(odd.codes().next().unwrap().uri(), "urn:epc:id:sscc:08600031303.0004");
}

#[test]
fn times_places_and_parties_are_told_apart() {
    let lot = r#""action":"OBSERVE","epcList":["urn:a:b"]"#;
    check(
        "ObjectEvent",
        &[
            (
                &format!(r#"{lot},"recordTime":"2026-03-01""#),
                "/recordTime an instant is written like",
            ),
            (
                &format!(r#"{lot},"readPoint":"urn:a:b""#),
                "/readPoint this is a string, but should be an object",
            ),
            (&format!(r#"{lot},"readPoint":{{}}"#), "/readPoint the member \"id\" is missing"),
            (
                &format!(r#"{lot},"bizLocation":{{"id":"https://id.gs1.org/414/9521141000019"}}"#),
                "/bizLocation/id",
            ),
            (
                &format!(r#"{lot},"sourceList":[{{"type":"place","source":"urn:a:b"}}]"#),
                "/sourceList/0/type \"place\" is no source or destination type",
            ),
            (&format!(r#"{lot},"sourceList":[{{"source":"urn:a:b"}}]"#), "\"type\" is missing"),
            (
                &format!(r#"{lot},"destinationList":[{{"type":"location","source":"urn:a:b"}}]"#),
                "a destination has no \"source\"",
            ),
            (&format!(r#"{lot},"errorDeclaration":{{}}"#), "\"declarationTime\" is missing"),
            (&format!(r#"{lot},"certificationInfo":7"#), "should be a text"),
            (&format!(r#"{lot},"bizStep":null"#), "/bizStep this is null, but should be a text"),
            (
                &format!(r#"{lot},"sensorElementList":[{{"sensorReport":[]}}]"#),
                "at least one report",
            ),
            (
                &format!(
                    r#"{lot},"sensorElementList":[{{"sensorReport":[{{"type":"Temperature","hexBinaryValue":"xyz"}}]}}]"#
                ),
                "hexadecimal digits",
            ),
        ],
    );
}

#[test]
fn every_fault_of_an_event_is_listed() {
    let bad = event(
        "ObjectEvent",
        r#""action":"CREATE","bizStep":"shiping","epcList":["x"],"sourceList":[{"type":"a"}],"b":1"#,
    );
    let mut members = bad.as_object().unwrap().clone();
    members.remove("eventTimeZoneOffset");
    let faults = Event::read(&Json::Object(members)).unwrap_err();
    let places: Vec<String> = faults.iter().map(|fault| fault.pointer.to_string()).collect();
    assert_eq!(
        places,
        ["/b", "", "/action", "/epcList/0", "/bizStep", "/sourceList/0/type", "/sourceList/0"]
    );
}

#[test]
fn a_hostile_event_gets_a_bounded_answer() {
    let many = (0..5_000).map(|_| "\"x\"").collect::<Vec<_>>().join(",");
    let event = event("ObjectEvent", &format!(r#""action":"ADD","epcList":[{many}]"#));
    assert_eq!(Event::read(&event).unwrap_err().len(), 101);
}

#[test]
fn what_is_read_is_what_was_sent_and_what_it_means() {
    let event = event(
        "TransactionEvent",
        r#""@context":{"m":"urn:epcglobal:cbv:mda"},"action":"OBSERVE","eventID":"urn:uuid:1",
           "bizTransactionList":[{"bizTransaction":"urn:a:1"}],
           "quantityList":[{"epcClass":"urn:epc:class:lgtin:9521141.000001.L1","quantity":2.50,"uom":"KGM"}],
           "sourceList":[{"type":"owning_party","source":"urn:epc:id:pgln:9521141.00001"}],
           "readPoint":{"id":"urn:epc:id:sgln:9521141.00001.0","example:door":"4"},
           "m:lotNumber":"L1","urn:epcglobal:cbv:mda:countryOfOrigin":"ES""#,
    );
    let read = Event::read(&event).unwrap();
    assert_eq!(read.event_type(), EventType::Transaction);
    assert_eq!(read.time.offset_minutes(), 60);
    let quantity = &read.goods().quantities[0];
    assert_eq!(quantity.class.uri(), "https://id.gs1.org/01/09521141000014/10/L1");
    assert_eq!(quantity.sent, "urn:epc:class:lgtin:9521141.000001.L1");
    assert_eq!(quantity.amount.as_ref().unwrap().number.as_str(), "2.50");
    assert_eq!(read.sources[0].party().unwrap().uri(), "https://id.gs1.org/417/9521141000014");
    let place = read.read_point.as_ref().unwrap();
    assert_eq!(place.location.as_ref().unwrap().uri(), "https://id.gs1.org/414/9521141000014");
    assert_eq!(place.extensions.text("door"), Some("4"));
    for (name, value) in [
        ("cbvmda:lotNumber", Some("L1")),
        ("lotNumber", Some("L1")),
        ("urn:epcglobal:cbv:mda:lotNumber", Some("L1")),
        ("{urn:epcglobal:cbv:mda:}lotNumber", Some("L1")),
        ("cbvmda:countryOfOrigin", Some("ES")),
        ("gdst:lotNumber", None),
    ] {
        assert_eq!(read.extensions.text(name), value, "{name}");
    }
}

#[test]
fn a_type_of_ones_own_needs_a_uri_and_keeps_its_members() {
    let own =
        Event::read(&event("example:HarvestEvent", r#""anything":1,"bizStep":"other""#)).unwrap();
    assert_eq!(own.event_type(), EventType::Extended);
    assert!(own.is_step("other") && own.field("anything").is_some());
    assert!(told(Event::read(&event("HarvestEvent", r#""a:b":1"#))).contains("needs a full URI"));
    let long =
        event("https://ref.gs1.org/epcis/ObjectEvent", r#""action":"ADD","epcList":["urn:a:b"]"#);
    assert_eq!(Event::read(&long).unwrap().event_type(), EventType::Object);
}
