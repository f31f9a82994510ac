//! No such lot, and one that is not published, read the same.

use super::told::{page, path, plain};
use crate::support::{FARM, SHOP, World};

const OWN: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
const FOREIGN: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000002";

#[test]
fn what_strangers_say_of_a_lot_does_not_show_that_it_is_known() {
    let world = World::new();
    world.record(&world.signed(FARM, plain(OWN, "A1")));
    world.record(&world.signed(SHOP, plain(FOREIGN, "B1")));
    let text = |lot: &str| page(&world, lot).to_string().replace(lot, "LOT");
    assert_eq!(text("B1"), text("Z9"));
    assert_ne!(text("A1"), text("Z9"));
    let all = world.operator().get_as(&format!("/t{}", path("B1")), "application/json");
    assert!(all.text().contains(FOREIGN), "the operator sees claims: {}", all.text());
}

#[test]
fn a_search_finds_only_lots_that_have_a_page() {
    let world = World::new();
    world.record(&world.signed(FARM, plain(OWN, "A1")));
    world.record(&world.signed(SHOP, plain(FOREIGN, "B1")));
    let search = |lot: &str| world.client().get(&format!("/t?lot={lot}"));
    let found = search("a1");
    assert_eq!(found.status, 303, "{}", found.text());
    assert_eq!(found.header("location"), Some("/t/01/09520101000019/10/A1"));
    for lot in ["b1", "z9"] {
        assert_eq!(search(lot).status, 400, "{lot}");
    }
}

#[test]
fn heads_tell_shoppers_of_what_everybody_may_hold() {
    let world = World::new();
    let receipt = world.record(&world.signed(FARM, plain(OWN, "A1")));
    world.record(&world.signed(SHOP, plain(FOREIGN, "A1")));
    world.record(&world.signed(SHOP, plain(FOREIGN.replace('2', "3").as_str(), "B1")));
    let head = |client: crate::support::Client, lot: &str, size: &str| {
        let code = format!("https://id.gs1.org{}", path(lot));
        client.get(&format!("/api/v1/heads/{code}{size}")).json()
    };
    let told = head(world.client(), "A1", "");
    assert_eq!((&told["count"], &told["last_index"]), (&1.into(), &receipt["index"]));
    assert_eq!(head(world.operator(), "A1", "")["count"], 2);
    let before = format!("?size={}", receipt["index"]);
    assert_eq!(head(world.client(), "A1", &before)["count"], 0);
    for lot in ["B1", "Z9"] {
        let told = head(world.client(), lot, "");
        assert_eq!((&told["count"], told["last_index"].is_null()), (&0.into(), true), "{lot}");
    }
    let pallet = "/api/v1/heads/https://id.gs1.org/00/095201020004170069";
    assert_eq!(world.client().get(pallet).json()["count"], 0);
}

#[test]
fn an_event_id_does_not_tell_whose_else_it_is() {
    let world = World::new();
    world.record(&world.signed(FARM, plain(OWN, "A1")));
    world.record(&world.signed(SHOP, plain(OWN, "B1")));
    let ask = |client: crate::support::Client| client.get(&format!("/api/v1/evidence/{OWN}"));
    assert_eq!(ask(world.operator()).status, 300);
    let shopper = ask(world.client());
    assert_eq!(shopper.status, 200, "{}", shopper.text());
    assert!(!shopper.text().contains(SHOP) || shopper.json()["chains"][0]["leaves"][1].is_null());
    let hidden = world
        .client()
        .get_with(&format!("/api/v1/evidence/{OWN}?iss={SHOP}"), &[("X-Request-Id", "same")]);
    let missing = world
        .client()
        .get_with(&format!("/api/v1/evidence/{FOREIGN}"), &[("X-Request-Id", "same")]);
    assert_eq!((hidden.status, hidden.text()), (missing.status, missing.text()));
}
