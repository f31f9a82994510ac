//! Whose hands a key was in, on pages and in proofs.

use super::scene::{LOT, OFFICE, PAGE, Scene, event, parsed, steps};
use crate::support::FARM;
use ledger::statement::Body;

#[test]
fn what_came_through_anothers_system_says_so_everywhere() {
    let scene = Scene::new();
    let held = scene.add_key(FARM, 81, Some(OFFICE));
    let by_system = |n, at| {
        let epcis = parsed(&event(n, "commissioning", LOT, at, ""));
        scene.world.draft(FARM, Body::Event { epcis, corrects: None }).sign(&held)
    };
    scene.record(&by_system(1, "2026-11-11T08:00:00+01:00"));
    // A like event with the farm's own key does not hide how the first one came.
    scene.tell(FARM, &event(2, "commissioning", LOT, "2026-11-11T09:00:00+01:00", ""));
    let page = scene.page(PAGE);
    assert_eq!(steps(&page), [("other", "through"), ("other", "own")], "{page}");
    assert_eq!(page["journey"]["steps"][0]["signed"]["how"]["operator"]["und"], "Office");
    let html = scene.html(PAGE);
    assert!(html.contains("entered through Office’s system"), "{html}");
    let proof = scene.report(Some(1));
    assert_eq!(proof.leaves[0].held_by.as_ref().map(ledger::OrgId::as_str), Some(OFFICE));
    let told = scene.verified(1);
    assert!(told.contains(&format!("entered through {OFFICE}'s system")), "{told}");
    assert!(!scene.verified(2).contains("entered through"));
}

#[test]
fn a_lost_key_disputes_what_it_signed_since_and_nothing_before() {
    let scene = Scene::new();
    scene.say(FARM, r#"{"op":"product.set","product":"https://id.gs1.org/01/09520101000019","names":{"en":"Tomatoes"}}"#);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene.tell(FARM, &event(2, "storing", LOT, "2026-11-11T09:00:00+01:00", ""));
    let since = scene.height();
    scene.compromise(FARM, &scene.world.key(FARM, "event"), since);
    let page = scene.page(PAGE);
    let disputed: Vec<bool> = page["journey"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["signed"]["disputed"].as_bool().unwrap())
        .collect();
    assert_eq!(disputed, [false, true], "{page}");
    assert!(
        scene.html(PAGE).contains("Farm has since said that its signature may have been misused")
    );
    assert!(!scene.verified(1).contains("DISPUTED"));
    assert!(scene.verified(2).contains("DISPUTED"));
    // The same for what an admin key said.
    let told = |page: &serde_json::Value| {
        let records = page["signatures"].as_array().unwrap();
        let product = records.iter().find(|record| record["what"]["record"] == "product").unwrap();
        product["signed"]["disputed"].clone()
    };
    assert_eq!(told(&page), false);
    scene.compromise(FARM, &scene.world.key(FARM, "admin-1"), 1);
    assert_eq!(told(&scene.page(PAGE)), true);
}

#[test]
fn a_retired_key_signs_nothing_new_and_what_it_signed_stands() {
    let scene = Scene::new();
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    let key = scene.world.key(FARM, "event");
    scene.retire(FARM, &key);
    let later = event(2, "storing", LOT, "2026-11-11T09:00:00+01:00", "");
    let refused = scene.send(&scene.sign_event(FARM, &later, None));
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert!(refused.text().contains("was retired at height"), "{}", refused.text());
    assert_eq!(steps(&scene.page(PAGE)), [("other", "own")]);
    assert!(!scene.verified(1).contains("DISPUTED"));
}
