//! Nobody takes away or brings back what a firm conceals.

use crate::support::{Answer, FARM, OFFICE, World, event, signed_again};
use furlong::store::{Place, vault};
use ledger::Hash;
use ledger::disclosure::{Disclosure, conceal, conceal_by_default};
use ledger::governance::{Gov, Words};
use ledger::statement::Body;
use ledger::tree::leaf_hash;

const ID: &str = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";

/// A statement that conceals several fields, and what opens them.
fn concealed(world: &World) -> (String, Vec<String>) {
    let epcis = event(ID, "A1");
    let pointers = conceal_by_default(&epcis);
    let mut count = 0;
    let salt = || {
        count += 1;
        [count; 16]
    };
    let (epcis, disclosures) = conceal(epcis, &pointers, salt).unwrap();
    let draft = world.draft(FARM, Body::Event { epcis, corrects: None });
    let texts: Vec<String> =
        disclosures.iter().map(|one| Disclosure::text(one).to_owned()).collect();
    assert!(texts.len() > 2, "{texts:?}");
    (draft.sign(&world.key(FARM, "event")), texts)
}

fn put(world: &World, jws: &str, texts: &[String]) -> Answer {
    let path = format!("/api/v1/vault/{}", leaf_hash(jws.as_bytes()));
    let body = format!("{jws}~{}~", texts.join("~"));
    world.client().put(&path, "application/sd-jwt", body.as_bytes())
}

/// The disclosures that the operator's proof opens.
fn opened(world: &World) -> usize {
    let file = world.operator().get(&format!("/api/v1/evidence/{ID}")).json();
    file["chains"][0]["leaves"][0]["disclosures"].as_array().unwrap().len()
}

#[test]
fn whoever_has_one_field_cannot_wipe_the_others() {
    let world = World::new();
    let (jws, texts) = concealed(&world);
    assert_eq!(put(&world, &jws, &texts).status, 204);
    world.record(&jws);
    assert_eq!(put(&world, &jws, &texts[..1]).status, 204, "it is there already");
    assert_eq!(opened(&world), texts.len());
}

#[test]
fn fields_may_come_one_after_another() {
    let world = World::new();
    let (jws, texts) = concealed(&world);
    for text in &texts {
        assert_eq!(put(&world, &jws, std::slice::from_ref(text)).status, 204);
    }
    world.record(&jws);
    assert_eq!(opened(&world), texts.len());
}

#[test]
fn what_was_erased_is_not_taken_again() {
    let mut world = World::new();
    let (jws, texts) = concealed(&world);
    assert_eq!(put(&world, &jws, &texts).status, 204);
    world.record(&jws);
    world.stop();
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    let (leaf, gone) = (leaf_hash(jws.as_bytes()), Hash::of(&[texts[0].as_bytes()]));
    vault::erase(&mut db, leaf, &[gone], 0).unwrap();
    drop(db);
    world.serve();
    let again = put(&world, &jws, &texts);
    assert_eq!(again.status, 422, "{}", again.text());
    assert!(again.text().contains("erased"), "{}", again.text());
    assert_eq!(put(&world, &jws, &texts[1..]).status, 204);
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    assert_eq!(vault::of(&mut db, leaf).unwrap(), texts[1..]);
}

/// Votes a leaf out and waits until its bytes are gone.
fn vote_out(world: &World, receipt: &serde_json::Value) {
    let index = receipt["index"].as_u64().unwrap();
    let reason = Words::one("en", "A name stood in it.").unwrap();
    let gov = Body::Governance(Gov::Redact { index, reason }.to_json());
    world.record(&world.draft(OFFICE, gov).sign(&world.key(OFFICE, "admin-1")));
}

#[test]
fn what_the_members_voted_out_is_not_taken_again() {
    let mut world = World::new();
    let (jws, texts) = concealed(&world);
    assert_eq!(put(&world, &jws, &texts).status, 204);
    let receipt = world.record(&jws);
    vote_out(&world, &receipt);
    // The statement again, as whoever holds the key can sign it, has another leaf hash.
    let again = signed_again(&jws, &world.key(FARM, "event"));
    for (jws, texts) in [(&jws, texts.as_slice()), (&jws, &texts[..1]), (&again, &texts)] {
        let refused = put(&world, jws, texts);
        assert_eq!(refused.status, 410, "{}", refused.text());
        assert_eq!(refused.json()["type"], "/problems/removed");
        assert!(refused.text().contains("decision of the members"), "{}", refused.text());
    }
    world.stop();
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    for leaf in [&jws, &again].map(|jws| leaf_hash(jws.as_bytes())) {
        assert_eq!(vault::of(&mut db, leaf).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn what_a_device_concealed_goes_with_the_statement_that_vouched_for_it() {
    let mut world = World::new();
    let (jws, texts) = concealed(&world);
    assert_eq!(put(&world, &jws, &texts).status, 204);
    let vouched = Body::Vouched { orig: jws.clone(), reason: "a month at sea".to_owned() };
    let vouched = world.draft(FARM, vouched).sign(&world.key(FARM, "event"));
    let receipt = world.record(&vouched);
    assert_eq!(opened(&world), texts.len());
    vote_out(&world, &receipt);
    for jws in [&jws, &vouched] {
        assert_eq!(put(&world, jws, &texts).status, 410);
    }
    world.stop();
    let mut db = Place::Sqlite(world.folder.path().to_owned()).chain_writer().unwrap();
    for leaf in [&jws, &vouched].map(|jws| leaf_hash(jws.as_bytes())) {
        assert_eq!(vault::of(&mut db, leaf).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn more_fields_than_a_statement_can_conceal_are_refused_unread() {
    let world = World::new();
    let (jws, _) = concealed(&world);
    let many: Vec<String> = (0..65).map(|number| format!("WyJ{number}")).collect();
    let answer = put(&world, &jws, &many);
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(answer.text().contains("at most 64"), "{}", answer.text());
}
