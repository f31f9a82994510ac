//! What good files prove.

use std::path::Path;

use super::*;
use crate::checkpoint::{Note, Policy};
use crate::evidence::{Report, tlog_proof};
use crate::rows::{EpochRow, RecallState};
use crate::{genesis::Genesis, rows};

fn report(evidence: &Evidence) -> Report {
    match answer(&evidence.to_bytes(), evidence) {
        Outcome::Holds(report) => report,
        Outcome::UnknownChain(_) => panic!("the chain is named"),
        Outcome::Broken(broken) => panic!("{broken}"),
    }
}

#[test]
fn the_committed_files_are_those_that_the_sample_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/evidence");
    for (name, evidence) in sample::files().unwrap() {
        let file = std::fs::read(folder.join(name)).unwrap();
        let same = file == evidence.to_bytes();
        assert!(same, "{name} is old: run the example evidence_sample");
        assert_eq!(Evidence::read(&file).unwrap(), evidence);
    }
}

#[test]
fn every_ending_holds_and_says_what_is_recalled() {
    for (ending, recalled, rows) in [
        (Ending::Between, 0, 2),
        (Ending::Recalled, 2, 1),
        (Ending::AbsentLeft, 0, 1),
        (Ending::AbsentRight, 0, 1),
        (Ending::AbsentEmpty, 0, 0),
        (Ending::Disputed, 0, 2),
    ] {
        let evidence = told(ending);
        let report = report(&evidence);
        let chain = &report.chains[0];
        assert_eq!(chain.recalled.len(), recalled, "{ending:?}");
        assert_eq!(chain.recalled.len() + chain.not_recalled.len(), 7, "{ending:?}");
        let subject = evidence.chains[0].recalls.iter().find(|proof| proof.code == SUBJECT);
        assert_eq!(subject.map(|proof| proof.rows.len()), Some(rows), "{ending:?}");
    }
}

#[test]
fn the_report_names_who_when_and_how_old() {
    let report = report(&told(Ending::Recalled));
    assert_eq!(report.age_s, Some(59));
    let chain = &report.chains[0];
    assert_eq!((chain.epoch, chain.validators, chain.confirmed_by, chain.height), (1, 4, 4, 7));
    let found: Vec<_> =
        chain.recalled.iter().map(|found| (found.code.as_str(), found.state)).collect();
    let dated = "https://id.gs1.org/01/09521003000015?17=260316";
    assert_eq!(found, [(SUBJECT, RecallState::Recalled), (dated, RecallState::Hold)]);
    let packed = chain.leaves.iter().find(|leaf| leaf.held_by.is_some()).unwrap();
    assert_eq!((packed.name.as_str(), packed.height), ("Casa Marisma Foods", 4));
}

#[test]
fn a_stolen_key_makes_leaves_disputed_not_false() {
    let disputed = |ending| {
        let chain = report(&told(ending)).chains.remove(0);
        let leaves = chain.leaves.into_iter().filter(|leaf| leaf.disputed);
        leaves.map(|leaf| leaf.height).collect::<Vec<_>>()
    };
    assert!(disputed(Ending::Between).is_empty());
    // The catch, and the statement that the boat vouches for.
    assert_eq!(disputed(Ending::Disputed), [1, 5]);
}

#[test]
fn without_an_anchor_the_chain_is_unknown() {
    let bytes = told(Ending::Between).to_bytes();
    let outcome = check(&bytes, &Ask::default());
    assert!(matches!(outcome, Outcome::UnknownChain(report) if report.age_s.is_none()));
}

#[test]
fn two_chains_in_one_file_are_both_checked() {
    let mut evidence = told(Ending::AbsentEmpty);
    let mut other = sample::tell_on("other.furlong.example", Ending::AbsentLeft).unwrap();
    evidence.chains.push(other.chains.remove(0));
    assert_eq!(report(&evidence).chains.len(), 2);
    evidence.chains[1].leaves[0].path.pop();
    assert_eq!(step_of(&evidence.to_bytes(), &evidence), Some(Step::Inclusion));
    evidence.chains.remove(1);
    evidence.chains.push(evidence.chains[0].clone());
    assert_eq!(step_of(&evidence.to_bytes(), &evidence), Some(Step::Form));
}

#[test]
fn between_epochs_the_newest_block_is_of_the_old_one() {
    let evidence = sample::tell_boundary().unwrap();
    let chain = &report(&evidence).chains[0];
    assert_eq!((chain.epoch, chain.height), (1, 3));
}

#[test]
fn other_peoples_tools_get_a_proof_and_a_policy_that_agree() {
    let evidence = told(Ending::Between);
    let chain = &evidence.chains[0];
    let genesis = Genesis::read(chain.genesis.as_bytes()).unwrap();
    let epoch: EpochRow = rows::read(&chain.epochs[0].row).unwrap();
    let proof = tlog_proof(chain, 0, &genesis.validators[0].iss, &epoch.validators).unwrap();
    let (head, note) = proof.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("c2sp.org/tlog-proof@v1"));
    assert_eq!(lines.next(), Some("index 3"));
    assert_eq!(lines.count(), chain.leaves[0].path.len());
    let policy = Policy::parse(&Policy::text(&chain.origin, &epoch.validators).unwrap()).unwrap();
    assert!(policy.accepts(&Note::parse(note).unwrap()));
    let old = Policy::text(&chain.origin, &genesis.validators).unwrap();
    assert!(!Policy::parse(&old).unwrap().accepts(&Note::parse(note).unwrap()));
}
