//! The disclosure processor against tokens of others: RFC 9901 section 7.1 where the profile
//! applies. Their payload stands for our event; only their `_sd_alg` is taken out first, because
//! ours stands beside `iss`.
#![expect(clippy::print_stdout, reason = "a test says what it found, or that it found nothing")]

use super::{digests_of, open};
use crate::b64;
use json::{Json, Limits};
use std::path::{Path, PathBuf};

fn vectors() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let folder = std::env::var_os("FURLONG_VECTORS").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: no vectors");
        return None;
    }
    Some(folder)
}

fn read(bytes: &[u8]) -> Json {
    json::parse(bytes, &Limits { bytes_max: 1 << 22, depth_max: 64, values_max: 1 << 20 }).unwrap()
}

/// The payload and the disclosures of a token. Examples are wrapped for print.
fn token(text: &str) -> (Json, Vec<String>) {
    let whole: String = text.split_whitespace().collect();
    let mut parts = whole.split('~');
    let payload = parts.next().unwrap().split('.').nth(1).unwrap();
    let disclosures = parts.filter(|part| !part.is_empty() && !part.contains('.'));
    (read(&b64::decode(payload).unwrap()), disclosures.map(str::to_owned).collect())
}

#[test]
fn tokens_that_libraries_get_wrong() {
    let Some(folder) = vectors() else { return };
    let file = read(&std::fs::read(folder.join("sd-jwt-negative/cases.json")).unwrap());
    let (mut right, mut outside) = (0, Vec::new());
    for case in file.get("cases").unwrap().as_array().unwrap() {
        let [name, text] = case.as_array().unwrap() else { panic!("a case is a pair") };
        let (name, (mut payload, disclosures)) =
            (name.as_str().unwrap(), token(text.as_str().unwrap()));
        let letter = name.chars().next().unwrap();
        let alg = payload.as_object_mut().unwrap().remove("_sd_alg");
        let taken = alg.is_none_or(|alg| alg == Json::from("sha-256"))
            && open(&payload, &disclosures).is_ok();
        match letter {
            // Digests in lists and in any object: RFC 9901 has them, the profile has not.
            'E' | 'F' => {
                assert!(digests_of(&payload).is_err(), "{name}");
                outside.push(letter);
            }
            _ => {
                assert_eq!(taken, !name.contains("MUST reject"), "{name}");
                right += 1;
            }
        }
    }
    println!("sd-jwt-negative: {right} decided as RFC 9901 does, {outside:?} outside the profile");
    assert_eq!(right + outside.len(), 12);
}

/// Whether a token uses nothing but properties at its top level.
fn fits_profile(payload: &Json, disclosures: &[String]) -> bool {
    let nested = |value: &Json| value.to_string().contains("\"_sd\":");
    let members = payload.as_object().unwrap();
    let flat = members.iter().filter(|(name, _)| *name != "_sd").all(|(_, below)| !nested(below));
    let values = disclosures.iter().map(|text| read(&b64::decode(text).unwrap()));
    let whole = payload.to_string();
    flat && !whole.contains("\"...\":") && values.into_iter().all(|list| !nested(&list))
}

#[test]
fn tokens_of_the_working_group() {
    let Some(folder) = vectors() else { return };
    let (mut opened, mut outside) = (0, 0);
    let mut folders = Vec::new();
    for set in ["trust/sd-jwt/testcases", "trust/sd-jwt/examples"] {
        let entries = std::fs::read_dir(folder.join(set)).unwrap();
        folders.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    for case in folders {
        let Ok(text) = std::fs::read_to_string(case.join("sd_jwt_presentation.txt")) else {
            continue;
        };
        let (mut payload, disclosures) = token(&text);
        payload.as_object_mut().unwrap().remove("_sd_alg");
        if !fits_profile(&payload, &disclosures) {
            outside += 1;
            assert!(open(&payload, &disclosures).is_err(), "{}", case.display());
            continue;
        }
        let expected = read(&std::fs::read(case.join("verified_contents.json")).unwrap());
        assert_eq!(open(&payload, &disclosures).unwrap(), expected, "{}", case.display());
        opened += 1;
    }
    println!("sd-jwt: {opened} opened, {outside} outside the profile and refused");
    assert!(opened >= 2, "header_mod and no_sd fit the profile");
}
