//! Recording for others, as far as they asked for it.

use super::scene::{LOT, OFFICE, PAGE, Scene, event, parsed, steps};
use crate::support::{FARM, SHOP};
use ledger::statement::Body;

/// 2026-11-11T12:00:00+01:00.
const UNTIL_MS: u64 = 1_794_394_800_000;

fn mandate(until_ms: u64) -> String {
    format!(
        r#"{{"op":"mandate","agent":"{OFFICE}","steps":["commissioning","storing"],"until":{until_ms}}}"#
    )
}

fn claims(scene: &Scene) -> Vec<String> {
    let page = scene.page(PAGE);
    let claims = page["claims"].as_array().unwrap().iter();
    claims.map(|claim| claim["step"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_agent_records_for_its_principal_and_the_page_says_for_whom() {
    let scene = Scene::new();
    scene.say(FARM, &mandate(UNTIL_MS));
    scene.tell(OFFICE, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    let page = scene.page(PAGE);
    assert_eq!(steps(&page), [("packed", "for")], "{page}");
    let step = &page["journey"]["steps"][0];
    assert_eq!(step["by"]["name"]["und"], "Farm");
    assert_eq!(step["signed"]["by"]["name"]["und"], "Office");
    assert_eq!(step["signed"]["how"]["principal"]["und"], "Farm");
    assert!(scene.html(PAGE).contains("Entered by Office for Farm"));
    assert_eq!(scene.report(Some(1)).leaves[0].iss.as_str(), OFFICE, "the proof names who signed");
}

#[test]
fn steps_and_the_end_of_a_mandate_are_its_limits() {
    let scene = Scene::new();
    scene.say(FARM, &mandate(UNTIL_MS));
    scene.tell(OFFICE, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene.tell(OFFICE, &event(2, "packing", LOT, "2026-11-11T09:00:00+01:00", ""));
    scene.tell(OFFICE, &event(3, "storing", LOT, "2026-11-11T12:00:00+01:00", ""));
    scene.tell(OFFICE, &event(4, "storing", LOT, "2026-11-11T12:00:01+01:00", ""));
    assert_eq!(steps(&scene.page(PAGE)), [("packed", "for"), ("stored", "for")]);
    assert_eq!(claims(&scene), ["packed", "stored"], "another step, and a second too late");
}

#[test]
fn a_mandate_counts_from_when_it_is_given_until_it_is_taken_back() {
    let scene = Scene::new();
    scene.tell(OFFICE, &event(1, "commissioning", LOT, "2026-11-11T07:00:00+01:00", ""));
    assert_eq!(claims(&scene), ["packed"]);
    scene.say(FARM, &mandate(UNTIL_MS));
    assert_eq!(claims(&scene), ["packed"], "it was recorded before");
    scene.tell(OFFICE, &event(2, "storing", LOT, "2026-11-11T08:00:00+01:00", ""));
    assert_eq!(steps(&scene.page(PAGE)), [("stored", "for")]);
    scene.say(FARM, &mandate(0));
    scene.tell(OFFICE, &event(3, "storing", LOT, "2026-11-11T09:00:00+01:00", ""));
    assert_eq!(steps(&scene.page(PAGE)), [("stored", "for")], "what was recorded stands");
    assert_eq!(claims(&scene), ["packed", "stored"]);
}

#[test]
fn a_mandate_of_somebody_else_is_worth_nothing() {
    let scene = Scene::new();
    scene.say(SHOP, &mandate(UNTIL_MS));
    scene.tell(OFFICE, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    assert_eq!(steps(&scene.page(PAGE)), []);
    assert_eq!(claims(&scene), ["packed"]);
}

#[test]
fn for_whom_and_through_what_are_both_said() {
    let scene = Scene::new();
    scene.say(FARM, &mandate(UNTIL_MS));
    let held = scene.add_key(OFFICE, 82, Some(SHOP));
    let epcis = parsed(&event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene.record(&scene.world.draft(OFFICE, Body::Event { epcis, corrects: None }).sign(&held));
    let page = scene.page(PAGE);
    let how = &page["journey"]["steps"][0]["signed"]["how"];
    assert_eq!((&how["way"], &how["operator"]["und"]), (&"for".into(), &"Shop".into()), "{page}");
    let html = scene.html(PAGE);
    assert!(html.contains("Entered by Office for Farm"), "{html}");
    assert!(html.contains("entered through Shop’s system"), "{html}");
}
