//! Problems of the document and of the code.

use super::document::{ROOT, document, operations};
use furlong::http::Kind;
use std::collections::{BTreeMap, BTreeSet};

fn told() -> BTreeMap<String, u16> {
    Kind::ALL.into_iter().map(Kind::told).collect()
}

#[test]
fn every_kind_of_problem_is_told() {
    assert_eq!(told().len(), Kind::ALL.len(), "each has a type of its own");
    let source = std::fs::read_to_string(format!("{ROOT}/server/http/problem.rs")).unwrap();
    let row = source.split("const fn row").nth(1).unwrap().split("\n    }\n").next().unwrap();
    let rows = row.lines().filter(|line| line.trim_start().starts_with("Self::")).count();
    assert_eq!(rows, Kind::ALL.len(), "Kind::ALL lacks a kind");
    let document = document();
    let listed = &document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"];
    let listed: BTreeSet<&str> =
        listed.as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
    let known = told();
    assert_eq!(listed, known.keys().map(String::as_str).collect());
}

#[test]
fn a_problem_stands_under_its_status_with_an_example() {
    let known = told();
    let document = document();
    for operation in operations(&document) {
        for (status, response) in operation.value["responses"].as_object().unwrap() {
            let problem = &response["content"]["application/problem+json"];
            if problem.is_null() {
                assert!(status.starts_with('2'), "{} {status}", operation.id);
                continue;
            }
            let kinds = &problem["schema"]["allOf"][1]["properties"]["type"]["enum"];
            let kinds: Vec<&str> =
                kinds.as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
            let shown: Vec<&str> = problem["examples"]
                .as_object()
                .unwrap()
                .values()
                .filter_map(|example| example["value"]["type"].as_str())
                .collect();
            assert_eq!(
                kinds.iter().collect::<BTreeSet<_>>(),
                shown.iter().collect(),
                "{} {status}",
                operation.id
            );
            for kind in kinds {
                assert_eq!(known[kind].to_string(), *status, "{} {kind}", operation.id);
            }
        }
    }
}
