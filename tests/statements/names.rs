//! Whether shoppers read a firm's name is for the firm to say.

use super::scene::{LOT, PAGE, Scene, event, handover, id};
use crate::support::{FARM, SHOP};
use serde_json::Value;

fn names(page: &Value) -> Vec<Option<String>> {
    let steps = page["journey"]["steps"].as_array().unwrap().iter();
    steps.map(|step| step["by"]["name"]["und"].as_str().map(str::to_owned)).collect()
}

fn show(show: bool) -> String {
    format!(r#"{{"op":"name.us","show":{show}}}"#)
}

#[test]
fn producers_are_named_and_shops_are_not_unless_they_say_otherwise() {
    let scene = Scene::new();
    let to_shop = handover(FARM, SHOP);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene.tell(FARM, &event(2, "shipping", LOT, "2026-11-11T09:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(3, "receiving", LOT, "2026-11-11T12:00:00+01:00", &to_shop));
    let (farm, shop) = (Some("Farm".to_owned()), Some("Shop".to_owned()));
    assert_eq!(names(&scene.page(PAGE)), [farm.clone(), farm.clone(), None]);
    assert!(!scene.html(PAGE).contains("Shop"), "a shop by its role only");
    let proof = || scene.world.client().get(&format!("/api/v1/evidence/{}", id(1))).status;
    assert_eq!(proof(), 200);
    scene.say(SHOP, &show(true));
    assert_eq!(names(&scene.page(PAGE)), [farm.clone(), farm.clone(), shop.clone()]);
    scene.say(FARM, &show(false));
    assert_eq!(names(&scene.page(PAGE)), [None, None, shop.clone()]);
    assert_eq!(proof(), 404, "a proof would name it");
    assert_eq!(names(&scene.whole(PAGE)), [farm.clone(), farm.clone(), shop.clone()]);
    scene.say(FARM, &show(true));
    assert_eq!(names(&scene.page(PAGE)), [farm.clone(), farm, shop]);
    assert_eq!(proof(), 200);
}
