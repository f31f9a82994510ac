//! What holds for every event, whatever a sender writes.

use crate::{Document, Event, Instant, same_apart_from_error, without_digests};
use json::{Json, Limits, Object};
use proptest::prelude::*;

const LIMITS: Limits = Limits { bytes_max: 1 << 20, depth_max: 32, values_max: 1 << 16 };

/// An event that uses most members.
const FULL: &str = r#"{
    "@context": [{"x": "http://x.example/"}],
    "type": "TransformationEvent", "eventID": "urn:uuid:1",
    "eventTime": "2026-03-01T10:00:00Z", "recordTime": "2026-03-01T10:00:01Z",
    "eventTimeZoneOffset": "+01:00", "certificationInfo": ["urn:a:cert"],
    "errorDeclaration": {"declarationTime": "2026-03-02T10:00:00Z", "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:2"]},
    "inputEPCList": ["urn:epc:id:sgtin:9521141.000001.7"],
    "inputQuantityList": [{"epcClass": "urn:a:in", "quantity": 2.50, "uom": "KGM"}],
    "outputQuantityList": [{"epcClass": "https://id.gs1.org/01/09521141000014/10/L1", "quantity": 3}],
    "transformationID": "urn:a:t", "bizStep": "commissioning", "disposition": "active",
    "persistentDisposition": {"set": ["recalled"], "unset": ["available"]},
    "readPoint": {"id": "urn:epc:id:sgln:9521141.00001.0"}, "bizLocation": {"id": "geo:1,2"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:a:po"}],
    "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:9521141.00001"}],
    "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:9521141.00001.0"}],
    "sensorElementList": [{"sensorMetadata": {"startTime": "2026-03-01T09:00:00Z"},
        "sensorReport": [{"type": "Temperature", "value": 3.1, "uom": "CEL"}]}],
    "ilmd": {"cbvmda:lotNumber": "L1"}, "x:a": {"x:b": [1, true, null]}
}"#;

fn full() -> Object {
    let tree = json::parse(FULL.as_bytes(), &LIMITS).unwrap();
    tree.as_object().unwrap().clone()
}

/// Any small JSON value, with the texts that matter to EPCIS among its strings and names.
fn value() -> impl Strategy<Value = Json> {
    let word = prop::sample::select(vec![
        "",
        "ADD",
        "shipping",
        "urn:epc:id:sgtin:1.2.3",
        "urn:a:b",
        "https://id.gs1.org/01/1",
        "_sd",
        "...",
        "type",
        "id",
        "epcClass",
        "quantity",
        "KGM",
        "2026-03-01T10:00:00Z",
        "+14:00",
        "x:a",
        "\u{1F41F}",
        "%",
        ":",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        word.clone().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((word.clone(), inner), 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn an_event_with_any_member_replaced_is_taken_or_refused_with_reasons(
        index in any::<prop::sample::Index>(),
        new in value(),
    ) {
        let mut event = full();
        let name = event.names().nth(index.index(event.len())).unwrap().to_owned();
        event.insert(name, new);
        let event = Json::Object(event);
        for read in [Event::read(&event), Event::read_opened(&event)] {
            prop_assert!(read.as_ref().err().is_none_or(|faults| !faults.is_empty()));
        }
        // What stands alone is told apart from what a document says around it.
        let text = format!("[{event}]");
        let document = Document::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(document.events[0].result.is_ok(), Event::read(&event).is_ok());
    }

    #[test]
    fn any_value_is_no_event_but_never_a_panic(any in value()) {
        prop_assert!(Event::read(&any).is_err());
        let text = any.to_string();
        if let Err(faults) = Document::parse(text.as_bytes()) {
            prop_assert!(!faults.is_empty());
        }
        prop_assert_eq!(without_digests(&without_digests(&any)), without_digests(&any));
    }

    #[test]
    fn the_order_of_members_means_nothing(seed in any::<u64>()) {
        let mut members: Vec<(String, Json)> =
            full().iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        members.sort_by_key(|(name, _)| name.bytes().fold(seed, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        }));
        let shuffled = Json::Object(members.into_iter().collect());
        let plain = Json::Object(full());
        prop_assert_eq!(Event::read(&shuffled), Event::read(&plain));
        prop_assert!(same_apart_from_error(&shuffled, &plain));
    }

    #[test]
    fn an_instant_is_the_same_whatever_its_offset(
        ms in -62_000_000_000_000_i64..250_000_000_000_000,
        offset in -840_i64..=840,
    ) {
        let text = written(ms, offset);
        let read = Instant::parse(&text).unwrap();
        prop_assert_eq!((read.utc_ms(), i64::from(read.offset_minutes())), (ms, offset));
    }

    #[test]
    fn no_text_makes_an_instant_panic(text in "[0-9TZ:.+-]{0,40}|\\PC{0,20}") {
        if let Ok(instant) = Instant::parse(&text) {
            prop_assert_eq!(instant.as_str(), text);
        }
    }
}

/// RFC 3339 text of an instant on a clock ahead by so many minutes, by counting years and months:
/// another way than the reader's.
fn written(utc_ms: i64, offset: i64) -> String {
    let local = utc_ms + offset * 60_000;
    let (mut day, ms) = (local.div_euclid(86_400_000), local.rem_euclid(86_400_000));
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while day < 0 {
        year -= 1;
        day += if leap(year) { 366 } else { 365 };
    }
    while day >= if leap(year) { 366 } else { 365 } {
        day -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    let (hour, minute) = (ms / 3_600_000, ms / 60_000 % 60);
    let (second, fraction) = (ms / 1000 % 60, ms % 1000);
    let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    format!(
        "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}{sign}{:02}:{:02}",
        day + 1,
        ahead / 60,
        ahead % 60,
    )
}
