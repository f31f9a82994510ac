//! What is on a pallet is nobody's business but its holders'.

use crate::journeys::Demo;
use ledger::evidence::codes;
use serde_json::Value;
use std::collections::BTreeSet;

const PALLETS: [&str; 4] =
    ["095201020004170069", "095201050000520018", "095201030001180022", "095201090000095017"];

/// The codes that a file speaks of, and those that its own leaves name.
fn told(file: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let chain = &file["chains"][0];
    let rows = chain["recalls"].as_array().unwrap().iter();
    let proved = rows.map(|row| row["code"].as_str().unwrap().to_owned()).collect();
    let mut named = BTreeSet::new();
    for leaf in chain["leaves"].as_array().unwrap() {
        let payload = leaf["jws"].as_str().unwrap().split('.').nth(1).unwrap();
        let payload = ledger::b64::decode(payload).unwrap();
        let limits = json::Limits { bytes_max: 1 << 17, depth_max: 20, values_max: 10_000 };
        let claims = json::parse(&payload, &limits).unwrap();
        if let Some(epcis) = claims.get("epcis") {
            codes::derived(epcis, &mut named);
        }
    }
    (proved, named)
}

#[test]
fn a_shoppers_file_of_a_pallet_does_not_list_what_is_on_it() {
    let demo = Demo::start();
    for pallet in PALLETS {
        let file = demo.client().get(&format!("/t/00/{pallet}/evidence")).json();
        let (proved, named) = told(&file);
        let own = format!("https://id.gs1.org/00/{pallet}");
        let more: Vec<&String> =
            proved.iter().filter(|code| **code != own && !named.contains(*code)).collect();
        assert!(proved.contains(&own), "{pallet}: {proved:?}");
        assert!(more.is_empty(), "{pallet} tells of {more:?}");
        let all = demo.operator().get(&format!("/t/00/{pallet}/evidence")).json();
        assert!(told(&all).0.len() >= proved.len(), "{pallet}");
    }
    let hidden = |step: &&Value| step["by"]["name"].is_null() && !step["signed"].is_null();
    let page = demo.page("/01/09520102003118/10/SOL-7083M");
    let steps: Vec<&Value> =
        page["journey"]["steps"].as_array().unwrap().iter().filter(hidden).collect();
    assert!(!steps.is_empty());
    for step in steps {
        let (at, offset) = (&step["at"]["utc_ms"], &step["at"]["offset_min"]);
        let local = at.as_i64().unwrap() + offset.as_i64().unwrap() * 60_000;
        assert_eq!(local % 86_400_000, 0, "the minute of a firm that is not named: {step}");
    }
}

#[test]
fn a_recall_of_what_is_on_a_pallet_is_proved() {
    let demo = Demo::start();
    let lot = "https://id.gs1.org/01/09520102003118/10/SOL-7083M";
    let order = format!(r#"{{"action":"hold","codes":["{lot}"]}}"#);
    demo.recall("https://id.gs1.org/417/9520102000001", &order);
    let file = demo.client().get("/t/00/095201020004170069/evidence").json();
    assert!(told(&file).0.contains(lot), "{:?}", told(&file).0);
}
