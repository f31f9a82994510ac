//! The document: that it is OpenAPI 3.1, and that its examples are what its schemas take.

use serde_json::{Value, json};

/// The folder of the repository.
pub(super) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// An operation of the document.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) value: Value,
}

/// The document.
pub(super) fn document() -> Value {
    let text = std::fs::read_to_string(format!("{ROOT}/docs/api/openapi.json")).unwrap();
    serde_json::from_str(&text).expect("the document is JSON")
}

/// Its operations.
pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, value) in item.as_object().expect("a path item") {
            let id = value["operationId"].as_str().expect("an id").to_owned();
            let (method, path) = (method.clone(), path.clone());
            all.push(Operation { id, method, path, value: value.clone() });
        }
    }
    all
}

/// A validator for a schema of the document, which may refer to its components.
pub(super) fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": document["components"],
        "allOf": [schema],
    });
    jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// What is wrong with a value.
pub(super) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let told =
        |error: jsonschema::ValidationError<'_>| format!("{} at {}", error, error.instance_path());
    validator(document, schema).iter_errors(value).map(told).collect()
}

/// What `$ref` names, or the value itself.
pub(super) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let Some(named) = value["$ref"].as_str() else { return value };
    let pointer = named.strip_prefix('#').expect("a reference into the document");
    document.pointer(pointer).unwrap_or_else(|| panic!("{named} names nothing"))
}

#[test]
fn it_is_openapi_3_1() {
    let schema = std::fs::read(format!("{ROOT}/tests/fixtures/openapi/schema-3.1.json")).unwrap();
    let schema = serde_json::from_slice(&schema).unwrap();
    let meta = jsonschema::validator_for(&schema).expect("the schema of OpenAPI 3.1");
    let told = |value: &Value| -> Vec<String> {
        meta.iter_errors(value).map(|error| error.to_string()).collect()
    };
    let mut document = document();
    assert_eq!(told(&document), Vec::<String>::new());
    document["paths"]["/labels"]["get"]["responses"] = json!({"two hundred": {}});
    assert_ne!(told(&document), Vec::<String>::new(), "a fault is found");
}

#[test]
fn its_schemas_are_json_schemas() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
        drop(validator(&document, schema));
    }
    assert!(!jsonschema::meta::is_valid(&json!({"type": "text"})), "a fault is found");
}

#[test]
fn every_example_is_what_its_schema_takes() {
    let document = document();
    let mut count = 0;
    let mut check = |place: &str, schema: &Value, value: &Value| {
        count += 1;
        assert_eq!(faults(&document, schema, value), Vec::<String>::new(), "{place}: {value}");
    };
    for Operation { id, value, .. } in operations(&document) {
        for parameter in value["parameters"].as_array().into_iter().flatten() {
            check(
                &format!("{id} {}", parameter["name"]),
                &parameter["schema"],
                &parameter["example"],
            );
        }
        examples(&value["requestBody"]["content"], &id, &mut check);
        for (status, response) in value["responses"].as_object().unwrap() {
            let place = format!("{id} {status}");
            examples(&response["content"], &place, &mut check);
            for (name, header) in response["headers"].as_object().unwrap() {
                let header = resolved(&document, header);
                check(&format!("{place} {name}"), &header["schema"], &header["example"]);
            }
        }
    }
    assert!(count > 100, "{count} examples");
}

fn examples(content: &Value, place: &str, check: &mut impl FnMut(&str, &Value, &Value)) {
    for (media, of) in content.as_object().into_iter().flatten() {
        // Bytes have no schema.
        if ["image/png", "application/pdf", "application/octet-stream"].contains(&media.as_str()) {
            continue;
        }
        let all = of["examples"].as_object().unwrap_or_else(|| panic!("{place}: no example"));
        assert!(!all.is_empty(), "{place}: no example");
        for (name, example) in all {
            let (place, value) = (format!("{place} {media} {name}"), &example["value"]);
            check(&place, &of["schema"], value);
            lines(&of["schema"]["x-line"], value, &place, check);
        }
    }
}

/// Of text in lines, each line has a schema.
fn lines(line: &Value, value: &Value, place: &str, check: &mut impl FnMut(&str, &Value, &Value)) {
    for text in value.as_str().filter(|_| !line.is_null()).unwrap_or_default().lines() {
        check(place, line, &serde_json::from_str(text).expect("a line is JSON"));
    }
}
