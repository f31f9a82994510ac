//! Corrections count from the issuer alone, by three kinds of name.

use super::scene::{LOT, PAGE, Scene, event, findings, id, steps};
use crate::support::{FARM, SHOP};
use ledger::statement::{Jti, Statement};
use serde_json::{Value, json};

const EIGHT: &str = "2026-11-11T08:00:00+01:00";
const NINE: &str = "2026-11-11T09:00:00+01:00";

/// An event again, as a declaration that it was wrong.
fn declared(n: u32, step: &str, at: &str, instead: &[u32]) -> String {
    let instead: Vec<String> = instead.iter().map(|n| id(*n)).collect();
    let error = format!(
        r#","errorDeclaration":{{"declarationTime":"2026-11-11T18:00:00+01:00",
        "reason":"incorrect_data","correctiveEventIDs":{}}}"#,
        json!(instead)
    );
    event(n, step, LOT, at, &error)
}

fn jti(scene: &Scene, jws: &str) -> Jti {
    Statement::read(jws.as_bytes(), &scene.world.origin).expect("a statement").jti()
}

fn event_ids(page: &Value) -> Vec<Value> {
    let steps = page["journey"]["steps"].as_array().unwrap();
    steps.iter().flat_map(|step| step["event_ids"].as_array().unwrap().clone()).collect()
}

/// A lot that was made and stored.
fn told() -> (Scene, String) {
    let scene = Scene::new();
    scene.tell(FARM, &event(1, "commissioning", LOT, EIGHT, ""));
    let stored = scene.sign_event(FARM, &event(2, "storing", LOT, NINE, ""), None);
    scene.record(&stored);
    (scene, stored)
}

#[test]
fn by_the_id_of_the_statement() {
    let (scene, stored) = told();
    let better = event(3, "storing", LOT, "2026-11-11T10:00:00+01:00", "");
    scene.record(&scene.sign_event(FARM, &better, Some(jti(&scene, &stored))));
    let page = scene.page(PAGE);
    assert_eq!(event_ids(&page), [id(1), id(3)], "{page}");
    assert_eq!(page["corrections"][0]["wrong"], id(2));
    assert_eq!(page["corrections"][0]["replaced_by"], json!([id(3)]));
    assert!(scene.html(PAGE).contains("Farm corrected"));
    // Both are proved.
    assert_eq!(scene.report(Some(2)).leaves.len(), 1);
    assert_eq!(scene.report(Some(3)).leaves.len(), 1);
}

#[test]
fn by_the_id_of_the_event() {
    let (scene, _) = told();
    scene.tell(FARM, &declared(2, "storing", NINE, &[4]));
    scene.tell(FARM, &event(4, "storing", LOT, "2026-11-11T11:00:00+01:00", ""));
    let page = scene.page(PAGE);
    assert_eq!(event_ids(&page), [id(1), id(4)], "{page}");
    assert_eq!(page["corrections"][0]["reason"], "incorrect_data");
    assert_eq!(page["corrections"][0]["replaced_by"], json!([id(4)]));
    assert_eq!(scene.report(Some(2)).leaves.len(), 2, "the event and its declaration");
}

#[test]
fn by_being_the_same_where_neither_has_an_id() {
    let (scene, _) = told();
    let unnamed = |text: String, n: u32| text.replace(&format!(r#""eventID":"{}","#, id(n)), "");
    let packing = unnamed(event(5, "packing", LOT, "2026-11-11T12:00:00+01:00", ""), 5);
    scene.tell(FARM, &packing);
    assert_eq!(steps(&scene.page(PAGE)).len(), 3);
    scene.tell(FARM, &unnamed(declared(5, "packing", "2026-11-11T12:00:00+01:00", &[]), 5));
    let page = scene.page(PAGE);
    assert_eq!(event_ids(&page), [id(1), id(2)], "{page}");
    assert_eq!(page["corrections"].as_array().unwrap().len(), 1);
}

#[test]
fn another_firm_corrects_nothing() {
    let (scene, stored) = told();
    scene.tell(SHOP, &declared(2, "storing", NINE, &[]));
    let other = event(6, "storing", LOT, "2026-11-11T10:00:00+01:00", "");
    scene.record(&scene.sign_event(SHOP, &other, Some(jti(&scene, &stored))));
    let page = scene.whole(PAGE);
    assert_eq!(event_ids(&page), [id(1), id(2)], "{page}");
    assert_eq!(page["corrections"], json!([]));
    assert!(findings(&page).contains(&"not-authorised"), "{page}");
    assert!(!scene.html(PAGE).contains("Corrected"));
}

#[test]
fn a_declaration_that_was_itself_withdrawn_has_no_effect() {
    let (scene, _) = told();
    let wrong = scene.sign_event(FARM, &declared(2, "storing", NINE, &[]), None);
    scene.record(&wrong);
    assert_eq!(event_ids(&scene.page(PAGE)), [id(1)]);
    let packing = event(7, "packing", LOT, "2026-11-11T13:00:00+01:00", "");
    scene.record(&scene.sign_event(FARM, &packing, Some(jti(&scene, &wrong))));
    let page = scene.page(PAGE);
    assert_eq!(event_ids(&page), [id(1), id(2), id(7)], "{page}");
}
