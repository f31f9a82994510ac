//! Events of keys that had ended when they arrived, vouched for by their company.

use super::scene::{LOT, PAGE, Scene, event, id, parsed, secret, steps};
use crate::support::{FARM, SHOP};
use ledger::disclosure::{Disclosure, conceal};
use ledger::key::P256Secret;
use ledger::statement::{Body, Jti};
use ledger::tree::leaf_hash;
use serde_json::json;

const CAUGHT: &str = "2026-11-10T08:00:00+01:00";

/// A device of the farm that signed an event at sea, and whose key was retired meanwhile.
struct AtSea {
    scene: Scene,
    device: P256Secret,
    orig: String,
}

impl AtSea {
    fn new() -> Self {
        let scene = Scene::new();
        let device = scene.add_key(FARM, 71, None);
        let orig = signed(&scene, &device, &event(1, "commissioning", LOT, CAUGHT, ""), None);
        scene.retire(FARM, &device);
        Self { scene, device, orig }
    }

    fn vouch(&self) -> String {
        vouched(&self.scene, FARM, &self.orig)
    }
}

fn signed(scene: &Scene, key: &P256Secret, event: &str, corrects: Option<Jti>) -> String {
    scene.world.draft(FARM, Body::Event { epcis: parsed(event), corrects }).sign(key)
}

fn vouched(scene: &Scene, iss: &str, orig: &str) -> String {
    let (orig, reason) = (orig.to_owned(), "It was a month at sea.".to_owned());
    scene.sign(iss, "event", Body::Vouched { orig, reason })
}

/// The id of a statement.
fn jti(scene: &Scene, jws: &str) -> Jti {
    let read = ledger::statement::Statement::read(jws.as_bytes(), &scene.world.origin);
    read.expect("a statement").jti()
}

#[test]
fn an_event_that_was_vouched_for_is_on_the_page_and_in_the_proof() {
    let at_sea = AtSea::new();
    let AtSea { scene, orig, .. } = &at_sea;
    let late = scene.send(orig);
    assert_eq!(late.status, 403, "{}", late.text());
    assert!(late.text().contains("vouch with an active one"), "{}", late.text());
    scene.record(&at_sea.vouch());
    let page = scene.page(PAGE);
    assert_eq!(steps(&page), [("other", "vouched")], "{page}");
    let step = &page["journey"]["steps"][0];
    assert_eq!(step["event_ids"], json!([id(1)]), "the event's own name");
    assert_eq!(step["signed"]["how"]["by"]["und"], "Farm");
    assert_eq!(step["signed"]["disputed"], false);
    assert_eq!(step["provable"], true);
    let html = scene.html(PAGE);
    assert!(
        html.contains("Signed on the device, vouched for by Farm on 12\u{a0}Nov\u{a0}2026"),
        "{html}"
    );
    assert_eq!(scene.world.client().get(&format!("/api/v1/heads/{LOT}")).json()["count"], 1);
    let proof = scene.report(Some(1));
    assert_eq!(proof.leaves.len(), 1);
    assert_eq!(
        proof.leaves[0].height, proof.height,
        "the height is that of the statement around it"
    );
    let told = scene.verified(1);
    assert!(told.contains("signed on a device and vouched for later"), "{told}");
    assert!(!told.contains("DISPUTED"), "{told}");
}

#[test]
fn whoever_reports_the_key_lost_disputes_what_was_vouched_for_whenever_that_was() {
    let at_sea = AtSea::new();
    let AtSea { scene, device, .. } = &at_sea;
    scene.record(&at_sea.vouch());
    // Long after the event was on the record.
    scene.compromise(FARM, device, scene.height());
    let page = scene.page(PAGE);
    assert_eq!(page["journey"]["steps"][0]["signed"]["disputed"], true, "{page}");
    assert!(scene.html(PAGE).contains("may have been misused"));
    assert!(scene.report(Some(1)).leaves[0].disputed);
    assert!(scene.verified(1).contains("DISPUTED"));
}

#[test]
fn both_ids_are_taken_and_every_way_of_sending_it_again_is_answered() {
    let at_sea = AtSea::new();
    let AtSea { scene, orig, .. } = &at_sea;
    let wrapper = at_sea.vouch();
    let first = scene.world.record(&wrapper);
    for again in [&wrapper, orig, &at_sea.vouch()] {
        let answer = scene.send(again);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["index"], first["index"]);
    }
    for used in [orig, &wrapper] {
        let epcis = parsed(&event(2, "commissioning", LOT, CAUGHT, ""));
        let mut draft = scene.world.draft(FARM, Body::Event { epcis, corrects: None });
        draft.jti = jti(scene, used);
        let other = scene.send(&draft.sign(&scene.world.key(FARM, "event")));
        assert_eq!(other.status, 409, "{}", other.text());
        assert_eq!(other.json()["type"], "/problems/id-taken");
    }
    assert_eq!(scene.world.client().get(&format!("/api/v1/heads/{LOT}")).json()["count"], 1);
}

