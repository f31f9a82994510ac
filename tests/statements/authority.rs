//! Products and places are told by those whose they are.

use super::scene::{LOT, PAGE, Scene, event, findings};
use crate::support::{FARM, SHOP};

const PLACE: &str = "https://id.gs1.org/414/9520101000002";

fn product(name: &str) -> String {
    format!(
        r#"{{"op":"product.set","product":"https://id.gs1.org/01/09520101000019","names":{{"en":"{name}"}}}}"#
    )
}

fn place(name: &str, country: &str) -> String {
    format!(
        r#"{{"op":"place.set","place":"{PLACE}","names":{{"en":"{name}"}},"country":"{country}"}}"#
    )
}

fn scene() -> Scene {
    let scene = Scene::new();
    let here = format!(r#","readPoint":{{"id":"{PLACE}"}}"#);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", &here));
    scene
}

#[test]
fn the_owner_tells_of_its_product_and_nobody_else_does() {
    let scene = scene();
    scene.say(FARM, &product("Tomatoes"));
    assert_eq!(scene.whole(PAGE)["findings"], serde_json::json!([]));
    scene.say(SHOP, &product("Best tomatoes"));
    let page = scene.whole(PAGE);
    assert_eq!(page["product"]["names"]["en"], "Tomatoes", "{page}");
    assert_eq!(findings(&page), ["not-authorised"]);
    assert_eq!(page["findings"][0]["signers"][0]["name"]["und"], "Shop");
    let shopper = scene.page(PAGE);
    assert_eq!(shopper["findings"], serde_json::json!([]));
    assert!(!scene.html(PAGE).contains("Best tomatoes"));
}

#[test]
fn the_keeper_tells_of_its_place_and_nobody_else_does() {
    let scene = scene();
    scene.say(FARM, &place("Hill farm", "ES"));
    assert_eq!(scene.whole(PAGE)["findings"], serde_json::json!([]));
    scene.say(SHOP, &place("Another farm", "FR"));
    let page = scene.whole(PAGE);
    let shown = &page["journey"]["steps"][0]["place"];
    assert_eq!((&shown["name"]["en"], &shown["country"]), (&"Hill farm".into(), &"ES".into()));
    assert_eq!(findings(&page), ["not-authorised"]);
    assert!(!scene.html(PAGE).contains("Another farm"));
}

#[test]
fn whose_a_thing_was_is_judged_as_it_was_then() {
    let scene = scene();
    scene.say(SHOP, &product("Best tomatoes"));
    let office = super::scene::OFFICE;
    // The prefix goes to the shop: what it says from now on counts, what it said does not become right.
    scene.say(office, &format!(r#"{{"op":"org.prefixes","iss":"{FARM}","prefixes":[]}}"#));
    let both = r#"["9520101","9520105"]"#;
    scene.say(office, &format!(r#"{{"op":"org.prefixes","iss":"{SHOP}","prefixes":{both}}}"#));
    assert_eq!(findings(&scene.whole(PAGE)), ["not-authorised"]);
    let before = scene.whole(PAGE)["findings"].clone();
    scene.say(SHOP, &product("Good tomatoes"));
    let page = scene.whole(PAGE);
    assert_eq!(page["product"]["names"]["en"], "Good tomatoes");
    assert_eq!(page["findings"], before, "no new one");
}
