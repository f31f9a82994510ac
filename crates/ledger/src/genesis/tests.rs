//! The genesis and its signatures.

use super::*;
use crate::block::Record;
use crate::key::{Ed25519Secret, Jwk, P256Secret};
use crate::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use crate::state::State;
use crate::{Hash, OrgId};

const ISS: &str = "https://id.gs1.org/417/9520000000011";

fn p256(number: u8) -> P256Secret {
    P256Secret::from_bytes(&[number; 32]).unwrap()
}

fn ed25519(number: u8) -> Ed25519Secret {
    Ed25519Secret::from_bytes(&[number; 32])
}

fn key(number: u8, purpose: Purpose) -> KeyRow {
    let jwk = p256(number).public();
    KeyRow {
        added: 0,
        compromised_since: None,
        held_by: None,
        iss: OrgId::parse(ISS).unwrap(),
        kid: jwk.kid(),
        jwk,
        not_after: None,
        purpose,
        retired: None,
    }
}

fn genesis() -> Genesis {
    let iss = OrgId::parse(ISS).unwrap();
    Genesis {
        v: 1,
        name: "test.furlong.example".to_owned(),
        nonce: Hash::of(&[b"nonce"]),
        created_ms: 1_767_225_600_000,
        rules: 1,
        validators: vec![Validator {
            cosign: ed25519(1).public(),
            cosign_p256: p256(1).public(),
            host: "127.0.0.1:8080".to_owned(),
            iss: iss.clone(),
            log: ed25519(2).public(),
            node: ed25519(3).public(),
            vote: p256(2).public(),
        }],
        orgs: vec![OrgRow {
            iss,
            name: "Alpha".to_owned(),
            prefixes: vec!["9520001".to_owned()],
            roles: vec!["packer".to_owned()],
            since: 0,
            sponsor: None,
            status: OrgStatus::Active,
        }],
        keys: vec![
            key(10, Purpose::Admin),
            key(11, Purpose::Admin),
            key(12, Purpose::Event),
            key(13, Purpose::Agree),
        ],
    }
}

