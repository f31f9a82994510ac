//! Renumbered goods: two codes are one once both firms have said so.

use super::scene::{LOT, PAGE, Scene, event, findings, handover};
use crate::support::{FARM, SHOP};
use serde_json::Value;

/// The shop's own lot.
const OTHER: &str = "https://id.gs1.org/01/09520105000015/10/B7";
const OTHER_PAGE: &str = "/01/09520105000015/10/B7";

fn same(mine: &str, theirs: &str) -> String {
    format!(r#"{{"op":"same_as","mine":"{mine}","theirs":"{theirs}"}}"#)
}

fn kinds(page: &Value) -> Vec<&str> {
    super::scene::steps(page).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn goods_are_joined_by_both_firms_and_by_no_one_of_them() {
    let scene = Scene::new();
    let to_shop = handover(FARM, SHOP);
    scene.tell(FARM, &event(1, "commissioning", LOT, "2026-11-11T08:00:00+01:00", ""));
    scene.tell(FARM, &event(2, "shipping", LOT, "2026-11-11T09:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(3, "receiving", LOT, "2026-11-11T12:00:00+01:00", &to_shop));
    scene.tell(SHOP, &event(4, "storing", OTHER, "2026-11-11T13:00:00+01:00", ""));
    scene.say(SHOP, &same(OTHER, LOT));
    assert_eq!(kinds(&scene.page(OTHER_PAGE)), ["stored"], "one firm alone");
    // The shop says the farm's part, too: that is not its to say.
    scene.say(SHOP, &same(LOT, OTHER));
    assert_eq!(kinds(&scene.page(OTHER_PAGE)), ["stored"], "one firm, twice");
    assert!(findings(&scene.whole(PAGE)).contains(&"not-authorised"));
    scene.say(FARM, &same(LOT, OTHER));
    let joined = scene.page(OTHER_PAGE);
    assert_eq!(kinds(&joined), ["other", "shipped", "arrived", "stored"], "{joined}");
    assert_eq!(kinds(&scene.page(PAGE)), kinds(&joined), "from either code");
    // A recall of the farm's code is one of the shop's.
    let recall = format!(
        r#"{{"action":"publish","codes":["{LOT}"],"notice":{{"reason":{{"en":"Glass"}}}}}}"#
    );
    scene.record(&scene.sign_recall(FARM, &recall));
    assert_eq!(scene.page(OTHER_PAGE)["status"]["state"], "recalled");
}
