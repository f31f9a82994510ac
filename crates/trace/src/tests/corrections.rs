//! What was withdrawn leaves every answer, and is shown as withdrawn.

use std::sync::Arc;

use super::notation::events;
use super::world::World;
use crate::correction::settle;
use crate::custody::ClaimReason;
use crate::event::Event;
use crate::finding::Code;

/// Indexes of the events that stand, and of the withdrawn ones.
fn judged(events: Vec<Event>) -> (Vec<u64>, Vec<u64>) {
    let settled = settle(events.into_iter().map(Arc::new).collect());
    (
        settled.standing.iter().map(|event| event.index).collect(),
        settled.corrections.iter().map(|correction| correction.withdrawn.index).collect(),
    )
}

#[test]
fn a_correction_removes_the_links_of_the_event() {
    let world = World::told(
        "
        10 farm@IE.a  makes farm~A 5kg
        10 farm@IE.a  makes farm~B 5kg
        11 farm@IE.a  ships farm~A 5kg to plant@IE.c
        11 farm@IE.a  ships farm~B 5kg to plant@IE.c
        12 plant@IE.c receives farm~A 5kg
        12 plant@IE.c receives farm~B 5kg
        20 plant@IE.c turns farm~A 5kg + farm~B 5kg into plant/M:10kg
        30 plant@IE.c retracts 6
        31 plant@IE.c turns farm~A 5kg into plant/M:5kg
    ",
    );
    world.check(
        "plant/M",
        "
        farm commissioning
        farm shipping
        plant receiving
        plant commissioning
    ",
    );
    let journey = world.journey("plant/M");
    let [correction] = journey.corrections.as_slice() else { panic!("one correction") };
    assert_eq!((correction.withdrawn.index, correction.by.index), (6, 7));
    assert_eq!(correction.reason.as_deref(), Some("incorrect_data"));
    assert!(journey.events.iter().all(|event| ![1, 3, 5, 6].contains(&event.index)));
}

#[test]
fn a_correction_by_another_firm_changes_nothing() {
    let world = World::told(
        "
        10 mill@ES.vigo makes mill/L
        20 liar@FR.x    retracts 0
    ",
    );
    world.check(
        "mill/L",
        "
        mill commissioning
        claim: liar commissioning
    ",
    );
    let journey = world.journey("mill/L");
    assert_eq!(journey.claims[0].reason, ClaimReason::NotIssuer);
    assert_eq!(journey.findings[0].code, Code::NotAuthorised);
    assert!(journey.corrections.is_empty());
}

#[test]
fn a_withdrawn_event_is_found_by_jti_else_by_event_id_else_by_content() {
    let world = "
        10 mill makes mill/L 5kg
        10 mill makes mill/L 6kg
        20 mill retracts 0
    ";
    let by_id = events(world);
    assert_eq!(judged(by_id.clone()), (vec![1], vec![0]));

    let mut by_jti = by_id.clone();
    by_jti[2].corrects = Some("1".to_owned());
    assert_eq!(judged(by_jti.clone()), (vec![0], vec![1]), "the jti decides, not the event id");

    by_jti[2].corrects = Some("no such jti".to_owned());
    assert_eq!(judged(by_jti), (vec![0, 1], vec![]), "a jti that meets nothing withdraws nothing");

    let mut by_content = by_id;
    by_content[2].event_id = "urn:uuid:2".to_owned();
    by_content[2].recorded_ms += 1;
    assert_eq!(judged(by_content.clone()), (vec![1], vec![0]));
    by_content[2].disposition = Some("damaged".to_owned());
    assert_eq!(judged(by_content), (vec![0, 1], vec![]), "another content is another event");
}

#[test]
fn a_correction_reaches_only_back_in_the_log() {
    let mut told = events(
        "
        10 mill makes mill/L 5kg
        20 mill retracts 0
        10 mill makes mill/L 5kg
    ",
    );
    told[2].event_id = told[0].event_id.clone();
    assert_eq!(judged(told), (vec![2], vec![0]), "the replacement repeats the event id");
}

#[test]
fn a_replacement_that_names_what_it_corrects_takes_its_place() {
    let mut told = events(
        "
        10 mill makes mill/L 5kg
        10 mill makes mill/L 6kg
    ",
    );
    told[1].corrects = Some("0".to_owned());
    let settled = settle(told.into_iter().map(Arc::new).collect());
    assert_eq!(settled.standing[0].index, 1);
    assert_eq!(settled.corrections[0].replacements, [settled.standing[0].event_id.clone()]);
}

#[test]
fn what_was_replaced_twice_does_not_come_back() {
    let mut told = events(
        "
        10 mill makes mill/L 5kg
        10 mill makes mill/L 6kg
        10 mill makes mill/L 7kg
    ",
    );
    told[1].corrects = Some("0".to_owned());
    told[2].corrects = Some("1".to_owned());
    assert_eq!(judged(told), (vec![2], vec![0, 1]));
}

#[test]
fn a_correction_that_was_withdrawn_has_no_effect() {
    let mut told = events(
        "
        10 mill makes mill/L 5kg
        20 mill retracts 0
        30 mill retracts 0
    ",
    );
    told[2].corrects = Some("1".to_owned());
    let (standing, withdrawn) = judged(told);
    assert_eq!((standing, withdrawn), (vec![0], vec![1]));
}

#[test]
fn a_replacement_may_name_another_lot() {
    let mut told = events(
        "
        10 mill makes mill/L 5kg
        10 mill makes mill/M 5kg
        10 liar makes mill/N 5kg
    ",
    );
    told[1].corrects = Some("0".to_owned());
    told[2].corrects = Some("1".to_owned());
    let world = World::of(told);
    world.check("mill/L", "");
    let corrections = world.journey("mill/L").corrections;
    assert_eq!(corrections.len(), 1, "what was taken back is shown");
    assert_eq!((corrections[0].withdrawn.index, corrections[0].by.index), (0, 1));
    world.check("mill/M", "mill commissioning");
}
