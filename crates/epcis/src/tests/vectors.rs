//! The documents of four outside vector sets: each is taken or refused as its index says. Where an
//! index is silent or two verdicts differ, the standard decides and the document is listed with the
//! reason.
#![expect(clippy::print_stdout, reason = "the tests tell how much of each set passed")]

use crate::{Document, Event, Fault};
use json::{Json, Limits};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LIMITS: Limits = Limits { bytes_max: 1 << 24, depth_max: 64, values_max: 1 << 20 };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Taken,
    Refused,
}

/// Files whose verdict differs from the set's, and why.
type Exceptions = &'static [(&'static str, Verdict, &'static str)];

/// Where the folder calls valid what GS1's JSON Schema refuses, the schema decides. These are the
/// documents, and what the standard has against each.
const OPENEPCIS_REASONS: Exceptions = &[
    (
        "2.0/EPCIS/JSON/Capture/Documents/AggregationEvent_with_persistentDisposition.json",
        Verdict::Refused,
        "GS1's JSON Schema and SHACL shapes both forbid persistentDisposition in this type",
    ),
    (
        "2.0/EPCIS/JSON/Capture/Documents/SensorData_with_combined_events.json",
        Verdict::Refused,
        "Molar_concentration and EffectiveDoseRate are neither words of the context nor URIs, and \
         two reports lack the type that GS1's JSON Schema requires",
    ),
    (
        "2.0/EPCIS/JSON/Query/SensorData_with_combined_events.json",
        Verdict::Refused,
        "as the document of that name in Capture",
    ),
    (
        "2.0/EPCIS/JSON/Capture/Documents/TransactionEvent_with_userExtensions.json",
        Verdict::Refused,
        "EffectiveDoseRate is neither a word of the context nor a URI",
    ),
    (
        "2.0/EPCIS/JSON/Query/TransactionEvent_with_userExtensions.json",
        Verdict::Refused,
        "as the document of that name in Capture",
    ),
];

const GDST_REASONS: Exceptions = &[(
    "EPCISQUERYDOCUMENT_advanced_16.jsonld",
    Verdict::Taken,
    "GS1's schema refuses only the epcisHeader of a query document, which real systems send",
)];

const FSMA_REASONS: Exceptions = &[(
    "ftl-product.jsonld",
    Verdict::Refused,
    "this is master data of a product, no EPCIS document and no event",
)];

#[test]
fn every_example_of_gs1_is_taken() {
    check("gs1-epcis/JSON", &BTreeMap::new(), &[]);
}

#[test]
fn an_example_of_gs1_with_urn_words_is_taken_although_its_schema_knows_only_short_ones() {
    check("gs1-epcis/XML", &BTreeMap::new(), &[]);
}

#[test]
fn openepcis_documents_are_judged_as_their_index_says() {
    let root = "openepcis-test-resources";
    let mut listed = verdicts(root, "folder_says");
    listed.extend(verdicts(root, "gs1_json_schema"));
    for folder in ["2.0/EPCIS/JSON/Capture", "2.0/EPCIS/JSON/Query"] {
        check(&format!("{root}/{folder}"), &listed, OPENEPCIS_REASONS);
    }
}

#[test]
fn gdst_documents_are_judged_as_gs1s_schema_does() {
    check("gdst", &verdicts("gdst", "gs1_json_schema"), GDST_REASONS);
}

#[test]
fn fsma_events_are_taken() {
    check("fsma204", &BTreeMap::new(), FSMA_REASONS);
}

#[test]
fn documents_of_the_event_hash_are_taken() {
    check("event-hash", &BTreeMap::new(), &[]);
}

/// Judges every JSON-LD document below a folder; what has no verdict should be taken.
fn check(folder: &str, verdicts: &BTreeMap<String, Verdict>, exceptions: Exceptions) {
    let Some(root) = vectors() else {
        println!("skipped: no vectors");
        return;
    };
    let set = folder.split('/').next().unwrap();
    let (mut passed, mut total, mut wrong) = (0, 0, Vec::new());
    let mut reasons = Vec::new();
    for file in documents(&root.join(folder)) {
        let name = file.strip_prefix(root.join(set)).unwrap().to_str().unwrap().to_owned();
        let exception = exceptions.iter().find(|(file, ..)| *file == name);
        let listed = verdicts.get(&name).copied().unwrap_or(Verdict::Taken);
        let wanted = exception.map_or(listed, |(_, verdict, _)| *verdict);
        reasons
            .extend(exception.map(|(file, verdict, why)| format!("  {verdict:?}: {file}: {why}")));
        let (found, faults) = judge(&std::fs::read(&file).unwrap());
        total += 1;
        if found == wanted {
            passed += 1;
        } else {
            wrong.push(format!("{name}: {found:?}, not {wanted:?}\n{}", sentences(&faults)));
        }
    }
    println!("{folder}: {passed}/{total} passed, {} by exception", reasons.len());
    for reason in &reasons {
        println!("{reason}");
    }
    assert!(total > 0, "{folder} is empty");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document is refused if it or any of its events has a fault. An event that is taken must read
/// the same when it is taken out of its document.
fn judge(bytes: &[u8]) -> (Verdict, Vec<Fault>) {
    let document = match Document::parse(bytes) {
        Ok(document) => document,
        Err(faults) => return (Verdict::Refused, faults),
    };
    for incoming in &document.events {
        if let Ok(event) = &incoming.result {
            let mut alone = Event::read(&incoming.json).expect("an event taken stands alone");
            assert_eq!(alone.remarks.len(), event.remarks.len());
            alone.remarks.clone_from(&event.remarks);
            assert_eq!(&alone, event, "at {}", incoming.pointer);
        }
    }
    let faults: Vec<Fault> = document.faults().cloned().collect();
    let verdict = if faults.is_empty() { Verdict::Taken } else { Verdict::Refused };
    (verdict, faults)
}

fn sentences(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().take(8).map(|fault| format!("    {fault}")).collect();
    lines.join("\n")
}

/// `index.json` of a set: which file is valid in the sense of one of its columns.
fn verdicts(set: &str, column: &str) -> BTreeMap<String, Verdict> {
    let Some(root) = vectors() else {
        return BTreeMap::new();
    };
    let index = std::fs::read(root.join(set).join("index.json")).unwrap();
    let index = json::parse(&index, &LIMITS).unwrap();
    let row = |row: &Json| {
        let valid = row.get(column)?.as_str()? == "valid";
        let verdict = if valid { Verdict::Taken } else { Verdict::Refused };
        Some((row.get("file")?.as_str()?.to_owned(), verdict))
    };
    index.as_array().unwrap().iter().filter_map(row).collect()
}

fn vectors() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("FURLONG_VECTORS").map_or(beside, PathBuf::from);
    root.is_dir().then_some(root)
}

/// The JSON-LD documents below a folder; queries and indexes are none.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(documents(&path).into_iter().filter(|_| name != "Queries"));
        } else if is_document(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Beside documents, the folders hold indexes, schemas and vocabularies as plain JSON.
fn is_document(path: &Path) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("jsonld") => true,
        Some("json") => {
            let text = std::fs::read_to_string(path).unwrap();
            !text.contains("\"$schema\"") && text.contains("eventTime\"")
        }
        Some(_) | None => false,
    }
}
