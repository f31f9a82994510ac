//! What is odd is recorded and shown, never refused.

use super::scene::{LOT, PAGE, Scene, event, findings, handover};
use crate::support::{FARM, SHOP};

/// A page about one event at that time.
fn at(at: &str) -> (bool, Vec<String>) {
    let scene = Scene::new();
    scene.tell(FARM, &event(1, "commissioning", LOT, at, ""));
    let page = scene.whole(PAGE);
    let found = findings(&page).into_iter().map(str::to_owned).collect();
    (page["entered_afterwards"].as_bool().unwrap(), found)
}

#[test]
fn late_and_ahead_begin_where_the_protocol_says() {
    // Blocks are made at 13:00 by the clocks of these places.
    assert_eq!(at("2026-11-05T13:01:00+01:00"), (false, vec![]));
    assert_eq!(at("2026-11-05T12:59:00+01:00"), (true, vec![]), "said once, above the steps");
    assert_eq!(at("2026-11-12T13:04:00+01:00"), (false, vec![]));
    assert_eq!(at("2026-11-12T13:06:00+01:00"), (false, vec!["ahead".to_owned()]));
}

#[test]
fn two_places_at_once_are_a_contradiction_with_both_signers() {
    const ONE: &str = "https://id.gs1.org/01/09520101000019/21/S1";
    const ONE_PAGE: &str = "/01/09520101000019/21/S1";
    let scene = Scene::new();
    let to_shop = handover(FARM, SHOP);
    let here = |gln: &str| format!(r#","readPoint":{{"id":"https://id.gs1.org/414/{gln}"}}"#);
    let (farm, shop) = (here("9520101000002"), here("9520105000008"));
    scene.tell(FARM, &event(1, "commissioning", ONE, "2026-11-11T08:00:00+01:00", &farm));
    scene.tell(FARM, &event(2, "shipping", ONE, "2026-11-11T09:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(3, "receiving", ONE, "2026-11-11T12:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(4, "storing", ONE, "2026-11-11T15:00:00+01:00", &shop));
    assert!(!findings(&scene.page(ONE_PAGE)).contains(&"contradiction"));
    scene.tell(FARM, &event(5, "inspecting", ONE, "2026-11-11T15:00:00+01:00", &farm));
    let page = scene.page(ONE_PAGE);
    let found = page["findings"].as_array().unwrap();
    let found = found.iter().find(|found| found["kind"] == "contradiction").expect("it is found");
    let roles: Vec<&str> = found["signers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|signer| signer["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles.len(), 2, "{found}");
    assert!(scene.html(ONE_PAGE).contains("cannot both be true"));
    assert_eq!(page["journey"]["steps"].as_array().unwrap().len(), 5, "both are kept");
}
