//! Disputes and remarks: the two sides of a handover speak, strangers do not.

use super::scene::{LOT, PAGE, Scene, event, findings, handover, id};
use crate::support::{FARM, SHOP};

const STRANGER: &str = "https://id.gs1.org/417/9520110000000";

/// The farm sent a lot to the shop, and the shop received it. The leaf of the shipment.
fn handed_over() -> (Scene, u64) {
    let scene = Scene::new();
    let to_shop = handover(FARM, SHOP);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    let sent = scene.tell(FARM, &event(2, "shipping", LOT, "2026-11-11T09:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(3, "receiving", LOT, "2026-11-11T12:00:00+01:00", &to_shop));
    scene.enrol(STRANGER, "Stranger", (&[], "broker"), 31);
    (scene, sent)
}

fn dispute(leaf: u64) -> String {
    format!(r#"{{"op":"dispute","leaf":{leaf},"reason":{{"en":"Two cases were missing."}}}}"#)
}

fn remark(leaf: u64, text: &str) -> String {
    format!(r#"{{"op":"annotate","leaf":{leaf},"text":{{"en":"{text}"}}}}"#)
}

/// Signs with the first admin key of [`STRANGER`].
fn strange(scene: &Scene, gov: &str) {
    let body = ledger::statement::Body::Governance(super::scene::parsed(gov));
    scene.record(&scene.world.draft(STRANGER, body).sign(&super::scene::secret(32)));
}

#[test]
fn the_other_side_of_a_handover_disputes_it_on_the_page() {
    let (scene, sent) = handed_over();
    scene.say(SHOP, &dispute(sent));
    let page = scene.page(PAGE);
    assert_eq!(page["disputes"][0]["event_id"], id(2), "{page}");
    assert_eq!(page["disputes"][0]["by"]["role"], "retailer");
    assert_eq!(page["disputes"][0]["words"]["en"], "Two cases were missing.");
    let html = scene.html(PAGE);
    assert!(html.contains("Two cases were missing."), "{html}");
    assert!(!findings(&scene.whole(PAGE)).contains(&"not-authorised"));
}

#[test]
fn a_stranger_disputes_nothing_and_is_found_out() {
    let (scene, sent) = handed_over();
    strange(&scene, &dispute(sent));
    // Nobody disputes itself, either.
    scene.say(FARM, &dispute(sent));
    let page = scene.whole(PAGE);
    assert_eq!(page["disputes"], serde_json::json!([]), "{page}");
    let found = page["findings"].as_array().unwrap();
    let found = found.iter().find(|found| found["kind"] == "not-authorised").unwrap();
    let signers: Vec<&str> = found["signers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|signer| signer["name"]["und"].as_str().unwrap())
        .collect();
    assert_eq!(signers.len(), 2, "{found}");
    assert!(signers.contains(&"Stranger") && signers.contains(&"Farm"), "{signers:?}");
    assert!(!findings(&scene.page(PAGE)).contains(&"not-authorised"), "shoppers do not see it");
    assert!(!scene.html(PAGE).contains("Two cases were missing."));
}

#[test]
fn a_claim_about_goods_makes_nobody_a_party_to_them() {
    let scene = Scene::new();
    scene.enrol(STRANGER, "Stranger", (&[], "broker"), 31);
    let made = scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    strange(&scene, &dispute(made));
    assert_eq!(scene.page(PAGE)["disputes"], serde_json::json!([]));
    let claim = event(2, "storing", LOT, "2026-11-11T09:00:00+01:00", "");
    let body =
        ledger::statement::Body::Event { epcis: super::scene::parsed(&claim), corrects: None };
    scene.record(&scene.world.draft(STRANGER, body).sign(&super::scene::secret(31)));
    strange(&scene, &dispute(made));
    let page = scene.whole(PAGE);
    assert_eq!(page["disputes"], serde_json::json!([]), "{page}");
    assert!(findings(&page).contains(&"not-authorised"));
}

#[test]
fn remarks_of_both_sides_stand_on_the_page_and_a_strangers_do_not() {
    let (scene, sent) = handed_over();
    scene.say(FARM, &remark(sent, "Sent in two lorries."));
    scene.say(SHOP, &remark(sent, "One came late."));
    strange(&scene, &remark(sent, "Buy elsewhere."));
    let page = scene.page(PAGE);
    let words: Vec<&str> = page["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|remark| remark["words"]["en"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["Sent in two lorries.", "One came late."], "{page}");
    assert_eq!(page["remarks"][0]["event_id"], id(2));
    let html = scene.html(PAGE);
    assert!(html.contains("Sent in two lorries.") && html.contains("One came late."), "{html}");
    assert!(!html.contains("Buy elsewhere."));
    assert!(findings(&scene.whole(PAGE)).contains(&"not-authorised"));
}
