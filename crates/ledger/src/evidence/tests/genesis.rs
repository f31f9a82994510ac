//! What step **chain** asks of a genesis, and what it leaves to those who run the chain.
//!
//! `tests/fixtures/evidence/genesis-cases.json` holds the same cases for the browser's module, each
//! as an edit of the genesis of `four-validators.json`: at character `at` take `cut` out, put `put`.

use std::path::Path;

use super::*;
use crate::Hash;
use crate::genesis::Genesis;
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::{OrgStatus, Purpose};

/// The step that finds the fault; of what is taken, the next: nobody signed for such a chain.
const TAKEN: Step = Step::Quorum;

type Change = fn(&mut Genesis);

/// Changes of what the object says; its spelling stays right.
const CHANGES: [(&str, Step, Change); 29] = [
    ("nothing", TAKEN, |_| {}),
    ("another version", Step::Chain, |it| it.v = 2),
    ("other rules", Step::Chain, |it| it.rules = 2),
    ("no rules", Step::Chain, |it| it.rules = 0),
    ("a name in capitals", Step::Chain, |it| it.name = "Demo.example".to_owned()),
    ("a name that ends with a point", Step::Chain, |it| it.name.push('.')),
    ("a name of 64 characters", Step::Chain, |it| it.name = "a".repeat(64)),
    ("no validator", Step::Chain, |it| it.validators.clear()),
    ("22 validators", Step::Chain, |it| it.validators = vec![it.validators[0].clone(); 22]),
    ("validators not sorted", Step::Chain, |it| it.validators.reverse()),
    ("a validator twice", Step::Chain, |it| it.validators.insert(0, it.validators[0].clone())),
    ("a host twice", Step::Chain, |it| it.validators[1].host = it.validators[0].host.clone()),
    ("a host with a path", Step::Chain, |it| it.validators[0].host.push('/')),
    ("a port of 0", Step::Chain, |it| it.validators[0].host.push_str(":0")),
    ("a port of 65536", Step::Chain, |it| it.validators[0].host.push_str(":65536")),
    ("a port", TAKEN, |it| it.validators[0].host.push_str(":65535")),
    ("a key of two validators", Step::Chain, |it| {
        it.validators[1].vote = it.validators[0].cosign_p256.clone();
    }),
    ("a vote by Ed25519", Step::Chain, |it| {
        it.validators[0].vote = Ed25519Secret::from_bytes(&[9; 32]).public();
    }),
    ("a log key of P-256", Step::Chain, |it| {
        it.validators[0].log = P256Secret::from_bytes(&[9; 32]).unwrap().public();
    }),
    ("a firm's key of Ed25519", Step::Chain, |it| {
        it.keys[0].jwk = Ed25519Secret::from_bytes(&[9; 32]).public();
    }),
    ("no organisations and no keys", TAKEN, |it| {
        it.orgs.clear();
        it.keys.clear();
    }),
    ("a suspended organisation", TAKEN, |it| it.orgs[0].status = OrgStatus::Suspended),
    ("an organisation twice", TAKEN, |it| it.orgs.push(it.orgs[0].clone())),
    ("roles not sorted", TAKEN, |it| {
        it.orgs[0].roles = vec!["b".to_owned(), "a".to_owned()];
    }),
    ("a name without characters", TAKEN, |it| it.orgs[0].name.clear()),
    ("a kid of another key", TAKEN, |it| it.keys[0].kid = it.keys[1].kid.clone()),
    ("a key of later", TAKEN, |it| it.keys[0].added = 7),
    ("a system key that nobody holds", TAKEN, |it| it.keys[0].purpose = Purpose::System),
    ("one admin key", TAKEN, |it| drop(it.keys.remove(0))),
];

