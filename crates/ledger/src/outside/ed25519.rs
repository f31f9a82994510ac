//! Ed25519 by the strict rules: no cofactor, S below the order, no A or R of small order.

use super::{Count, json, vectors};
use crate::key::Ed25519Key;
use serde_json::Value;

fn bytes(text: &Value) -> Vec<u8> {
    hex::decode(text.as_str().unwrap()).unwrap()
}

fn holds(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = key.try_into().ok().and_then(|bytes| Ed25519Key::from_bytes(bytes).ok());
    let signature = <[u8; 64]>::try_from(signature).ok();
    key.zip(signature).is_some_and(|(key, signature)| key.verifies(message, &signature))
}

#[test]
fn wycheproof() {
    let Some(root) = vectors() else { return };
    let set = json(&root.join("wycheproof/ed25519_test.json"));
    let [mut ours, mut ring] =
        ["ours", "ring"].map(|verifier| Count::of(&format!("wycheproof/ed25519 by {verifier}")));
    for group in set["testGroups"].as_array().unwrap() {
        let key = bytes(&group["publicKey"]["pk"]);
        let other = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, &key);
        for test in group["tests"].as_array().unwrap() {
            let (message, signature) = (bytes(&test["msg"]), bytes(&test["sig"]));
            let valid = test["result"] == "valid";
            ours.case(test, holds(&key, &message, &signature) == valid);
            ring.case(test, other.verify(&message, &signature).is_ok() == valid);
        }
    }
    for count in [ours, ring] {
        count.end();
    }
}

/// What a case has that a strict verifier refuses. (A point of small order among the parts of A or
/// R alone is no fault: without the cofactor it only shows as a residue.)
const REFUSED: [&str; 6] = [
    "low_order_A",
    "low_order_R",
    "low_order_residue",
    "non_canonical_A",
    "non_canonical_R",
    "reencoded_k",
];

#[test]
fn cctv() {
    let Some(root) = vectors() else { return };
    let mut count = Count::of("cctv/ed25519");
    let mut valid = Count::of("cctv/ed25519, of these taken");
    let files = std::fs::read_dir(root.join("cctv")).unwrap();
    let sets: Vec<Value> = files.map(|file| json(&file.unwrap().path())).collect();
    for case in sets.iter().flat_map(|set| set.as_array().unwrap()) {
        let flags = case["flags"].as_array().into_iter().flatten();
        let wanted = !flags.into_iter().any(|it| REFUSED.contains(&it.as_str().unwrap()));
        let message = case["msg"].as_str().unwrap().as_bytes();
        let taken = holds(&bytes(&case["key"]), message, &bytes(&case["sig"]));
        count.case(case, taken == wanted);
        if wanted {
            valid.case(case, taken);
        }
    }
    valid.end();
    count.end();
}
