//! The shape of JSON: which members there are and of what sort, whatever their values.

use serde_json::Value;
use std::collections::BTreeSet;

/// Every place with its sort; the elements of a list share one place.
pub(super) fn shape(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    add(value, "", &mut all);
    all
}

fn add(value: &Value, place: &str, all: &mut BTreeSet<String>) {
    let sort = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    all.insert(format!("{place} {sort}"));
    match value {
        Value::Array(elements) => {
            for element in elements {
                add(element, &format!("{place}/*"), all);
            }
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| add(value, &format!("{place}/{name}"), all));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn values_do_not_count_and_members_do() {
    use serde_json::json;
    let one = json!({"a": [{"b": 1}, {"b": 2}], "c": null});
    assert_eq!(shape(&one), shape(&json!({"a": [{"b": 7}], "c": null})));
    for other in [json!({"a": [], "c": null}), json!({"a": [{"b": "1"}], "c": null}), json!({})] {
        assert_ne!(shape(&one), shape(&other), "{other}");
    }
}
