//! A recall on the page: at once, on everything that it covers, and taken back.

use super::demo::{DAY_MS, Demo, NOON_MS};
use super::story::{list, words};
use serde_json::{Value, json};

const PROCESSOR: &str = "https://id.gs1.org/417/9520102000001";
const VESSEL: &str = "https://id.gs1.org/417/9520201010000";
const LOT: &str = "/01/09520102003118/10/SOL-7083M";
const PALLET: &str = "/00/095201020004170069";

fn order(action: &str, code: &str, notice: &str) -> String {
    format!(r#"{{"action":"{action}","codes":["https://id.gs1.org{code}"]{notice}}}"#)
}

const NOTICE: &str = r#","notice":{"reason":{"en":"Blue plastic","zh":"蓝色塑料"},
    "advice":{"en":"Do not eat it."},"phone":"+34 900 000 000","number":"CS-7083"}"#;

fn state(page: &Value) -> &str {
    page["status"]["state"].as_str().unwrap()
}

#[test]
fn a_recall_is_on_every_page_that_it_covers_until_it_is_taken_back() {
    let demo = Demo::start();
    assert_eq!(state(&demo.page(LOT)), "clear");
    old_knowledge(&demo);
    recalled(&demo);
    ingredient(&demo);
    dated(&demo);
    last_day(&demo);
}

/// An old copy cannot say that there is no recall.
fn old_knowledge(demo: &Demo) {
    demo.clock.set(NOON_MS + 10 * 60_000);
    assert_eq!(state(&demo.page(LOT)), "clear", "ten minutes are not too old");
    demo.clock.set(NOON_MS + 37 * 60_000);
    let page = demo.page(LOT);
    assert_eq!((state(&page), &page["status"]["minutes"]), ("stale", &json!(37)));
}

fn recalled(demo: &Demo) {
    demo.recall(PROCESSOR, &order("hold", LOT, ""));
    assert_eq!(state(&demo.page(LOT)), "on_hold");
    demo.recall(PROCESSOR, &order("publish", LOT, NOTICE));
    let page = demo.page(LOT);
    assert_eq!(state(&page), "recalled");
    let [notice] = page["status"]["notices"].as_array().unwrap().as_slice() else {
        panic!("{}", page["status"])
    };
    assert_eq!(words(&notice["reason"]), "Blue plastic");
    assert_eq!(words(&notice["by"]), "Peixes Costa do Solpor, S.L.");
    assert_eq!(notice["number"], "CS-7083");
    assert_eq!(state(&demo.page(PALLET)), "recalled", "the lot is on that pallet");
    let fillets = demo.page("/01/09520102002012/10/SOL-7083");
    assert_eq!(state(&fillets), "clear", "what it was cut from is not recalled");
    let signed = list(&page["signatures"]).filter(|record| record["what"]["record"] == "recall");
    assert_eq!(signed.count(), 1);
    demo.recall(PROCESSOR, &order("withdraw", LOT, ""));
    let page = demo.page(LOT);
    assert_eq!(state(&page), "withdrawn");
    assert_eq!(words(&page["status"]["had"]["reason"]), "Blue plastic");
}

/// What it was made from is recalled: the buyer is told, and the pack itself is not recalled.
fn ingredient(demo: &Demo) {
    assert_eq!(demo.page(LOT)["findings"], json!([]));
    demo.recall(VESSEL, &order("publish", "/01/09520201011014/10/NSS41-A", NOTICE));
    let page = demo.page(LOT);
    assert_eq!(state(&page), "withdrawn");
    assert_eq!(page["findings"][0]["kind"], "ingredient-recalled");
}

/// A recall of all packs with the date of this lot covers it.
fn dated(demo: &Demo) {
    let other = "/01/09520102003118?17=261117";
    demo.recall(PROCESSOR, &order("publish", other, NOTICE));
    assert_eq!(state(&demo.page(LOT)), "withdrawn", "another date is another lot");
    let same = "/01/09520102003118?17=261116";
    demo.recall(PROCESSOR, &order("publish", same, NOTICE));
    assert_eq!(state(&demo.page(LOT)), "recalled");
    demo.recall(PROCESSOR, &order("withdraw", same, ""));
}

/// The day on the pack ends in Vigo, an hour before it ends in UTC. A new block makes the knowledge
/// fresh at each hour.
fn last_day(demo: &Demo) {
    let eleven_at_night = NOON_MS + 4 * DAY_MS + 10 * 3_600_000 + 1_800_000;
    let fillets = "/01/09520102002012/10/SOL-7083";
    demo.clock.set(eleven_at_night);
    demo.recall(PROCESSOR, &order("hold", fillets, ""));
    assert_eq!(state(&demo.page(LOT)), "withdrawn");
    demo.clock.set(eleven_at_night + 3_600_000);
    demo.recall(PROCESSOR, &order("withdraw", fillets, ""));
    let page = demo.page(LOT);
    assert_eq!(state(&page), "past_use_by");
    assert_eq!(page["status"]["last_day"], "2026-11-16");
}
