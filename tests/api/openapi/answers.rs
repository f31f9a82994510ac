//! What a real node answers is what the document says, and the other way round.

use super::calls::{self, Given};
use super::document::{Operation, document, faults, operations, resolved};
use super::shape::shape;
use crate::support::World;
use serde_json::Value;
use std::collections::BTreeSet;

/// A documented answer: operation, status, and the example's name, or the media type of one that is
/// no problem.
type Told = (String, String, String);

/// Answers that no test brings about over HTTP, each with the reason.
const NOT_BROUGHT_ABOUT: [(&str, &str, &str); 21] = [
    // A bug or a broken database.
    ("submitStatements", "500", "internal"),
    ("statementStatus", "500", "internal"),
    ("keepDisclosures", "500", "internal"),
    ("evidence", "500", "internal"),
    ("head", "500", "internal"),
    ("label", "500", "internal"),
    ("keepFile", "500", "internal"),
    ("file", "500", "internal"),
    ("search", "500", "internal"),
    // All connections of the database are in use for five seconds.
    ("statementStatus", "503", "unavailable"),
    ("keepDisclosures", "503", "unavailable"),
    ("head", "503", "unavailable"),
    ("keepFile", "503", "unavailable"),
    ("file", "503", "unavailable"),
    ("search", "503", "unavailable"),
    // Before the first block after a start with a full disk: tests/api/attachments.rs has it.
    ("keepFile", "507", "no-room"),
    // The moment after a start before the first confirmation.
    ("evidence", "503", "unavailable"),
    // A ballot: tests/cli/forgetting.rs does all of it.
    ("evidence", "410", "removed"),
    ("keepDisclosures", "410", "removed"),
    // Between two milliseconds; the answer to a submission without `wait` has the same form.
    ("statementStatus", "200", "pending"),
    // A key that is retired in those: server/replica/pending.rs.
    ("statementStatus", "200", "dropped"),
];

/// The documented answer that a real one is; fails if it is none.
#[track_caller]
fn documented(document: &Value, all: &[Operation], (id, answer): &Given) -> Told {
    let operation = all.iter().find(|one| one.id == *id).unwrap_or_else(|| panic!("{id}"));
    let status = answer.status.to_string();
    let place = format!("{id} {status}: {}", answer.text());
    let response = &operation.value["responses"][&status];
    assert!(response.is_object(), "{place} is not documented");
    let media = answer.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default();
    headers(document, response, answer, &place);
    let Some(content) = response["content"].as_object() else {
        assert_eq!((answer.body.len(), media), (0, ""), "{place}");
        return ((*id).to_owned(), status, String::new());
    };
    let of = content.get(media).unwrap_or_else(|| panic!("{media} {place} is not documented"));
    let example = if media.ends_with("json") && !media.ends_with("ndjson") {
        json_example(document, of, &answer.json(), &place)
    } else {
        lines_or_bytes(document, of, answer, &place);
        media.to_owned()
    };
    ((*id).to_owned(), status, example)
}

fn headers(document: &Value, response: &Value, answer: &crate::support::Answer, place: &str) {
    for (name, header) in response["headers"].as_object().expect("headers") {
        let header = resolved(document, header);
        let Some(text) = answer.header(&name.to_ascii_lowercase()) else {
            assert_eq!(name, "Retry-After", "{place} has no {name}");
            continue;
        };
        let value = text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from);
        // A request id of digits alone would be a number.
        let value = if name == "X-Request-Id" { Value::from(text) } else { value };
        assert_eq!(faults(document, &header["schema"], &value), Vec::<String>::new(), "{place}");
    }
    let told =
        answer.header("retry-after").is_none() || response["headers"].get("Retry-After").is_some();
    assert!(told, "{place} has a Retry-After that is not documented");
}

/// The example of the answer's shape.
fn json_example(document: &Value, of: &Value, body: &Value, place: &str) -> String {
    assert_eq!(faults(document, &of["schema"], body), Vec::<String>::new(), "{place}");
    let examples = of["examples"].as_object().expect("examples");
    let is_it = |example: &Value| {
        let same_kind = example["value"]["type"] == body["type"];
        same_kind && shape(&example["value"]) == shape(body)
    };
    let found = examples.iter().find(|(_, example)| is_it(example));
    let (name, _) = found.unwrap_or_else(|| panic!("no example has the shape of {place}"));
    name.clone()
}

fn lines_or_bytes(document: &Value, of: &Value, answer: &crate::support::Answer, place: &str) {
    assert!(!answer.body.is_empty(), "{place}");
    let Some(schema) = of.get("schema").and_then(|schema| schema.get("x-line")) else { return };
    let lines = |text: &str| -> Vec<Value> {
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    };
    let real = lines(&answer.text());
    for line in &real {
        assert_eq!(faults(document, schema, line), Vec::<String>::new(), "{place}");
    }
    let example = lines(of["examples"]["lines"]["value"].as_str().expect("lines"));
    let shapes = |lines: &[Value]| lines.iter().map(shape).collect::<Vec<_>>();
    assert_eq!(shapes(&real), shapes(&example), "{place}");
}

/// Everything that the document says may be answered.
fn promised(all: &[Operation]) -> BTreeSet<Told> {
    let mut told = BTreeSet::new();
    for operation in all {
        for (status, response) in operation.value["responses"].as_object().unwrap() {
            let tell = |name| (operation.id.clone(), status.clone(), name);
            told.extend(names(&response["content"]).into_iter().map(tell));
        }
    }
    told
}

/// The examples of an answer in JSON; the media type of any other.
fn names(content: &Value) -> Vec<String> {
    let Some(content) = content.as_object() else { return vec![String::new()] };
    let of_media = |(media, of): (&String, &Value)| match of["examples"].as_object() {
        Some(examples) if media.ends_with("json") && !media.ends_with("ndjson") => {
            examples.keys().cloned().collect()
        }
        Some(_) | None => vec![media.clone()],
    };
    content.iter().flat_map(of_media).collect()
}

#[test]
fn a_real_node_answers_what_the_document_says() {
    let document = document();
    let all = operations(&document);
    let world = World::new();
    let mut given = calls::taken(&world);
    given.extend(calls::refused(&world));
    given.extend(calls::vault(&world));
    given.extend(calls::read(&world));
    given.extend(calls::files(&world));
    given.extend(calls::exhausted());
    let brought: BTreeSet<Told> =
        given.iter().map(|given| documented(&document, &all, given)).collect();
    let excepted: BTreeSet<Told> = NOT_BROUGHT_ABOUT
        .into_iter()
        .map(|(id, status, name)| (id.to_owned(), status.to_owned(), name.to_owned()))
        .collect();
    let both: Vec<&Told> = brought.intersection(&excepted).collect();
    assert_eq!(both, Vec::<&Told>::new(), "these are brought about after all");
    let seen: BTreeSet<Told> = brought.union(&excepted).cloned().collect();
    assert_eq!(promised(&all), seen);
}
