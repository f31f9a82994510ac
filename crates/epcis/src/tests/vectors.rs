//! The documents of five outside vector sets: each is taken or refused as [`outside`] says.
#![expect(clippy::print_stdout, reason = "the tests tell how much of each set passed")]

use super::outside::{self, Verdict};
use crate::{Document, Event, Fault};

#[test]
fn every_example_of_gs1_is_taken() {
    check("gs1-epcis/JSON");
}

#[test]
fn an_example_of_gs1_with_urn_words_is_taken_although_its_schema_knows_only_short_ones() {
    check("gs1-epcis/XML");
}

#[test]
fn openepcis_documents_are_judged_as_their_index_says() {
    check("openepcis-test-resources/2.0/EPCIS/JSON/Capture");
    check("openepcis-test-resources/2.0/EPCIS/JSON/Query");
}

#[test]
fn gdst_documents_are_judged_as_gs1s_schema_does() {
    check("gdst");
}

#[test]
fn fsma_events_are_taken() {
    check("fsma204");
}

#[test]
fn documents_of_the_event_hash_are_taken() {
    check("event-hash");
}

/// Judges every JSON-LD document below a folder.
fn check(folder: &str) {
    let Some(cases) = outside::cases(folder) else {
        println!("skipped: no vectors");
        return;
    };
    let (mut passed, mut wrong) = (0, Vec::new());
    for case in &cases {
        let (found, faults) = judge(&std::fs::read(&case.path).unwrap());
        if found == case.wanted {
            passed += 1;
        } else {
            let (name, wanted) = (&case.name, case.wanted);
            wrong.push(format!("{name}: {found:?}, not {wanted:?}\n{}", sentences(&faults)));
        }
    }
    println!("{folder}: {passed}/{} passed", cases.len());
    outside::tell_exceptions(&cases);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document is refused if it or any of its events has a fault. An event that is taken must read
/// the same when it is taken out of its document.
fn judge(bytes: &[u8]) -> (Verdict, Vec<Fault>) {
    let document = match Document::parse(bytes) {
        Ok(document) => document,
        Err(faults) => return (Verdict::Refused, faults),
    };
    for incoming in &document.events {
        if let Ok(event) = &incoming.result {
            let mut alone = Event::read(&incoming.json).expect("an event taken stands alone");
            assert_eq!(alone.remarks.len(), event.remarks.len());
            alone.remarks.clone_from(&event.remarks);
            assert_eq!(&alone, event, "at {}", incoming.pointer);
        }
    }
    let faults: Vec<Fault> = document.faults().cloned().collect();
    let verdict = if faults.is_empty() { Verdict::Taken } else { Verdict::Refused };
    (verdict, faults)
}

fn sentences(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().take(8).map(|fault| format!("    {fault}")).collect();
    lines.join("\n")
}
