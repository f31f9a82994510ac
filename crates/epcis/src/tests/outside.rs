//! Outside vector sets of EPCIS documents: which are to be taken and which refused. Where an index
//! is silent or two verdicts differ, the standard decides and the document is listed with the
//! reason. The tests of the whole program (`tests/cli/vectors.rs`) read this file, too.

use json::{Json, Limits};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LIMITS: Limits = Limits { bytes_max: 1 << 24, depth_max: 64, values_max: 1 << 20 };

/// What should happen to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Taken,
    Refused,
}

/// One document of a set.
pub(crate) struct Case {
    /// Its path below the folder of the set.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) wanted: Verdict,
    /// Why the verdict differs from the set's own.
    pub(crate) reason: Option<&'static str>,
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

/// Every JSON-LD document below a folder of the vectors; what no index judges should be taken. `None`
/// where there are no vectors.
pub(crate) fn cases(folder: &str) -> Option<Vec<Case>> {
    let root = vectors()?;
    let set = folder.split('/').next().unwrap();
    let (columns, exceptions): (&[&str], Exceptions) = match set {
        "openepcis-test-resources" => (&["folder_says", "gs1_json_schema"], OPENEPCIS_REASONS),
        "gdst" => (&["gs1_json_schema"], GDST_REASONS),
        "fsma204" => (&[], FSMA_REASONS),
        _ => (&[], &[]),
    };
    let mut listed = BTreeMap::new();
    for column in columns {
        listed.extend(verdicts(&root.join(set), column));
    }
    let case = |path: PathBuf| {
        let name = path.strip_prefix(root.join(set)).unwrap().to_str().unwrap().to_owned();
        let exception = exceptions.iter().find(|(file, ..)| *file == name);
        let said = listed.get(&name).copied().unwrap_or(Verdict::Taken);
        let wanted = exception.map_or(said, |(_, verdict, _)| *verdict);
        Case { name, path, wanted, reason: exception.map(|(.., why)| *why) }
    };
    let cases: Vec<Case> = documents(&root.join(folder)).into_iter().map(case).collect();
    assert!(!cases.is_empty(), "{folder} is empty");
    Some(cases)
}

/// Says which verdicts are ours and not the set's.
#[expect(clippy::print_stdout, reason = "the tests tell their exceptions")]
pub(crate) fn tell_exceptions(cases: &[Case]) {
    for case in cases {
        if let Some(reason) = case.reason {
            println!("  {:?}: {}: {reason}", case.wanted, case.name);
        }
    }
}

/// `index.json` of a set: which file is valid in the sense of one of its columns.
fn verdicts(set: &Path, column: &str) -> BTreeMap<String, Verdict> {
    let index = std::fs::read(set.join("index.json")).unwrap();
    let index = json::parse(&index, &LIMITS).unwrap();
    let row = |row: &Json| {
        let valid = row.get(column)?.as_str()? == "valid";
        let verdict = if valid { Verdict::Taken } else { Verdict::Refused };
        Some((row.get("file")?.as_str()?.to_owned(), verdict))
    };
    index.as_array().unwrap().iter().filter_map(row).collect()
}

fn vectors() -> Option<PathBuf> {
    // This file is read by two packages, at different depths of the tree.
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = package.ancestors().map(|above| above.join("../shared/vectors"));
    std::env::var_os("FURLONG_VECTORS")
        .map(PathBuf::from)
        .into_iter()
        .chain(beside)
        .find(|root| root.join("MANIFEST.csv").is_file())
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
