//! Strict JSON, against a second reader.

use json::{Json, Limits, Reason};

/// As deep as the second reader goes.
const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 100, values_max: 1 << 14 };

/// What is read, written and read again is the same tree, in one spelling; what only one of two
/// readers takes is a name twice, or beyond a limit.
pub fn run(bytes: &[u8]) {
    let read = json::parse(bytes, &LIMITS);
    let other = serde_json::from_slice::<serde_json::Value>(bytes);
    match read {
        Ok(tree) => {
            let text = tree.to_string();
            let again = json::parse(text.as_bytes(), &LIMITS);
            assert_eq!(again.as_ref(), Ok(&tree), "the writer's text is read as the same tree");
            assert_eq!(again.map(|again| again.to_string()), Ok(text), "and has one spelling");
            pointers_hold(&tree, &tree, &json::Pointer::root());
            // A number such as 1e999 is JSON, but no double.
            let wide = other.as_ref().is_err_and(|error| error.to_string().contains("range"));
            assert!(wide || other.is_ok_and(|other| same(&tree, &other)), "two readers agree");
        }
        Err(error) => {
            let strict = !matches!(error.reason, Reason::Syntax(_) | Reason::NotUtf8);
            assert!(strict || other.is_err(), "only one reader says: {error}");
        }
    }
}

/// Whether the two trees say the same, numbers aside.
fn same(ours: &Json, other: &serde_json::Value) -> bool {
    match (ours, other) {
        (Json::Null, serde_json::Value::Null) | (Json::Number(_), serde_json::Value::Number(_)) => {
            true
        }
        (Json::Bool(one), serde_json::Value::Bool(two)) => one == two,
        (Json::String(one), serde_json::Value::String(two)) => one == two,
        (Json::Array(one), serde_json::Value::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
        }
        (Json::Object(one), serde_json::Value::Object(two)) => {
            let there = |(name, value)| two.get(name).is_some_and(|two| same(value, two));
            one.len() == two.len() && one.iter().all(there)
        }
        (_, _) => false,
    }
}

/// Every value is found at its own pointer.
fn pointers_hold(root: &Json, value: &Json, at: &json::Pointer) {
    assert_eq!(root.at(&at.to_string()), Some(value), "{at}");
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        Json::Array(items) => items
            .iter()
            .take(2)
            .enumerate()
            .for_each(|(index, item)| pointers_hold(root, item, &at.item(index))),
        Json::Object(members) => members
            .iter()
            .take(2)
            .for_each(|(name, below)| pointers_hold(root, below, &at.member(name))),
    }
}
