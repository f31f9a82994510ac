//! Canonical JSON of others (RFC 8785): what is written so comes back byte for byte. Sorting and
//! the spelling of numbers are not this crate's: its writer keeps what its reader read.
#![expect(clippy::print_stdout, reason = "a test says how much of a set passed")]

use crate::{Json, Limits, parse};
use std::path::{Path, PathBuf};

const LIMITS: Limits = Limits { bytes_max: 10_000, depth_max: 8, values_max: 1000 };

fn read(path: &Path) -> Json {
    parse(&std::fs::read(path).unwrap(), &LIMITS).unwrap()
}

/// Whether two trees are the same but for the order of members and the spelling of numbers.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => {
            one.as_str().parse::<f64>().unwrap().total_cmp(&other.as_str().parse().unwrap()).is_eq()
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|it| same(one, it)))
        }
        (one, other) => one == other,
    }
}

#[test]
fn canonical_texts_come_back_byte_for_byte() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let root = std::env::var_os("FURLONG_VECTORS").map_or(beside, PathBuf::from).join("trust/jcs");
    if !root.is_dir() {
        println!("skipped: no vectors");
        return;
    }
    let mut wrong = Vec::new();
    let mut total = 0;
    for entry in std::fs::read_dir(root.join("output")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let canonical = read(&path);
        let hex = std::fs::read_to_string(root.join("outhex").join(name).with_extension("txt"));
        let hex = hex.unwrap();
        let bytes = hex.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).unwrap());
        let written = canonical.to_string().bytes().eq(bytes);
        total += 1;
        if !written || !same(&read(&root.join("input").join(name)), &canonical) {
            wrong.push(name.to_owned());
        }
    }
    println!("jcs: {}/{total}", total - wrong.len());
    assert!(total > 0 && wrong.is_empty(), "{wrong:?}");
}