#[test]
fn what_nobody_may_vouch_for_is_refused_with_the_place() {
    let at_sea = AtSea::new();
    let AtSea { scene, orig, .. } = &at_sea;
    let refused = |jws: &str, status: u16, pointer: &str, text: &str| {
        let answer = scene.send(jws);
        assert_eq!(answer.status, status, "{text}: {}", answer.text());
        assert_eq!(answer.json()["pointer"], pointer, "{}", answer.text());
        assert!(answer.text().contains(text), "{}", answer.text());
    };
    refused(&vouched(scene, SHOP, orig), 400, "/vouched/orig", "its own only");
    let gov = scene.sign_gov(FARM, r#"{"op":"name.us","show":true}"#);
    refused(&vouched(scene, FARM, &gov), 400, "/vouched/orig", "only an event");
    let of_stranger = signed(scene, &secret(99), &event(3, "storing", LOT, CAUGHT, ""), None);
    refused(&vouched(scene, FARM, &of_stranger), 409, "/vouched/orig", "not known here");
    let admin = scene.world.key(FARM, "admin-1");
    let of_admin = signed(scene, &admin, &event(4, "storing", LOT, CAUGHT, ""), None);
    refused(&vouched(scene, FARM, &of_admin), 403, "/vouched/orig", "once had for events");
    let of_shop = scene.world.key(SHOP, "event");
    let borrowed = signed(scene, &of_shop, &event(5, "storing", LOT, CAUGHT, ""), None);
    refused(&vouched(scene, FARM, &borrowed), 403, "/vouched/orig", "once had for events");
}

#[test]
fn a_correction_counts_in_both_directions() {
    let at_sea = AtSea::new();
    let AtSea { scene, device, orig } = &at_sea;
    scene.record(&at_sea.vouch());
    // The company corrects what its device said, by the id inside.
    let better = event(6, "commissioning", LOT, "2026-11-10T09:00:00+01:00", "");
    let better = scene.sign_event(FARM, &better, Some(jti(scene, orig)));
    scene.record(&better);
    let page = scene.page(PAGE);
    assert_eq!(page["corrections"][0]["wrong"], id(1), "{page}");
    assert_eq!(steps(&page), [("other", "own")]);
    // The device had corrected it, too, before it came home.
    let best = event(7, "commissioning", LOT, "2026-11-10T10:00:00+01:00", "");
    let best = signed(scene, device, &best, Some(jti(scene, &better)));
    scene.record(&vouched(scene, FARM, &best));
    let page = scene.page(PAGE);
    assert_eq!(page["journey"]["steps"][0]["event_ids"], json!([id(7)]), "{page}");
    assert_eq!(page["corrections"].as_array().unwrap().len(), 2);
}

#[test]
fn what_the_device_concealed_stays_with_the_event() {
    let scene = Scene::new();
    let device = scene.add_key(FARM, 71, None);
    let epcis = crate::support::event(&id(1), "A1");
    let (concealed, disclosures) =
        conceal(epcis, &["/quantityList/0/quantity"], || [7; 16]).expect("it can be concealed");
    let orig = scene.world.draft(FARM, Body::Event { epcis: concealed, corrects: None });
    let orig = orig.sign(&device);
    let texts: Vec<&str> = disclosures.iter().map(Disclosure::text).collect();
    let path = format!("/api/v1/vault/{}", leaf_hash(orig.as_bytes()));
    let sd_jwt = format!("{orig}~{}~", texts.join("~"));
    let kept = scene.world.client().put(&path, "application/sd-jwt", sd_jwt.as_bytes());
    assert_eq!(kept.status, 204, "{}", kept.text());
    scene.retire(FARM, &device);
    scene.record(&vouched(&scene, FARM, &orig));
    let evidence = || scene.world.operator().get(&format!("/api/v1/evidence/{}", id(1))).text();
    assert!(evidence().contains(texts[0]), "{}", evidence());
    let shoppers = scene.world.client().get(&format!("/api/v1/evidence/{}", id(1))).text();
    assert!(!shoppers.contains(texts[0]));
}
