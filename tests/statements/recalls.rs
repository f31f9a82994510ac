//! Who recalls what, and who takes it back.

use super::scene::{LOT, PAGE, Scene, event, parsed, secret};
use crate::support::{Answer, FARM, SHOP};
use ledger::statement::Body;

const AGENCY: &str = "https://id.gs1.org/417/9520107000006";

fn order(action: &str) -> String {
    let notice = r#","notice":{"reason":{"en":"Salmonella was found."}}"#;
    let notice = if action == "publish" { notice } else { "" };
    format!(r#"{{"action":"{action}","codes":["{LOT}"]{notice}}}"#)
}

fn scene() -> Scene {
    let scene = Scene::new();
    scene.enrol(AGENCY, "Agency", (&[], "regulator:ES"), 41);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene
}

/// Signed with an admin key of the agency.
fn by_agency(scene: &Scene, action: &str) -> Answer {
    let body = Body::Recall(parsed(&order(action)));
    scene.send(&scene.world.draft(AGENCY, body).sign(&secret(42)))
}

#[test]
fn an_authority_recalls_what_it_does_not_own_and_says_where_it_is_one() {
    let scene = scene();
    assert_eq!(by_agency(&scene, "publish").status, 201);
    let page = scene.page(PAGE);
    assert_eq!(page["status"]["state"], "recalled", "{page}");
    let notice = &page["status"]["notices"][0];
    assert_eq!(notice["by"]["und"], "Agency");
    assert_eq!(notice["authority_for"], serde_json::json!(["ES"]));
    let html = scene.html(PAGE);
    assert!(html.contains("Recalled by Agency, food authority for Spain, on"), "{html}");
    assert_eq!(scene.report(None).recalled.len(), 1);
}

#[test]
fn only_whoever_said_it_takes_it_back() {
    let scene = scene();
    assert_eq!(by_agency(&scene, "publish").status, 201);
    scene.record(&scene.sign_recall(FARM, &order("publish")));
    let page = scene.page(PAGE);
    let notices = page["status"]["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 2, "{page}");
    let owner = notices.iter().find(|notice| notice["by"]["und"] == "Farm").unwrap();
    assert_eq!(owner["authority_for"], serde_json::json!([]));
    assert!(scene.html(PAGE).contains("Recalled by Farm on"));
    // The farm ends its own recall, which leaves the agency's.
    scene.record(&scene.sign_recall(FARM, &order("withdraw")));
    let page = scene.page(PAGE);
    assert_eq!(page["status"]["state"], "recalled");
    assert_eq!(page["status"]["notices"].as_array().unwrap().len(), 1);
    assert_eq!(page["status"]["notices"][0]["by"]["und"], "Agency");
    // Once more changes nothing.
    scene.record(&scene.sign_recall(FARM, &order("withdraw")));
    assert_eq!(scene.page(PAGE)["status"]["state"], "recalled");
    assert_eq!(by_agency(&scene, "withdraw").status, 201);
    assert_eq!(scene.page(PAGE)["status"]["state"], "withdrawn");
    assert!(scene.report(None).recalled.is_empty());
}

#[test]
fn nobody_else_recalls_what_it_does_not_own() {
    let scene = scene();
    for action in ["publish", "hold", "withdraw"] {
        let refused = scene.send(&scene.sign_recall(SHOP, &order(action)));
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert!(refused.text().contains("does not own"), "{}", refused.text());
    }
    assert_eq!(scene.page(PAGE)["status"]["state"], "clear");
}
