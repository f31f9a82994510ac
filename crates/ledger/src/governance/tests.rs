//! Every operation and every rule of the grammar.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::*;
use crate::OrgId;
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::Purpose;
use json::{Json, Limits};

const ISS: &str = "https://id.gs1.org/417/9520000000011";
const TO: &str = "https://id.gs1.org/417/9520000000028";
const ORIGIN: &str = "test.furlong.example/00";

fn tree(text: &str) -> Json {
    json::parse(text.as_bytes(), &Limits { bytes_max: 100_000, depth_max: 16, values_max: 10_000 })
        .unwrap()
}

fn read(text: &str) -> Result<Gov, crate::statement::FormError> {
    Gov::read(&tree(text))
}

fn key(number: u8, purpose: Purpose) -> NewKey {
    let secret = P256Secret::from_bytes(&[number; 32]).unwrap();
    NewKey::make(&secret, purpose, &OrgId::parse(ISS).unwrap(), ORIGIN)
}

fn admins() -> String {
    format!("[{},{}]", key(1, Purpose::Admin).to_json(), key(2, Purpose::Admin).to_json())
}

fn newcomer(members: &str) -> String {
    format!(
        r#"{{"op":"org.enrol","keys":{},"org":{{"iss":"{ISS}","name":"Farm",{members}}}}}"#,
        admins()
    )
}

const WHY: &str = r#""reason":{"en":"as agreed","zh-Hans":"已同意"}"#;

