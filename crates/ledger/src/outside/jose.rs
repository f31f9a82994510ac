//! JWS and JWK: no token of another shape is a statement, no other key is a key, and the
//! signatures over P-256 and by Ed25519 are judged alike.

use super::{Count, is_low, json, vectors};
use crate::b64;
use crate::key::{Ed25519Secret, Jwk};
use crate::statement::{Envelope, kid_of};
use serde_json::Value;

/// A case that is wrong by what its key is for, not by its signature.
const BY_USE: [(&str, &str); 3] = [
    ("rejectWrongUse", "`use` is no member of a JWK here: the chain says what a key is for"),
    ("rejectWrongKeyOps", "`key_ops` is no member of a JWK here: the chain says what a key is for"),
    ("mismatchedAlgAndCurve", "`alg` is no member of a JWK here: the curve decides"),
];

/// The key of a P-256 or Ed25519 JWK, without what is written beside it.
fn bare(jwk: &Value) -> Option<Jwk> {
    let text = |name: &str| jwk[name].as_str().map(str::to_owned);
    Jwk::of(text("crv")?, text("kty")?, text("x")?, text("y")).ok()
}

/// Whether the parts are in our spelling and the signature is by the key; with the signature.
fn verified(token: &str, key: &Jwk) -> Option<[u8; 64]> {
    let (input, signature) = token.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    b64::decode(header).ok().zip(b64::decode(payload).ok())?;
    let signature = b64::decode_array(signature).ok()?;
    key.verifies(input.as_bytes(), &signature).then_some(signature)
}

fn is_statement(token: &str) -> bool {
    kid_of(token.as_bytes()).is_ok() || Envelope::read(token.as_bytes(), "log.example").is_ok()
}

/// Every test with the key of its group, the first where there are several.
fn cases(set: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    set["testGroups"].as_array().unwrap().iter().flat_map(|group| {
        let keys = if group["public"].is_null() { &group["private"] } else { &group["public"] };
        let jwk = keys["keys"].get(0).unwrap_or(keys);
        group["tests"].as_array().unwrap().iter().map(move |test| (jwk, test))
    })
}

#[test]
fn wycheproof() {
    let Some(root) = vectors() else { return };
    let mut refused = Count::of("wycheproof/jws and jwk, no statement and no key of ours");
    let mut judged = Count::of("wycheproof/jws and jwk over P-256");
    for file in ["json_web_signature_test.json", "json_web_key_test.json"] {
        let set = json(&root.join("wycheproof").join(file));
        for (jwk, test) in cases(&set) {
            let token = test["jws"].as_str().unwrap_or_default();
            let unknown = serde_json::from_value::<Jwk>(jwk.clone()).is_err();
            refused.case(test, unknown && !is_statement(token));
            if jwk["crv"] == "P-256" {
                judge(&mut judged, test, token, jwk);
            }
        }
    }
    refused.end();
    judged.end();
}

fn judge(count: &mut Count, test: &Value, token: &str, jwk: &Value) {
    let comment = test["comment"].as_str().unwrap();
    if let Some((_, reason)) = BY_USE.iter().find(|(name, _)| *name == comment) {
        count.exception(comment, reason);
        return;
    }
    let holds = bare(jwk).is_some_and(|key| verified(token, &key).is_some());
    // Low-S is ours on top: a valid token with the other s is not taken.
    let signature = token.rsplit('.').next().and_then(|it| b64::decode_array::<64>(it).ok());
    let low = signature.is_some_and(|signature| is_low(&signature));
    count.case(test, holds == (test["result"] == "valid" && low));
}

#[test]
fn the_cookbook() {
    let Some(root) = vectors() else { return };
    let root = root.join("jose-cookbook");
    let mut count = Count::of("jose-cookbook");
    let ed25519 = json(&root.join("curve25519/jws.json"));
    let key = &ed25519["input"]["key"];
    let token = ed25519["output"]["compact"].as_str().unwrap();
    let secret = b64::decode_array(key["d"].as_str().unwrap()).unwrap();
    let secret = Ed25519Secret::from_bytes(&secret);
    let signature = bare(key).and_then(|key| verified(token, &key));
    count.case("Ed25519 key", bare(key).as_ref() == Some(&secret.public()));
    count.case("Ed25519 signature", signature.is_some());
    let input = ed25519["signing"]["sig-input"].as_str().unwrap();
    count.case("Ed25519 signing", signature == Some(secret.sign(input.as_bytes())));
    let p521 = json(&root.join("jwk/3_1.ec_public_key.json"));
    count.case("P-521 key", bare(&p521).is_none());
    for entry in std::fs::read_dir(root.join("jws")).unwrap() {
        let case = json(&entry.unwrap().path());
        let compact = case["output"]["compact"].as_str().unwrap_or_default();
        count.case(&case["title"], bare(&case["input"]["key"]).is_none() && !is_statement(compact));
    }
    count.end();
}
