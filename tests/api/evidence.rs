//! Evidence, as the node makes it and the checker takes it.

use crate::support::{FARM, World, event};
use ledger::evidence::{Ask, Outcome, check};
use ledger::statement::Body;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";

#[test]
fn every_recorded_event_is_found_again_and_proved() {
    let world = World::new();
    for n in 0..40 {
        let id = format!("urn:uuid:0190b7a0-0000-7000-8000-0000000001{n:02}");
        world.record(&world.signed(FARM, event(&id, "A1")));
    }
    let id = "urn:uuid:0190b7a0-0000-7000-8000-000000000107";
    let file = world.operator().get(&format!("/api/v1/evidence/{id}"));
    assert_eq!(file.status, 200, "{}", file.text());
    let anchors = [world.origin.clone()];
    let ask = Ask { anchors: &anchors, now_s: Some(1_794_484_830), ..Ask::default() };
    let Outcome::Holds(report) = check(&file.body, &ask) else {
        panic!("{:?}", check(&file.body, &ask))
    };
    assert_eq!(report.chains[0].leaves.len(), 1);
    let unknown = check(&file.body, &Ask::default());
    assert!(matches!(unknown, Outcome::UnknownChain(_)), "without an anchor nothing is known");
}

#[test]
fn amounts_that_were_published_keep_an_event_from_shoppers() {
    let world = World::new();
    world.record(&world.signed(FARM, event(ID, "A1")));
    assert_eq!(world.client().get(&format!("/api/v1/evidence/{ID}")).status, 404);
    assert_eq!(world.operator().get(&format!("/api/v1/evidence/{ID}")).status, 200);
    let forged = world.client().with_token("guess").get(&format!("/api/v1/evidence/{ID}"));
    assert_eq!(forged.status, 401, "{}", forged.text());
}

#[test]
fn heads_count_what_names_a_code() {
    let world = World::new();
    world.record(&world.signed(FARM, event(ID, "A1")));
    let code = "https://id.gs1.org/01/09520101000019/10/A1";
    let head = world.operator().get(&format!("/api/v1/heads/{code}"));
    assert_eq!(head.status, 200, "{}", head.text());
    assert_eq!(head.json()["count"], 1);
    assert_eq!(world.client().get(&format!("/api/v1/heads/{code}")).json()["count"], 0);
    let order = format!(r#"{{"action":"hold","codes":["{code}"]}}"#);
    let limits = json::Limits { bytes_max: 999, depth_max: 4, values_max: 9 };
    let order = json::parse(order.as_bytes(), &limits).unwrap();
    let hold = world.draft(FARM, Body::Recall(order)).sign(&world.key(FARM, "event"));
    world.record(&hold);
    let head = world.operator().get(&format!("/api/v1/heads/{code}"));
    assert_eq!(head.json()["count"], 1, "a recall is no record of the goods");
    assert_eq!(world.client().get(&format!("/api/v1/heads/{code}?size=999")).status, 409);
    assert_eq!(world.operator().get(&format!("/api/v1/heads/{code}?size=2")).json()["count"], 0);
}
