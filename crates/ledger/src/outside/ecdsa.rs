//! ECDSA over P-256 with SHA-256: all verifiers that the tree has give Wycheproof's verdict, and
//! ours gives it for low-S signatures.

use super::{Count, is_low, json, vectors};
use crate::key::P256Key;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use ring::signature as ring;

struct Case {
    name: String,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
    valid: bool,
}

impl Case {
    fn ring(&self, scheme: &'static ring::EcdsaVerificationAlgorithm) -> bool {
        let key = ring::UnparsedPublicKey::new(scheme, &self.key);
        key.verify(&self.message, &self.signature).is_ok()
    }

    fn p256(&self, signature: Option<Signature>) -> bool {
        let key = VerifyingKey::from_sec1_bytes(&self.key).unwrap();
        signature.is_some_and(|signature| key.verify(&self.message, &signature).is_ok())
    }

    fn ours(&self, signature: &[u8; 64]) -> bool {
        P256Key::from_sec1(&self.key).unwrap().verifies(&self.message, signature)
    }
}

fn cases(file: &str) -> Option<Vec<Case>> {
    let set = json(&vectors()?.join("wycheproof").join(file));
    let mut cases = Vec::new();
    for group in set["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            let bytes = |text: &serde_json::Value| hex::decode(text.as_str().unwrap()).unwrap();
            cases.push(Case {
                name: format!("tcId {}: {}", test["tcId"], test["comment"]),
                key: bytes(&group["publicKey"]["uncompressed"]),
                message: bytes(&test["msg"]),
                signature: bytes(&test["sig"]),
                valid: test["result"] == "valid",
            });
        }
    }
    Some(cases)
}

#[test]
fn signatures_of_two_numbers() {
    let Some(cases) = cases("ecdsa_secp256r1_sha256_p1363_test.json") else { return };
    let [mut ring, mut p256, mut ours] = ["ring", "p256", "ours, low-S"]
        .map(|verifier| Count::of(&format!("wycheproof/ecdsa p1363 by {verifier}")));
    for case in cases {
        ring.case(&case.name, case.ring(&ring::ECDSA_P256_SHA256_FIXED) == case.valid);
        let parsed = Signature::from_slice(&case.signature).ok();
        p256.case(&case.name, case.p256(parsed) == case.valid);
        // Our rule stands on top: of s and n - s only the lower is a signature.
        let fixed = <[u8; 64]>::try_from(case.signature.as_slice()).ok();
        let low = is_low(&case.signature);
        let taken = fixed.is_some_and(|signature| case.ours(&signature));
        ours.case(&case.name, taken == (case.valid && low));
    }
    for count in [ring, p256, ours] {
        count.end();
    }
}

#[test]
fn signatures_in_der() {
    let Some(cases) = cases("ecdsa_secp256r1_sha256_test.json") else { return };
    let [mut ring, mut p256, mut ours] = ["ring", "p256", "ours, as low-S"]
        .map(|verifier| Count::of(&format!("wycheproof/ecdsa DER by {verifier}")));
    for case in cases {
        ring.case(&case.name, case.ring(&ring::ECDSA_P256_SHA256_ASN1) == case.valid);
        let der = DerSignature::from_bytes(&case.signature).ok();
        let parsed = der.and_then(|der| Signature::from_der(der.as_bytes()).ok());
        p256.case(&case.name, case.p256(parsed) == case.valid);
        // Nothing of ours is DER: the same numbers, in our spelling.
        let low = parsed.map(|it| it.normalize_s().unwrap_or(it).to_bytes().into());
        ours.case(&case.name, low.is_some_and(|low| case.ours(&low)) == case.valid);
    }
    for count in [ring, p256, ours] {
        count.end();
    }
}
