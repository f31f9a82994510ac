//! Concealed fields: opened whole, in part and not at all.

use super::programs::{folder, judge, node};
use crate::support::{FARM, World, event};
use ledger::disclosure::{Disclosure, conceal, conceal_by_default, open};
use ledger::statement::Body;
use serde_json::{Value, json};

#[test]
fn sd_jwt_core_opens_what_we_conceal_to_the_same_event() {
    let Some(program) = node(&folder().join("js/disclosures.mjs")) else { return };
    let world = World::founded();
    let event = event("urn:uuid:0190b7a0-0000-7000-8000-000000000001", "A1");
    let by_default = conceal_by_default(&event);
    let one = vec!["/quantityList/0/quantity".to_owned()];
    let mut cases = Vec::new();
    for pointers in [by_default, one, Vec::new()] {
        let mut count = 0;
        let salt = || {
            count += 1;
            [count; 16]
        };
        let (hidden, disclosures) = conceal(event.clone(), &pointers, salt).unwrap();
        let draft = world.draft(FARM, Body::Event { epcis: hidden.clone(), corrects: None });
        let key = world.key(FARM, "event");
        let jws = draft.sign(&key);
        let texts: Vec<&str> = disclosures.iter().map(Disclosure::text).collect();
        for shown in subsets(&texts) {
            let opened = open(&hidden, &shown).unwrap().to_string();
            let parts: String = shown.iter().flat_map(|text| [*text, "~"]).collect();
            let jwk: Value = serde_json::from_str(&key.public().text()).unwrap();
            cases.push(json!({ "sdJwt": format!("{jws}~{parts}"), "jwk": jwk, "opened": opened }));
        }
    }
    assert!(cases.len() >= 8, "{}", cases.len());
    judge(Some(program), &json!({ "disclosures": cases }));
}

/// All, none, each alone, and all but the first.
fn subsets<'t>(texts: &[&'t str]) -> Vec<Vec<&'t str>> {
    let mut found = vec![texts.to_vec(), Vec::new()];
    found.extend(texts.iter().map(|text| vec![*text]));
    found.extend(texts.split_first().map(|(_, rest)| rest.to_vec()));
    found
}
