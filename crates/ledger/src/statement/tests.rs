//! Every rule of the form, broken once.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use super::*;
use crate::key::P256Secret;
use crate::{OrgId, b64};
use json::{Json, Object};
use proptest::prelude::*;

const ORIGIN: &str =
    "test.furlong.example/0000000000000000000000000000000000000000000000000000000000000000";
const ISS: &str = "https://id.gs1.org/417/9520000000011";
const JTI: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8058";
const DIGEST: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn secret() -> P256Secret {
    P256Secret::from_bytes(&[7; 32]).unwrap()
}

fn header() -> String {
    format!(r#"{{"alg":"ES256","typ":"dc+sd-jwt","kid":"{}"}}"#, secret().public().kid())
}

fn jws(header: &str, payload: &str) -> String {
    let input = format!("{}.{}", b64::encode(header.as_bytes()), b64::encode(payload.as_bytes()));
    format!("{input}.{}", b64::encode(&secret().sign(input.as_bytes())))
}

/// A payload of these claims beside `iss`, `aud`, `jti` and `iat`.
fn payload(rest: &str) -> String {
    format!(r#"{{"iss":"{ISS}","aud":"{ORIGIN}","jti":"{JTI}","iat":1767225600,{rest}}}"#)
}

fn event(epcis: &str) -> String {
    payload(&format!(r#""vct":"event","epcis":{{{epcis}}}"#))
}

/// The rule that a leaf breaks; 0 if none.
fn rule(leaf: &str) -> u8 {
    Statement::read(leaf.as_bytes(), ORIGIN).map_or_else(|error| error.rule, |_| 0)
}

fn check(table: &[(&str, u8, String)]) {
    for (words, expected, payload) in table {
        let leaf = jws(&header(), payload);
        let found = Statement::read(leaf.as_bytes(), ORIGIN);
        let number = found.as_ref().map_or_else(|error| error.rule, |_| 0);
        let error = found.err().map(|error| error.to_string());
        assert_eq!(number, *expected, "{words}: {error:?}");
    }
}

#[test]
fn an_event_is_read() {
    let leaf = jws(&header(), &event(r#""type":"ObjectEvent","quantity":12.30"#));
    let statement = Statement::read(leaf.as_bytes(), ORIGIN).unwrap();
    assert_eq!(statement.bytes(), leaf.as_bytes());
    assert_eq!(statement.iss().as_str(), ISS);
    assert_eq!(statement.jti().to_string(), JTI);
    assert_eq!(statement.iat(), 1_767_225_600);
    assert_eq!(statement.leaf_hash(), crate::tree::leaf_hash(leaf.as_bytes()));
    let input = leaf.rsplit_once('.').unwrap().0;
    assert_eq!(statement.signing_input(), input.as_bytes());
    let Claims::Event { epcis, corrects: None } = statement.claims() else { panic!("an event") };
    assert_eq!(epcis.to_string(), r#"{"type":"ObjectEvent","quantity":12.30}"#);
    let public = secret().public();
    assert!(statement.clone().verify(|_| Some(&public)).is_ok());
    let missing = statement.verify(|_| None);
    assert!(matches!(missing, Err(VerifyError::KeyUnknown(_))));
}

#[test]
fn s1_size() {
    let filled =
        |length: usize| jws(&header(), &event(&format!(r#""x":"{}""#, "a".repeat(length))));
    let room = |bytes: usize| (bytes - filled(0).len()) / 4 * 3;
    assert_eq!(rule(&filled(room(BYTES_MAX) - 4)), 0);
    assert_eq!(rule(&filled(room(BYTES_MAX) + 8)), 1);
    assert_eq!(rule(&filled(VOUCHED_BYTES_MAX)), 1);
}

#[test]
fn s2_spelling() {
    let good = jws(&header(), &event(""));
    assert_eq!(rule(&good), 0);
    let (input, signature) = good.rsplit_once('.').unwrap();
    let (head, body) = input.split_once('.').unwrap();
    for (words, leaf) in [
        ("empty", String::new()),
        ("two parts", input.to_owned()),
        ("four parts", format!("{good}.AAAA")),
        ("disclosures behind", format!("{good}~")),
        ("a space", format!("{good} ")),
        ("padding", format!("{input}.{signature}==")),
        ("an empty payload", format!("{head}..{signature}")),
        ("standard base64", format!("{head}.{}+.{signature}", body.get(1..).unwrap())),
        ("no text", "\u{e9}.a.b".to_owned()),
    ] {
        assert_eq!(rule(&leaf), 2, "{words}");
    }
    assert_eq!(Statement::read(&[0xff, 0xfe], ORIGIN).unwrap_err().rule, 2);
}

#[test]
fn s3_header() {
    let kid = secret().public().kid();
    for (words, header) in [
        ("another algorithm", header().replace("ES256", "none")),
        ("another type", header().replace("dc+sd-jwt", "JWT")),
        ("a space", header().replace(',', ", ")),
        ("one member more", header().replace('}', r#","crit":["b64"]}"#)),
        ("jwk in the header", header().replace('}', r#","jwk":{}}"#)),
        ("another order", format!(r#"{{"typ":"dc+sd-jwt","alg":"ES256","kid":"{kid}"}}"#)),
        ("an escape", header().replace("ES256", "\\u0045S256")),
        ("a short kid", header().replace(&kid, "AAAA")),
        ("a kid with spare bits", header().replace(&kid, &format!("{}B", kid.get(..42).unwrap()))),
        ("alg twice", header().replace('}', r#","alg":"ES256"}"#)),
    ] {
        assert_eq!(rule(&jws(&header, &event(""))), 3, "{words}");
    }
}

#[test]
fn s4_signature() {
    let good = jws(&header(), &event(""));
    let (input, signature) = good.rsplit_once('.').unwrap();
    let bytes: [u8; 64] = b64::decode_array(signature).unwrap();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.to_vec();
        change(&mut bytes);
        format!("{input}.{}", b64::encode(&bytes))
    };
    assert_eq!(rule(&with(&|bytes| bytes.truncate(63))), 4, "63 bytes");
    assert_eq!(rule(&with(&|bytes| bytes.push(0))), 4, "65 bytes");
    assert_eq!(rule(&with(&|bytes| bytes[..32].fill(0))), 4, "r is 0");
    assert_eq!(rule(&with(&|bytes| bytes[32..].fill(0))), 4, "s is 0");
    assert_eq!(rule(&with(&|bytes| bytes[32..].fill(0xff))), 4, "s is too large");
    let parsed = p256::ecdsa::Signature::from_slice(&bytes).unwrap();
    let high = p256::ecdsa::Signature::from_scalars(*parsed.r(), -*parsed.s()).unwrap();
    let high: [u8; 64] = high.to_bytes().into();
    assert_eq!(rule(&with(&|bytes| bytes.copy_from_slice(&high))), 4, "high s");
    let other = with(&|bytes| bytes[0] ^= 1);
    let statement = Statement::read(other.as_bytes(), ORIGIN).unwrap();
    let public = secret().public();
    assert!(matches!(statement.verify(|_| Some(&public)), Err(VerifyError::Signature(_))));
}

#[test]
fn s5_strict_json() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    check(&[
        ("depth 16", 0, event(&format!(r#""x":{}"#, deep(14)))),
        ("depth 17", 5, event(&format!(r#""x":{}"#, deep(15)))),
        ("a name twice", 5, event(r#""x":1,"x":2"#)),
        ("a name twice, escaped", 5, event(r#""x":1,"\u0078":2"#)),
        ("a lone surrogate", 5, event(r#""x":"\ud800""#)),
        ("a surrogate pair", 0, event(r#""x":"\ud83d\ude00""#)),
        ("no object", 5, "[]".to_owned()),
        ("no JSON", 5, "{".to_owned()),
        ("a comment", 5, event("/* */")),
        ("something behind", 5, format!("{}x", event(""))),
        ("a byte order mark", 5, format!("\u{feff}{}", event(""))),
        ("a raw line feed in a text", 5, event("\"x\":\"\n\"")),
        ("NaN", 5, event(r#""x":NaN"#)),
    ]);
    let input = format!("{}.{}", b64::encode(header().as_bytes()), b64::encode(b"{\"\xff\":1}"));
    let leaf = format!("{input}.{}", b64::encode(&secret().sign(input.as_bytes())));
    assert_eq!(rule(&leaf), 5, "not UTF-8");
}

#[test]
fn s6_numbers() {
    check(&[
        ("2^53 - 1", 0, event(r#""x":9007199254740991"#)),
        ("2^53", 6, event(r#""x":9007199254740992"#)),
        ("-2^53", 6, event(r#""x":[-9007199254740992]"#)),
        ("17 digits", 0, event(r#""x":0.12345678901234567"#)),
        ("18 digits", 6, event(r#""x":{"y":1.23456789012345678}"#)),
        ("a large exponent", 6, event(r#""x":1e301"#)),
        ("a small one", 0, event(r#""x":1e-300"#)),
    ]);
}

#[test]
fn s7_claims() {
    let good = event("");
    let without = |name: &str, value: &str| good.replace(&format!("\"{name}\":{value},"), "");
    check(&[
        ("no iss", 7, without("iss", &format!("\"{ISS}\""))),
        ("no aud", 7, without("aud", &format!("\"{ORIGIN}\""))),
        ("no jti", 7, without("jti", &format!("\"{JTI}\""))),
        ("no iat", 7, without("iat", "1767225600")),
        ("no vct", 7, without("vct", "\"event\"")),
        ("no body", 7, payload(r#""vct":"event""#)),
        ("another body", 7, payload(r#""vct":"event","gov":{}"#)),
        ("two bodies", 7, payload(r#""vct":"event","epcis":{},"gov":{}"#)),
        ("exp", 7, payload(r#""exp":1,"vct":"event","epcis":{}"#)),
        ("cnf", 7, payload(r#""cnf":{},"vct":"event","epcis":{}"#)),
        ("order is free", 0, payload(r#""epcis":{},"vct":"event""#)),
    ]);
}

#[test]
fn s8_to_s12_values() {
    let good = event("");
    let with = |old: &str, new: &str| good.replace(old, new);
    check(&[
        ("iss without a GLN", 0, with(ISS, "https://test.furlong.example/party/9520000000011/4")),
        ("iss with a wrong check digit", 8, with(ISS, "https://id.gs1.org/417/9520000000012")),
        ("iss of another form", 8, with(ISS, "https://farm.example")),
        ("iss is a number", 8, with(&format!("\"{ISS}\""), "7")),
        ("aud of another chain", 9, with(ORIGIN, "other.example/00")),
        ("aud is a list", 9, with(&format!("\"{ORIGIN}\""), &format!("[\"{ORIGIN}\"]"))),
        ("jti in capitals", 10, with(JTI, &JTI.to_uppercase())),
        ("jti of version 4", 10, with("-774b-", "-474b-")),
        ("jti of another variant", 10, with("-bcce-", "-ccce-")),
        ("jti in braces", 10, with(JTI, &format!("{{{JTI}}}"))),
        ("iat with a fraction", 11, with("1767225600", "1767225600.5")),
        ("iat as an exponent", 11, with("1767225600", "1e9")),
        ("iat below 1970", 11, with("1767225600", "-1")),
        ("iat as text", 11, with("1767225600", "\"1767225600\"")),
        ("iat 0", 0, with("1767225600", "0")),
        ("vct unknown", 12, with("\"vct\":\"event\"", "\"vct\":\"Event\"")),
        ("vct is null", 12, with("\"vct\":\"event\"", "\"vct\":null")),
        ("epcis is a list", 12, payload(r#""vct":"event","epcis":[]"#)),
        ("access", 0, payload(r#""vct":"access","access":{"codes":[]}"#)),
    ]);
}

#[test]
fn s13_sd_alg() {
    let with =
        |alg: &str, epcis: &str| payload(&format!(r#"{alg}"vct":"event","epcis":{{{epcis}}}"#));
    let sd = format!(r#""_sd":["{DIGEST}"]"#);
    check(&[
        ("both", 0, with(r#""_sd_alg":"sha-256","#, &sd)),
        ("no _sd_alg", 13, with("", &sd)),
        ("no _sd", 13, with(r#""_sd_alg":"sha-256","#, "")),
        ("another hash", 13, with(r#""_sd_alg":"sha-512","#, &sd)),
        (
            "_sd_alg inside",
            14,
            with(r#""_sd_alg":"sha-256","#, &format!(r#"{sd},"_sd_alg":"sha-256""#)),
        ),
    ]);
}

#[test]
fn s14_digests() {
    let with =
        |epcis: &str| payload(&format!(r#""_sd_alg":"sha-256","vct":"event","epcis":{{{epcis}}}"#));
    let sd = format!(r#""_sd":["{DIGEST}"]"#);
    let many = |count: u8| {
        let digests: Vec<String> =
            (0..count).map(|n| format!("\"{}\"", b64::encode(&[n; 32]))).collect();
        with(&format!(r#""_sd":[{}]"#, digests.join(",")))
    };
    check(&[
        ("in ilmd", 0, with(&format!(r#""ilmd":{{{sd}}}"#))),
        ("in an extension", 0, with(&format!(r#""demo:x":{{{sd}}}"#))),
        ("in a quantity", 0, with(&format!(r#""outputQuantityList":[{{{sd}}}]"#))),
        ("in a place", 0, with(&format!(r#""bizLocation":{{{sd}}}"#))),
        ("in a transaction", 14, with(&format!(r#""bizTransactionList":[{{{sd}}}]"#))),
        ("in another object", 14, with(&format!(r#""sensor":{{{sd}}}"#))),
        ("below ilmd", 14, with(&format!(r#""ilmd":{{"x":{{{sd}}}}}"#))),
        ("the list itself", 14, with(&format!(r#""quantityList":{{{sd}}}"#))),
        (
            "two extensions",
            14,
            with(&format!(r#""a:x":{{{sd}}},"b:x":{{"_sd":["{}"]}}"#, b64::encode(&[1; 32]))),
        ),
        ("64", 0, many(64)),
        ("65", 14, many(65)),
        ("none", 14, with(r#""_sd":[]"#)),
        ("twice in one list", 14, with(&format!(r#""_sd":["{DIGEST}","{DIGEST}"]"#))),
        ("twice in two lists", 14, with(&format!(r#"{sd},"ilmd":{{{sd}}}"#))),
        ("short", 14, with(r#""_sd":["AAAA"]"#)),
        ("no text", 14, with(r#""_sd":[7]"#)),
        ("no list", 14, with(&format!(r#""_sd":"{DIGEST}""#))),
        ("dots", 14, with(&format!(r#"{sd},"x":[{{"...":"{DIGEST}"}}]"#))),
        (
            "in governance",
            14,
            payload(&format!(r#""vct":"governance","gov":{{"op":"name.us","show":true,{sd}}}"#)),
        ),
        ("in access", 14, payload(&format!(r#""vct":"access","access":{{{sd}}}"#))),
    ]);
}

#[test]
fn s15_corrects() {
    let corrects = format!(r#""corrects":"{JTI}","#);
    check(&[
        ("an event", 0, payload(&format!(r#"{corrects}"vct":"event","epcis":{{}}"#))),
        ("a look-up", 15, payload(&format!(r#"{corrects}"vct":"access","access":{{}}"#))),
        ("no id", 10, payload(r#""corrects":"x","vct":"event","epcis":{}"#)),
    ]);
}

#[test]
fn s16_vouched() {
    let orig = |jti: &str, iss: &str, rest: &str| {
        let payload = payload(rest).replace(JTI, jti).replace(ISS, iss);
        jws(&header(), &payload)
    };
    let epcis = r#""vct":"event","epcis":{}"#;
    let good = orig(OTHER, ISS, epcis);
    let wrap = |members: &str| payload(&format!(r#""vct":"vouched","vouched":{{{members}}}"#));
    let carry = |orig: &str| wrap(&format!(r#""orig":"{orig}","reason":"at sea""#));
    check(&[
        ("an event", 0, carry(&good)),
        ("no reason", 16, wrap(&format!(r#""orig":"{good}""#))),
        ("an empty reason", 16, wrap(&format!(r#""orig":"{good}","reason":"""#))),
        ("a long reason", 16, wrap(&format!(r#""orig":"{good}","reason":"{}""#, "a".repeat(501)))),
        ("one member more", 16, wrap(&format!(r#""orig":"{good}","reason":"x","y":1"#))),
        ("no statement", 16, carry("abc")),
        ("another firm's", 16, carry(&orig(OTHER, "https://id.gs1.org/417/9520000000028", epcis))),
        ("the same id", 16, carry(&orig(JTI, ISS, epcis))),
        ("a look-up", 16, carry(&orig(OTHER, ISS, r#""vct":"access","access":{}"#))),
        ("one that vouches", 16, carry(&jws(&header(), &carry(&good).replace(JTI, OTHER)))),
    ]);
    let leaf = jws(&header(), &carry(&good));
    let statement = Statement::read(leaf.as_bytes(), ORIGIN).unwrap();
    assert_eq!(statement.inner().bytes(), good.as_bytes());
    assert_eq!(statement.pairs().count(), 2);
    let public = secret().public();
    assert!(statement.verify(|_| Some(&public)).is_ok());
    let flip = |text: &str| {
        let (input, signature) = text.rsplit_once('.').unwrap();
        let mut bytes: [u8; 64] = b64::decode_array(signature).unwrap();
        bytes[5] ^= 1;
        format!("{input}.{}", b64::encode(&bytes))
    };
    let broken = jws(&header(), &carry(&flip(&good)));
    let broken = Statement::read(broken.as_bytes(), ORIGIN).unwrap();
    assert!(matches!(broken.verify(|_| Some(&public)), Err(VerifyError::Signature(_))));
}

#[test]
fn a_draft_reads_back() {
    let draft = |body: Body| Draft {
        iss: OrgId::parse(ISS).unwrap(),
        origin: ORIGIN.to_owned(),
        jti: Jti::from_parts(1_767_225_600_000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        iat: 1_767_225_600,
        body,
    };
    let epcis: Json =
        Json::Object([("type", "ObjectEvent"), ("demo:note", "x")].into_iter().collect::<Object>());
    let (hidden, disclosures) =
        crate::disclosure::conceal(epcis.clone(), &["/demo:note"], || [9; 16]).unwrap();
    let corrects = Some(Jti::parse(JTI).unwrap());
    let leaf = draft(Body::Event { epcis: hidden, corrects }).sign(&secret());
    let statement = Statement::read(leaf.as_bytes(), ORIGIN).unwrap();
    assert_eq!(statement.head().corrects(), corrects);
    let Claims::Event { epcis: hidden, .. } = statement.claims() else { panic!("an event") };
    assert_eq!(crate::disclosure::open(hidden, &[disclosures[0].text()]).unwrap(), epcis);
    let vouched = Body::Vouched { orig: leaf, reason: "the key was lost".to_owned() };
    let mut vouched = draft(vouched);
    vouched.jti = Jti::parse(JTI).unwrap();
    assert_eq!(rule(&vouched.sign(&secret())), 0);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drop(Statement::read(&bytes, ORIGIN));
    }

    #[test]
    fn no_payload_makes_it_panic(payload in "[{}\\[\\]\",:a-z0-9_.]{0,80}", vct in 0..5_usize) {
        let vct = ["event", "vouched", "governance", "recall", "access"][vct];
        let body = format!(r#""vct":"{vct}","gov":{payload}"#);
        drop(Statement::read(jws(&header(), &self::payload(&body)).as_bytes(), ORIGIN));
    }

    #[test]
    fn a_changed_byte_is_no_statement_of_the_same_key(at in 0..10_000_usize, bit in 0..8_u8) {
        let leaf = jws(&header(), &event(r#""type":"ObjectEvent""#));
        let mut bytes = leaf.into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let public = secret().public();
        let taken = Statement::read(&bytes, ORIGIN).ok().map(|read| read.verify(|_| Some(&public)));
        prop_assert!(!matches!(taken, Some(Ok(_))));
    }

    #[test]
    fn ids_have_one_spelling(time_ms in 0..(1_u64 << 48), random in any::<[u8; 10]>()) {
        let jti = Jti::from_parts(time_ms, random);
        prop_assert_eq!(Jti::parse(&jti.to_string()).unwrap(), jti);
        prop_assert!(Jti::parse(&jti.to_string().replace('-', "")).is_err());
    }
}
