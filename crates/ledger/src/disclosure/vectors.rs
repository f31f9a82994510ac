//! The disclosure processor against tokens of others: RFC 9901 section 7.1 where the profile
//! applies. Their payload stands for our event; only their `_sd_alg` is taken out first, because
//! ours stands beside `iss`.

use super::{digests_of, open};
use crate::b64;
use crate::outside::{Count, vectors};
use json::{Json, Limits};

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
    let path = folder.join("../sd-jwt-negative/cases.json");
    let file = read(&std::fs::read(path).unwrap());
    let mut count = Count::of("sd-jwt-negative, as RFC 9901 decides");
    let mut refused = Count::of("sd-jwt-negative, outside the profile");
    for case in file.get("cases").unwrap().as_array().unwrap() {
        let [name, text] = case.as_array().unwrap() else { panic!("a case is a pair") };
        let (name, (mut payload, disclosures)) =
            (name.as_str().unwrap(), token(text.as_str().unwrap()));
        let alg = payload.as_object_mut().unwrap().remove("_sd_alg");
        let taken = alg.is_none_or(|alg| alg == Json::from("sha-256"))
            && open(&payload, &disclosures).is_ok();
        if name.contains("MUST reject") || fits_profile(&payload, &disclosures) {
            count.case(name, taken != name.contains("MUST reject"));
        } else {
            refused.exception(name, "digests where the profile has none: refused");
            refused.case(name, !taken && digests_of(&payload).is_err());
        }
    }
    count.end();
    refused.end();
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
    let mut count = Count::of("sd-jwt, opened");
    let mut refused = Count::of("sd-jwt, outside the profile");
    let mut folders = Vec::new();
    for set in ["sd-jwt/testcases", "sd-jwt/examples"] {
        let entries = std::fs::read_dir(folder.join(set)).unwrap();
        folders.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()));
    }
    for case in folders {
        let Ok(text) = std::fs::read_to_string(case.join("sd_jwt_presentation.txt")) else {
            count.exception(case.strip_prefix(&folder).unwrap().display(), "not the compact form");
            continue;
        };
        let (mut payload, disclosures) = token(&text);
        payload.as_object_mut().unwrap().remove("_sd_alg");
        let name = case.strip_prefix(&folder).unwrap().display();
        let opened = open(&payload, &disclosures).ok();
        if fits_profile(&payload, &disclosures) {
            let expected = read(&std::fs::read(case.join("verified_contents.json")).unwrap());
            count.case(name, opened == Some(expected));
        } else {
            refused.exception(&name, "digests where the profile has none: refused");
            refused.case(name, opened.is_none());
        }
    }
    count.end();
    refused.end();
}
