//! The same statement again: one id, one record, one receipt.

use super::bench::{Bench, chain, verified};
use crate::support::{FARM, World, event, signed_again};
use furlong::intake::Settled;
use furlong::replica::Outcome;
use ledger::OrgId;
use ledger::governance::{Gov, NewKey};
use ledger::key::P256Secret;
use ledger::rows::Purpose;
use ledger::statement::Body;
use ledger::tree::leaf_hash;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
const ONE: &str = "application/jose";
const COMMITTED: &str = "/api/v1/statements?wait=committed";

/// A statement, and the same one signed again.
fn twice(world: &World) -> (String, String) {
    let first = world.signed(FARM, event(ID, "A1"));
    let again = signed_again(&first, &world.key(FARM, "event"));
    assert_ne!(first, again);
    (first, again)
}

#[test]
fn a_statement_that_was_signed_again_gets_the_first_receipt() {
    let world = World::new();
    let (first, again) = twice(&world);
    // Both at once: the second joins the first, which waits.
    let line = |jws: &str| serde_json::json!({ "jws": jws }).to_string();
    let body = format!("{}\n{}\n", line(&first), line(&again));
    let both = world.client().post(COMMITTED, "application/x-ndjson", body.as_bytes());
    let told: Vec<serde_json::Value> =
        both.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), 2, "{}", both.text());
    assert_eq!(told[0]["leaf_hash"], leaf_hash(first.as_bytes()).to_hex());
    assert_eq!(told[0], told[1]);
    // And later.
    let later = world.client().post(COMMITTED, ONE, again.as_bytes());
    assert_eq!((later.status, later.json()), (200, told[0].clone()));
}

#[tokio::test]
async fn what_joins_the_queue_is_told_of_the_first() {
    let mut world = World::new();
    world.stop();
    let (first, again) = twice(&world);
    let statement = verified(&chain(&world), &first);
    let bench = Bench::new(&world);
    let (one, two) = (bench.waits(&first).await, bench.waits(&again).await);
    assert_eq!((one.leaf_hash, two.leaf_hash), (one.sent, one.sent));
    assert_eq!(bench.pending.len(), 1);
    bench.decide(vec![statement]).await;
    let dropped = Outcome::Dropped("its id is taken".to_owned());
    bench.pending.settle([(one.sent, dropped)]);
    // Dropped because the first one was committed meanwhile: that is no refusal.
    for settled in bench.intake.outcomes(vec![one, two]).await.unwrap() {
        let Settled::Committed(receipt) = settled else { panic!("{settled:?}") };
        assert_eq!(receipt.leaf_hash, leaf_hash(first.as_bytes()));
    }
}

#[test]
fn what_the_office_vouched_for_answers_the_device_too() {
    let world = World::new();
    let late = world.signed(FARM, event(ID, "A1"));
    let iss = OrgId::parse(FARM).unwrap();
    let new = P256Secret::from_bytes(&[42; 32]).unwrap();
    let key = NewKey::make(&new, Purpose::Event, &iss, &world.origin);
    let kid = world.key(FARM, "event").public().kid();
    for gov in [Gov::KeyAdd(key), Gov::KeyRetire { kid }] {
        let draft = world.draft(FARM, Body::Governance(gov.to_json()));
        world.record(&draft.sign(&world.key(FARM, "admin-1")));
    }
    let refused = world.client().post(COMMITTED, ONE, late.as_bytes());
    assert_eq!(refused.status, 403, "{}", refused.text());
    let vouched = Body::Vouched { orig: late.clone(), reason: "a month at sea".to_owned() };
    let receipt = world.record(&world.draft(FARM, vouched).sign(&new));
    let again = world.client().post(COMMITTED, ONE, late.as_bytes());
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(again.json()["index"], receipt["index"]);
    // Another event with the id is still another event.
    let mut draft = world.draft(FARM, Body::Event { epcis: event(ID, "B2"), corrects: None });
    draft.jti = ledger::statement::Statement::read(late.as_bytes(), &world.origin).unwrap().jti();
    let other = world.client().post(COMMITTED, ONE, draft.sign(&new).as_bytes());
    assert_eq!(other.status, 409, "{}", other.text());
}
