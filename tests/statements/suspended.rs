//! What is left to a suspended organisation.

use super::scene::{OFFICE, Scene, event};
use crate::support::SHOP;

/// A lot of the shop.
const OWN: &str = "https://id.gs1.org/01/09520105000015/10/B7";

#[test]
fn it_may_retire_keys_report_lost_ones_and_recall_and_nothing_else() {
    let scene = Scene::new();
    let event_key = scene.world.key(SHOP, "event");
    let told = |n| {
        scene.sign_event(SHOP, &event(n, "storing", OWN, "2026-11-11T08:00:00+01:00", ""), None)
    };
    scene.record(&told(1));
    let reason = r#""reason":{"en":"It did not pay."}"#;
    scene.say(OFFICE, &format!(r#"{{"op":"org.suspend","iss":"{SHOP}",{reason}}}"#));
    let name = scene.sign_gov(SHOP, r#"{"op":"name.us","show":true}"#);
    let mandate = scene.sign_gov(
        SHOP,
        &format!(r#"{{"op":"mandate","agent":"{OFFICE}","steps":["storing"],"until":1}}"#),
    );
    for refused in [told(2), name, mandate] {
        let answer = scene.send(&refused);
        assert_eq!(answer.status, 403, "{}", answer.text());
        let words = "may only retire keys, report lost ones and recall";
        assert!(answer.text().contains(words), "{}", answer.text());
    }
    let recall = format!(
        r#"{{"action":"publish","codes":["{OWN}"],"notice":{{"reason":{{"en":"Glass"}}}}}}"#
    );
    scene.record(&scene.sign_recall(SHOP, &recall));
    assert_eq!(scene.page("/01/09520105000015/10/B7")["status"]["state"], "recalled");
    scene.compromise(SHOP, &event_key, 1);
    scene.retire(SHOP, &scene.world.key(SHOP, "admin-2"));
    scene.say(OFFICE, &format!(r#"{{"op":"org.resume","iss":"{SHOP}",{reason}}}"#));
    scene.say(SHOP, r#"{"op":"name.us","show":true}"#);
}
