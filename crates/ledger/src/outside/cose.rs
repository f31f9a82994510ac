//! COSE: its CBOR is not ours, but its signatures over P-256 are the same ones.

use super::{Count, is_low, json, vectors};
use crate::key::Jwk;

/// The byte strings of CBOR diagnostic notation that stand in quotes, in order.
fn byte_strings(diagnostic: &str) -> Vec<Vec<u8>> {
    diagnostic
        .split("h'")
        .skip(1)
        .map(|it| hex::decode(it.split('\'').next().unwrap()).unwrap())
        .collect()
}

/// RFC 9052 section 4.4, for one signer and no external data; strings shorter than 24 bytes.
fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    // A header of no members is the empty string.
    let protected = if protected == [0xa0] { &[] } else { protected };
    let text = |bytes: &[u8]| [&[0x40 | u8::try_from(bytes.len()).unwrap()], bytes].concat();
    [b"\x84\x6aSignature1".to_vec(), text(protected), vec![0x40], text(payload)].concat()
}

#[test]
fn signatures_of_one_signer() {
    let Some(root) = vectors() else { return };
    let mut count = Count::of("cose signatures");
    for folder in ["sign1-tests", "ecdsa-examples"] {
        for entry in std::fs::read_dir(root.join("cose").join(folder)).unwrap() {
            let case = json(&entry.unwrap().path());
            let title = case["title"].as_str().unwrap();
            let sign = &case["input"]["sign0"];
            let sign = if sign.is_null() { &case["input"]["sign"]["signers"][0] } else { sign };
            if !case["input"]["failures"]["ChangeCBORTag"].is_null() {
                count.exception(title, "wrong by its CBOR tag alone: no CBOR is read here");
                continue;
            }
            let text = |name: &str| sign["key"][name].as_str().unwrap().to_owned();
            let key = Jwk::of(text("crv"), text("kty"), text("x"), Some(text("y")));
            let Ok(key) = key else {
                count.case(title, sign["key"]["crv"] != "P-256");
                continue;
            };
            let strings = byte_strings(case["output"]["cbor_diag"].as_str().unwrap());
            let signature = strings.last().unwrap().as_slice().try_into().unwrap();
            let payload = case["input"]["plaintext"].as_str().unwrap().as_bytes();
            let holds = key.verifies(&signed_bytes(&strings[0], payload), signature);
            let es256 = sign["protected"]["alg"].as_str().is_none_or(|alg| alg == "ES256");
            let wanted = case["fail"] != true && es256 && is_low(signature);
            count.case(title, holds == wanted);
        }
    }
    count.exception(
        "cose-receipts",
        "a receipt in CBOR without the leaf and the key that it is for",
    );
    count.end();
}