/// Changes of the text: what stands there, and what is put there instead.
const EDITS: [(&str, Step, &str, &str); 15] = [
    ("a space", Step::Form, "\"v\":1", "\"v\": 1"),
    ("a member twice", Step::Form, "\"v\":1", "\"v\":1,\"v\":1"),
    ("a fraction", Step::Form, "\"v\":1", "\"v\":1.0"),
    ("a number below zero", Step::Form, "\"added\":0", "\"added\":-1"),
    ("a number beyond 2^53", Step::Form, "\"since\":0", "\"since\":9007199254740992"),
    ("a needless escape", Step::Form, "Mercado", "\\u004dercado"),
    ("a member more", Step::Chain, "\"v\":1", "\"v\":1,\"w\":1"),
    ("a member less", Step::Chain, "\"created_ms\":1772431200000,", ""),
    (
        "another order",
        Step::Chain,
        "\"v\":1,\"name\":\"demo.furlong.example\"",
        "\"name\":\"demo.furlong.example\",\"v\":1",
    ),
    ("a text for a number", Step::Chain, "\"v\":1", "\"v\":\"1\""),
    ("a nonce in capitals", Step::Chain, "\"nonce\":\"c", "\"nonce\":\"C"),
    ("an organisation without a check digit", Step::Chain, "9521001000017", "9521001000018"),
    ("an unknown status", Step::Chain, "\"active\"", "\"alive\""),
    ("an unknown purpose", Step::Chain, "\"purpose\":\"admin\"", "\"purpose\":\"any\""),
    ("a key off its curve", Step::Chain, "\"y\":\"q", "\"y\":\"r"),
];

fn base() -> (Evidence, String) {
    let evidence = told(Ending::Between);
    let genesis = evidence.chains[0].genesis.clone();
    (evidence, genesis)
}

/// Every case as its words, its step and its text.
fn cases() -> Vec<(&'static str, Step, String)> {
    let (_, text) = base();
    let genesis = Genesis::read(text.as_bytes()).unwrap();
    let changed = CHANGES.iter().map(|(what, step, change)| {
        let mut genesis = genesis.clone();
        change(&mut genesis);
        (*what, *step, genesis.text())
    });
    let edited = EDITS.iter().map(|(what, step, from, to)| {
        assert!(text.contains(from), "{what}");
        (*what, *step, text.replacen(from, to, 1))
    });
    changed.chain(edited).collect()
}

/// A file of that genesis and nothing that depends on it; the checkpoint is another chain's.
fn file_of(genesis: &str) -> Evidence {
    let (mut evidence, _) = base();
    let chain = &mut evidence.chains[0];
    let name = genesis.split("\"name\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let origin = format!("{name}/{}", Hash::of(&[genesis.as_bytes()]));
    chain.tip.record = chain.tip.record.replace(&chain.origin, &origin);
    (chain.genesis, chain.origin) = (genesis.to_owned(), origin);
    (chain.epochs, chain.members, chain.recalls) = (Vec::new(), Vec::new(), Vec::new());
    (chain.blocks, chain.leaves) = (Vec::new(), Vec::new());
    evidence.subject = None;
    evidence
}

#[test]
fn each_kind_of_bad_genesis_has_its_step() {
    for (what, wanted, genesis) in cases() {
        let bytes = file_of(&genesis).to_bytes();
        let Outcome::Broken(broken) = check(&bytes, &Ask::default()) else { panic!("{what}") };
        assert_eq!(broken.step, wanted, "{what}: {}", broken.text);
    }
}

#[test]
fn the_committed_cases_are_these() {
    let (_, text) = base();
    let base: Vec<char> = text.chars().collect();
    let lines: Vec<String> = cases()
        .iter()
        .map(|(what, step, text)| {
            let text: Vec<char> = text.chars().collect();
            let same = base.iter().zip(&text).take_while(|(left, right)| left == right).count();
            let shorter = base.len().min(text.len()).checked_sub(same).unwrap();
            let pairs = base.iter().rev().zip(text.iter().rev()).take(shorter);
            let end = pairs.take_while(|(left, right)| left == right).count();
            let middle = |all: &[char]| all[same..all.len().checked_sub(end).unwrap()].to_vec();
            let put: String = middle(&text).iter().collect();
            let put = serde_json::to_string(&put).unwrap();
            let (cut, step) = (middle(&base).len(), step.as_str());
            format!(r#"{{"what":"{what}","step":"{step}","at":{same},"cut":{cut},"put":{put}}}"#)
        })
        .collect();
    let wanted = format!("[\n{}\n]\n", lines.join(",\n"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/evidence");
    let file = folder.join("genesis-cases.json");
    if std::env::var_os("FURLONG_WRITE").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let same = std::fs::read_to_string(&file).unwrap_or_default() == wanted;
    assert!(same, "genesis-cases.json is old: run this test with FURLONG_WRITE=1");
}