#[test]
fn every_operation_is_read_and_written_again() {
    let kid = key(1, Purpose::Event).kid().to_owned();
    let hash = "ab".repeat(32);
    let simple = [
        format!(r#"{{"op":"org.move","iss":"{ISS}","to":"{TO}"}}"#),
        format!(r#"{{"op":"org.accept","iss":"{ISS}"}}"#),
        format!(r#"{{"op":"org.end","iss":"{ISS}"}}"#),
        format!(r#"{{"op":"org.suspend","iss":"{ISS}",{WHY}}}"#),
        format!(r#"{{"op":"org.resume","iss":"{ISS}",{WHY}}}"#),
        format!(r#"{{"op":"org.expel","iss":"{ISS}",{WHY}}}"#),
        format!(r#"{{"op":"org.prefixes","iss":"{ISS}","prefixes":["9520001","9520002"]}}"#),
        format!(r#"{{"op":"key.retire","kid":"{kid}"}}"#),
        format!(r#"{{"op":"key.compromise","kid":"{kid}","since":7}}"#),
        r#"{"op":"rules.set","rules":2}"#.to_owned(),
        format!(r#"{{"op":"redact","index":7,{WHY}}}"#),
        format!(r#"{{"op":"ballot","proposal":"{hash}","vote":"no"}}"#),
        r#"{"op":"name.us","show":false}"#.to_owned(),
        format!(r#"{{"op":"mandate","agent":"{TO}","steps":["harvesting"],"until":1767225600000}}"#),
        r#"{"op":"identity.bind","scheme":"imo","value":"9074729"}"#.to_owned(),
        r#"{"op":"same_as","mine":"https://id.gs1.org/01/09520001000010/10/L7","theirs":"urn:x:their-lot"}"#.to_owned(),
        format!(r#"{{"op":"dispute","leaf":7,{WHY}}}"#),
        r#"{"op":"annotate","leaf":7,"text":{"en":"two\nlines"}}"#.to_owned(),
        r#"{"op":"place.set","place":"https://id.gs1.org/414/9520000000011","names":{"es":"Vigo"},"country":"ES","region":{"es":"Galicia"},"position":{"lat":"42.24","lon":"-8.72"},"timezone":"Europe/Madrid"}"#.to_owned(),
        format!(
            r#"{{"op":"product.set","product":"https://id.gs1.org/01/09520001000010","names":{{"en":"Hake"}},"brand":"Alpha","net":{{"quantity":"0.5","uom":"KGM"}},"shelf_life_days":7,"storage":{{"min":"-1.5","max":"4","uom":"CEL"}},"allergens":["fish"],"photo":"{hash}","contact":{{"phone":"+34 1","url":"https://alpha.example/hake","email":"a@alpha.example"}},"packers":["{TO}"],"class":"10000017","species":"HKE"}}"#
        ),
        r#"{"op":"product.set","product":"urn:x:feed","names":{"en":"Feed"}}"#.to_owned(),
        newcomer(r#""prefixes":["9520001"],"roles":["packer","regulator:US-CA"]"#),
        newcomer(r#""prefixes":[],"roles":[]"#).replace("org.enrol", "org.sponsor"),
        format!(r#"{{"op":"org.keys","iss":"{ISS}","keys":{}}}"#, admins()),
        format!(r#"{{"op":"key.add","key":{}}}"#, key(3, Purpose::Agree).to_json()),
        format!(
            r#"{{"op":"key.add","key":{}}}"#,
            key(3, Purpose::System).held_by(OrgId::parse(TO).unwrap()).until(9).to_json()
        ),
    ];
    for text in &simple {
        let gov = read(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        assert_eq!(gov.to_json(), tree(text));
        assert!(text.contains(&format!(r#""op":"{}""#, gov.op())));
    }
    let validators = format!(r#"{{"op":"validators.set","validators":{}}}"#, validators_text());
    assert_eq!(read(&validators).unwrap().to_json(), tree(&validators));
}

fn validators_text() -> String {
    let one = |number: u8, iss: &str, host: &str| {
        let vote = P256Secret::from_bytes(&[number; 32]).unwrap().public().text();
        let browser = P256Secret::from_bytes(&[number + 1; 32]).unwrap().public().text();
        let [log, cosign, node] =
            [0, 1, 2].map(|add| Ed25519Secret::from_bytes(&[number + add; 32]).public().text());
        format!(
            r#"{{"cosign":{cosign},"cosign_p256":{browser},"host":"{host}","iss":"{iss}","log":{log},"node":{node},"vote":{vote}}}"#
        )
    };
    format!("[{},{}]", one(10, ISS, "a.example"), one(20, TO, "b.example:8443"))
}

/// What is written, the rule that it breaks, and in words why.
fn refused(table: &[(&str, u8, String)]) {
    for (words, rule, text) in table {
        let found = read(text);
        assert_eq!(found.as_ref().err().map(|error| error.rule), Some(*rule), "{words}: {found:?}");
    }
}

#[test]
fn s17_operations_and_their_members() {
    refused(&[
        ("no op", 17, r#"{"iss":"x"}"#.to_owned()),
        ("op is a number", 17, r#"{"op":7}"#.to_owned()),
        ("an unknown op", 17, r#"{"op":"org.rename"}"#.to_owned()),
        ("a member is missing", 17, r#"{"op":"org.end"}"#.to_owned()),
        ("one member more", 17, format!(r#"{{"op":"org.end","iss":"{ISS}","x":1}}"#)),
        ("one member more, told", 17, r#"{"op":"name.us","show":true,"x":1}"#.to_owned()),
    ]);
}

#[test]
fn s18_values() {
    let long = "x".repeat(501);
    let languages: Vec<String> =
        (b'a'..=b'u').map(|c| format!(r#""{0}{0}":"x""#, char::from(c))).collect();
    refused(&[
        ("an iss that is none", 18, r#"{"op":"org.end","iss":"farm"}"#.to_owned()),
        ("a kid that is none", 18, r#"{"op":"key.retire","kid":"x"}"#.to_owned()),
        (
            "a vote that is none",
            18,
            format!(r#"{{"op":"ballot","proposal":"{}","vote":"maybe"}}"#, "ab".repeat(32)),
        ),
        (
            "a hash in capitals",
            18,
            format!(r#"{{"op":"ballot","proposal":"{}","vote":"yes"}}"#, "AB".repeat(32)),
        ),
        ("an index below 0", 18, format!(r#"{{"op":"redact","index":-1,{WHY}}}"#)),
        ("an index as text", 18, format!(r#"{{"op":"redact","index":"7",{WHY}}}"#)),
        ("a reason that is a text", 18, r#"{"op":"redact","index":7,"reason":"x"}"#.to_owned()),
        ("no language", 18, r#"{"op":"redact","index":7,"reason":{}}"#.to_owned()),
        (
            "21 languages",
            18,
            format!(r#"{{"op":"redact","index":7,"reason":{{{}}}}}"#, languages.join(",")),
        ),
        ("no tag", 18, r#"{"op":"redact","index":7,"reason":{"e":"x"}}"#.to_owned()),
        ("an empty text", 18, r#"{"op":"redact","index":7,"reason":{"en":""}}"#.to_owned()),
        (
            "501 characters",
            18,
            format!(r#"{{"op":"redact","index":7,"reason":{{"en":"{long}"}}}}"#),
        ),
        (
            "a control character",
            18,
            r#"{"op":"redact","index":7,"reason":{"en":"a\u0007"}}"#.to_owned(),
        ),
        ("show as text", 18, r#"{"op":"name.us","show":"yes"}"#.to_owned()),
    ]);
}

#[test]
fn s18_values_of_products_and_places() {
    let product = |members: &str| {
        format!(
            r#"{{"op":"product.set","product":"https://id.gs1.org/01/09520001000010",{members}}}"#
        )
    };
    let place = |members: &str| {
        format!(
            r#"{{"op":"place.set","place":"https://id.gs1.org/414/9520000000011","names":{{"en":"x"}},{members}}}"#
        )
    };
    refused(&[
        (
            "a code not canonical",
            18,
            r#"{"op":"same_as","mine":"https://x.example/01/09520001000010","theirs":"urn:x:y"}"#
                .to_owned(),
        ),
        (
            "a code with a wrong check digit",
            18,
            r#"{"op":"same_as","mine":"https://id.gs1.org/01/09520001000011","theirs":"urn:x:y"}"#
                .to_owned(),
        ),
        (
            "a quantity as a number",
            18,
            product(r#""names":{"en":"x"},"net":{"quantity":0.5,"uom":"KGM"}"#),
        ),
        (
            "a quantity with 00",
            18,
            product(r#""names":{"en":"x"},"net":{"quantity":"00.5","uom":"KGM"}"#),
        ),
        ("a net without a unit", 18, product(r#""names":{"en":"x"},"net":{"quantity":"1"}"#)),
        (
            "a plain web address",
            18,
            product(r#""names":{"en":"x"},"contact":{"url":"http://x.example"}"#),
        ),
        (
            "script as a web address",
            18,
            product(r#""names":{"en":"x"},"contact":{"url":"javascript:alert(1)"}"#),
        ),
        ("a country in small letters", 18, place(r#""country":"es""#)),
        ("91 degrees north", 18, place(r#""country":"ES","position":{"lat":"90.1","lon":"0"}"#)),
        (
            "a place that is none",
            18,
            r#"{"op":"place.set","place":"Vigo","names":{"en":"x"},"country":"ES"}"#.to_owned(),
        ),
    ]);
}

#[test]
fn s19_keys() {
    let add = |key: Json| format!(r#"{{"op":"key.add","key":{key}}}"#);
    let without = |name: &str, purpose: Purpose| {
        let mut json = key(3, purpose).to_json();
        json.as_object_mut().unwrap().remove(name);
        json
    };
    let with = |name: &str, value: &str, purpose: Purpose| {
        let mut json = key(3, purpose).to_json();
        json.as_object_mut().unwrap().insert(name, value);
        json
    };
    let edwards = tree(&Ed25519Secret::from_bytes(&[3; 32]).public().text());
    let mut other_kind = key(3, Purpose::Event).to_json();
    other_kind.as_object_mut().unwrap().insert("jwk", edwards);
    let member = |name: &str, value: &str| {
        let mut json = key(3, Purpose::Event).to_json();
        let jwk = json.as_object_mut().unwrap().get_mut("jwk").unwrap();
        jwk.as_object_mut().unwrap().insert(name, tree(value));
        json
    };
    let mut as_list = key(3, Purpose::Event).to_json();
    let texts: Vec<Json> =
        as_list.get("jwk").unwrap().as_object().unwrap().iter().map(|it| it.1.clone()).collect();
    as_list.as_object_mut().unwrap().insert("jwk", texts);
    let keys = |list: &str| format!(r#"{{"op":"org.keys","iss":"{ISS}","keys":[{list}]}}"#);
    let admin = key(1, Purpose::Admin).to_json();
    let many: Vec<String> =
        (1..=21).map(|n| key(n, Purpose::Admin).to_json().to_string()).collect();
    refused(&[
        ("no proof", 19, add(without("proof", Purpose::Event))),
        ("a proof for agree", 19, add(with("proof", &"A".repeat(86), Purpose::Agree))),
        ("a proof that is none", 19, add(with("proof", "AAAA", Purpose::Event))),
        ("a system key without a holder", 19, add(key(3, Purpose::System).to_json())),
        ("an admin key with a holder", 19, add(with("held_by", TO, Purpose::Admin))),
        ("an Ed25519 key", 19, add(other_kind)),
        ("a key without a point", 19, add(with("jwk", "x", Purpose::Event))),
        ("one member more", 19, add(with("kid", "x", Purpose::Event))),
        ("a key as a list", 19, add(as_list)),
        ("a member of the key more", 19, add(member("kid", "null"))),
        ("a key with y null", 18, add(member("y", "null"))),
        ("a key of another curve", 19, add(member("crv", "\"P-384\""))),
        ("an unknown purpose", 18, add(with("purpose", "root", Purpose::Event))),
        ("one admin key", 19, keys(&admin.to_string())),
        ("the same key twice", 19, keys(&format!("{admin},{admin}"))),
        ("21 keys", 18, keys(&many.join(","))),
        ("none", 19, keys("")),
    ]);
}

#[test]
fn a_proof_of_possession_is_for_one_owner_chain_and_purpose() {
    let owner = OrgId::parse(ISS).unwrap();
    let proved = key(3, Purpose::Event);
    assert!(proved.is_proved(ORIGIN, &owner));
    assert!(!proved.is_proved("other/00", &owner));
    assert!(!proved.is_proved(ORIGIN, &OrgId::parse(TO).unwrap()));
    let text = proved.to_json().to_string().replace("\"event\"", "\"admin\"");
    let Ok(Gov::KeyAdd(changed)) = read(&format!(r#"{{"op":"key.add","key":{text}}}"#)) else {
        panic!("a key")
    };
    assert!(!changed.is_proved(ORIGIN, &owner));
}

#[test]
fn s20_organisations() {
    refused(&[
        ("prefixes not sorted", 20, newcomer(r#""prefixes":["9520002","9520001"],"roles":[]"#)),
        ("a prefix twice", 20, newcomer(r#""prefixes":["9520001","9520001"],"roles":[]"#)),
        ("a prefix of 3 digits", 20, newcomer(r#""prefixes":["952"],"roles":[]"#)),
        ("a prefix of letters", 20, newcomer(r#""prefixes":["95200O1"],"roles":[]"#)),
        ("roles not sorted", 20, newcomer(r#""prefixes":[],"roles":["shipper","packer"]"#)),
        ("a role in capitals", 20, newcomer(r#""prefixes":[],"roles":["Packer"]"#)),
        ("a regulator of nowhere", 20, newcomer(r#""prefixes":[],"roles":["regulator:Spain"]"#)),
        ("a member missing", 20, newcomer(r#""prefixes":[]"#)),
        ("a status", 20, newcomer(r#""prefixes":[],"roles":[],"status":"active""#)),
    ]);
}

#[test]
fn s21_validators() {
    let good = validators_text();
    let set =
        |validators: String| format!(r#"{{"op":"validators.set","validators":{validators}}}"#);
    let edwards = Ed25519Secret::from_bytes(&[10; 32]).public().text();
    let vote = P256Secret::from_bytes(&[10; 32]).unwrap().public().text();
    assert!(read(&set(good.clone())).is_ok());
    refused(&[
        ("none", 21, set("[]".to_owned())),
        ("no list", 21, set("{}".to_owned())),
        ("not sorted", 21, set(good.replace(ISS, "x").replace(TO, ISS).replace('x', TO))),
        ("one member twice", 21, set(good.replace(TO, ISS))),
        ("one host twice", 21, set(good.replace("b.example:8443", "a.example"))),
        ("a host in capitals", 21, set(good.replace("a.example", "A.example"))),
        ("a port of 0", 21, set(good.replace(":8443", ":0"))),
        ("a host with a path", 21, set(good.replace("a.example", "a.example/x"))),
        ("an Ed25519 key that votes", 21, set(good.replace(&vote, &edwards))),
        ("a member more", 21, set(good.replace("\"host\"", "\"x\":1,\"host\""))),
    ]);
}

#[test]
fn s21_a_validator_is_an_object_of_its_members() {
    let set = |one: Json| {
        Json::Object(
            [("op", Json::from("validators.set")), ("validators", Json::Array(vec![one]))]
                .into_iter()
                .collect(),
        )
    };
    let validators = tree(&validators_text());
    let one = &validators.as_array().unwrap()[0];
    let changed = |name: &str, value: Json| {
        let mut one = one.clone();
        one.as_object_mut().unwrap().insert(name, value);
        set(one).to_string()
    };
    let values = one.as_object().unwrap().iter().map(|(_, value)| value.clone()).collect();
    let log = one.get("log").unwrap();
    let mut with_null = log.clone();
    with_null.as_object_mut().unwrap().insert("y", Json::Null);
    let parts = log.as_object().unwrap().iter().map(|(_, value)| value.clone()).collect();
    refused(&[
        ("a validator as a list", 21, set(Json::Array(values)).to_string()),
        ("a key as a list", 21, changed("log", Json::Array(parts))),
        ("an Ed25519 key with y null", 21, changed("log", with_null)),
    ]);
    // The order of members is free in a statement; the row has its own.
    let turned: Vec<_> = one.as_object().unwrap().iter().collect();
    let turned = turned.into_iter().rev().map(|(name, value)| (name, value.clone())).collect();
    let free = read(&set(Json::Object(turned)).to_string()).unwrap();
    assert_eq!(free, read(&set(one.clone()).to_string()).unwrap());
}

#[test]
fn words_are_found_whatever_the_case_of_the_tag() {
    let words =
        Words::read(&tree(r#"{"zh-Hans":"鳕鱼","en":"Hake"}"#), &json::Pointer::root()).unwrap();
    assert_eq!(words.text("ZH-hans"), Some("鳕鱼"));
    assert_eq!(words.text("fr"), None);
    assert!(Words::one("en", "").is_none() && Words::one("e", "x").is_none());
}
