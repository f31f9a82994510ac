//! What is read, what is refused, and that writing gives back what was read.

use crate::{Json, JsonError, Limits, Object, Reason, parse};
use proptest::prelude::*;

const LIMITS: Limits = Limits { bytes_max: 10_000, depth_max: 4, values_max: 100 };

fn read(text: &str) -> Result<Json, JsonError> {
    parse(text.as_bytes(), &LIMITS)
}

#[test]
fn numbers_keep_their_text() {
    let value = read(r#"{"kg":12.30,"big":123456789012345678901234567890}"#).unwrap();
    assert_eq!(value.get("kg").unwrap().as_number().unwrap().as_str(), "12.30");
    assert_eq!(value.to_string(), r#"{"kg":12.30,"big":123456789012345678901234567890}"#);
}

#[test]
fn a_name_that_stands_twice_is_refused_with_its_place() {
    let error = read(r#"{"a":{"b":1,"\u0062":2}}"#).unwrap_err();
    assert_eq!(error.reason, Reason::Duplicate("b".to_owned()));
    assert_eq!(error.pointer.to_string(), "/a/b");
}

#[test]
fn bounds_hold() {
    assert_eq!(read("[[[[[]]]]]").unwrap_err().reason, Reason::TooDeep(4));
    assert_eq!(read(&format!("[{}1]", "1,".repeat(100))).unwrap_err().reason, Reason::TooMany(100));
    assert_eq!(read(&" ".repeat(10_001)).unwrap_err().reason, Reason::TooLong(10_000));
}

#[test]
fn what_is_not_json_is_refused() {
    let cases: [&[u8]; 16] = [
        b"",
        b"{",
        b"[1,]",
        b"{\"a\":1,}",
        b"01",
        b"+1",
        b".5",
        b"1.",
        b"NaN",
        b"nul",
        b"[1] 2",
        b"\"\x01\"",
        b"\"\\ud800\"",
        b"\xEF\xBB\xBF{}",
        b"\"\xFF\"",
        b"'a'",
    ];
    for bytes in cases {
        assert!(parse(bytes, &LIMITS).is_err(), "{bytes:?} should be refused");
    }
}

#[test]
fn pointers_find_values() {
    let value = read(r#"{"a/b":[{"~":true}]}"#).unwrap();
    assert_eq!(value.at("/a~1b/0/~0"), Some(&Json::Bool(true)));
    assert_eq!(value.at("/a~1b/1"), None);
}

#[test]
fn only_numbers_that_every_reader_holds_are_interoperable() {
    let table = [
        ("9007199254740991", true),
        ("-9007199254740991", true),
        ("9007199254740992", false),
        ("12.30", true),
        ("31563.68030294531", true),
        ("0.123456789012345678", false),
        ("1e300", true),
        ("1e999", false),
        ("1e301", false),
        ("1e-300", true),
        ("1e-301", false),
        ("0.1e301", true),
        ("1000e297", true),
        ("1000e298", false),
        ("1e+00000000000000000000000000300", true),
        ("1e32767", false),
        ("-1e-32768", false),
        ("1E-9223372036854775808", false),
        ("1e9223372036854775807", false),
        ("12.5e-99999999999999999999999", false),
        ("0e99999999999999999999999", true),
        ("-0.000", true),
        ("-0", true),
        ("0.00012345678901234567", true),
        ("123456789012345678.0", false),
        ("100000000000000000000.0", true),
        ("100000000000000000000000", false),
    ];
    for (text, expected) in table {
        let value = read(text).unwrap();
        assert_eq!(value.as_number().unwrap().is_interoperable(), expected, "{text}");
    }
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|members| Json::from(members.into_iter().collect::<Object>())),
        ]
    })
}

proptest! {
    #[test]
    fn writing_then_reading_gives_the_same_tree(value in any_json()) {
        prop_assert_eq!(read(&value.to_string()).unwrap(), value);
    }

    #[test]
    fn writing_agrees_with_serde_json(value in any_json()) {
        prop_assert_eq!(serde_json::to_string(&value).unwrap(), value.to_string());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = parse(&bytes, &LIMITS) {
            prop_assert_eq!(read(&value.to_string()).unwrap(), value);
        }
    }
}

#[test]
fn a_number_of_many_zeros_is_judged_by_its_first_digit() {
    let small = |zeros: usize| format!("0.{}1", "0".repeat(zeros));
    for (text, expected) in [(small(299), true), (small(300), false)] {
        let value = read(&text).unwrap();
        assert_eq!(value.as_number().unwrap().is_interoperable(), expected, "{text}");
    }
}
