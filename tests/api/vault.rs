//! Concealed fields.

use crate::support::{FARM, World, event};
use ledger::disclosure::{conceal, conceal_by_default};
use ledger::statement::Body;
use ledger::tree::leaf_hash;

#[test]
fn disclosures_are_kept_for_the_operator_and_for_nobody_else() {
    let world = World::new();
    let id = "urn:uuid:0190b7a0-0000-7000-8000-000000000001";
    let epcis = event(id, "A1");
    let pointers = conceal_by_default(&epcis);
    assert!(pointers.iter().any(|pointer| pointer == "/quantityList/0/quantity"), "{pointers:?}");
    let mut count = 0;
    let salt = || {
        count += 1;
        [count; 16]
    };
    let (concealed, disclosures) = conceal(epcis, &pointers, salt).unwrap();
    let jws = world
        .draft(FARM, Body::Event { epcis: concealed, corrects: None })
        .sign(&world.key(FARM, "event"));
    let texts: Vec<&str> = disclosures.iter().map(ledger::disclosure::Disclosure::text).collect();
    let sd_jwt = format!("{jws}~{}~", texts.join("~"));
    let path = format!("/api/v1/vault/{}", leaf_hash(jws.as_bytes()));
    let put = |body: &str| world.client().put(&path, "application/sd-jwt", body.as_bytes());
    assert_eq!(put(&jws).status, 400, "without disclosures");
    assert_eq!(put(&format!("{jws}~WyJhIl0~")).status, 422, "with one that fits nothing");
    let kept = put(&sd_jwt);
    assert_eq!(kept.status, 204, "{}", kept.text());
    world.record(&jws);
    let evidence =
        |client: crate::support::Client| client.get(&format!("/api/v1/evidence/{id}")).text();
    let first = texts.first().unwrap();
    assert!(evidence(world.operator()).contains(first));
    assert!(!evidence(world.client()).contains(first));
}