#[test]
fn it_reads_back_and_names_the_chain() {
    let genesis = genesis();
    let text = genesis.text();
    assert!(text.starts_with(r#"{"v":1,"name":"test.furlong.example","nonce":""#));
    assert_eq!(Genesis::read(text.as_bytes()).unwrap(), genesis);
    let (name, hash) =
        genesis.origin().split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(name, "test.furlong.example");
    assert_eq!(hash, Hash::of(&[text.as_bytes()]).to_hex());
    assert_eq!(genesis.signing_text(), format!("furlong/genesis/v1\n{hash}\n"));
    let (state, record) = genesis.begin().unwrap();
    assert_eq!(state, State::genesis(&genesis));
    assert_eq!(Record::read(&record.text()).unwrap(), record);
    assert_eq!((record.members_size, record.size_after()), (6, 2));
    assert_eq!(record.members_root, state.members().root());
    assert!(state.is_member(&genesis.orgs[0].iss));
}

#[test]
fn only_one_spelling_is_taken() {
    let text = genesis().text();
    for (words, other) in [
        ("a line end", format!("{text}\n")),
        ("a space", text.replace("\"v\":1,", "\"v\": 1,")),
        (
            "another order",
            text.replace("\"v\":1,", "").replace("\"name\"", "\"v\":1,\"name\"").replace(
                "{\"v\":1,\"name\":\"test.furlong.example\",",
                "{\"name\":\"test.furlong.example\",\"v\":1,",
            ),
        ),
        ("a number with a fraction", text.replace("\"v\":1,", "\"v\":1.0,")),
        ("an escape", text.replace("Alpha", "\\u0041lpha")),
        ("a member more", text.replace("\"v\":1,", "\"v\":1,\"x\":1,")),
        ("a member twice", text.replace("\"v\":1,", "\"v\":1,\"v\":1,")),
        (
            "a hash in capitals",
            text.replace(
                &Hash::of(&[b"nonce"]).to_hex(),
                &Hash::of(&[b"nonce"]).to_hex().to_uppercase(),
            ),
        ),
    ] {
        assert_ne!(other, text, "{words}");
        assert!(Genesis::read(other.as_bytes()).is_err(), "{words}");
    }
    assert_eq!(Genesis::read(&vec![b' '; GENESIS_BYTES_MAX + 1]), Err(GenesisError::TooLong));
}

type Change = fn(&mut Genesis);

#[test]
fn what_cannot_begin_a_chain() {
    let table: [(&str, Change); 22] = [
        ("another version", |g| g.v = 2),
        ("other rules", |g| g.rules = 2),
        ("a name in capitals", |g| g.name = "Test".to_owned()),
        ("a name with a slash", |g| g.name = "a/b".to_owned()),
        ("no validator", |g| g.validators.clear()),
        ("a validator that is no organisation", |g| g.orgs.clear()),
        ("one admin key", |g| drop(g.keys.remove(0))),
        ("a key of a stranger", |g| {
            g.keys[2].iss = OrgId::parse("https://id.gs1.org/417/9520000000028").unwrap();
        }),
        ("a kid of another key", |g| g.keys[2].kid = p256(99).public().kid()),
        ("a key twice", |g| g.keys.push(g.keys[2].clone())),
        ("a key added later", |g| g.keys[2].added = 1),
        ("a retired key", |g| g.keys[2].retired = Some(0)),
        ("an Ed25519 key of an organisation", |g| {
            g.keys[2].jwk = ed25519(50).public();
            g.keys[2].kid = g.keys[2].jwk.kid();
        }),
        ("a system key without a holder", |g| g.keys[2].purpose = Purpose::System),
        ("a holder who is not there", |g| {
            g.keys[2].purpose = Purpose::System;
            g.keys[2].held_by = Some(OrgId::parse("https://id.gs1.org/417/9520000000028").unwrap());
        }),
        ("an organisation twice", |g| g.orgs.push(g.orgs[0].clone())),
        ("a suspended organisation", |g| g.orgs[0].status = OrgStatus::Suspended),
        ("an organisation of later", |g| g.orgs[0].since = 1),
        ("a validator that is a participant", |g| g.orgs[0].sponsor = Some(g.orgs[0].iss.clone())),
        ("an empty name", |g| g.orgs[0].name.clear()),
        ("prefixes not sorted", |g| {
            g.orgs[0].prefixes = vec!["9520002".to_owned(), "9520001".to_owned()];
        }),
        ("a party of another chain", |g| {
            let iss = OrgId::parse("https://other.example/party/9520000000011/1").unwrap();
            g.orgs[0].iss = iss.clone();
            g.validators[0].iss = iss.clone();
            g.keys.iter_mut().for_each(|key| key.iss = iss.clone());
        }),
    ];
    assert!(genesis().check().is_ok());
    for (words, change) in table {
        let mut genesis = genesis();
        change(&mut genesis);
        assert!(matches!(genesis.check(), Err(GenesisError::Content(_))), "{words}");
    }
}

/// The signature of whoever has that key.
fn sign(key: &Jwk, message: &[u8]) -> [u8; 64] {
    let of_p256 = (1..14).map(p256).find(|secret| secret.public() == *key);
    let of_ed25519 = (1..4).map(ed25519).find(|secret| secret.public() == *key);
    match (of_p256, of_ed25519) {
        (Some(secret), _) => secret.sign(message),
        (None, Some(secret)) => secret.sign(message),
        (None, None) => panic!("nobody has that key"),
    }
}

#[test]
fn every_key_that_can_sign_signs() {
    let genesis = genesis();
    let message = genesis.signing_text();
    let signers = genesis.signers();
    assert_eq!(signers.len(), 8, "three keys of the organisation, five of the validator");
    let lines: Vec<String> =
        signers.iter().map(|key| signature_line(key, &sign(key, message.as_bytes()))).collect();
    assert_eq!(verify_signatures(&genesis, &lines.concat()), Ok(()));
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        verify_signatures(&genesis, &lines.concat())
    };
    assert!(matches!(
        with(&|l| drop(l.pop())),
        Err(SignaturesError::Count { found: 7, needed: 8 })
    ));
    assert!(matches!(with(&|l| l.swap(0, 1)), Err(SignaturesError::Line { line: 1, .. })));
    assert!(matches!(with(&|l| l[7].truncate(20)), Err(SignaturesError::Line { line: 8, .. })));
    let other = signature_line(signers[2], &sign(signers[2], b"another chain"));
    let found = with(&|l| l[2].clone_from(&other));
    assert!(matches!(found, Err(SignaturesError::Signature { line: 3, .. })), "{found:?}");
}
