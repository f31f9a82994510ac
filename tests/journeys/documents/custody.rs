//! What is received was sent, to the one who receives it, and was there to be sent.

use super::story::{Told, canonical, everything, items};
use std::collections::{BTreeMap, BTreeSet};

/// Something on its way: to whom, and how much of it.
type Way = (String, Option<i64>);

#[test]
fn goods_received_are_goods_sent_to_the_receiver() {
    let mut on_the_way = BTreeMap::<String, Way>::new();
    let mut arrived = 0;
    for (file, told) in everything() {
        let to = possessor(&told, "destinationList", "destination").unwrap_or_default();
        for (code, quantity) in goods(&told) {
            let here = (to.clone(), quantity);
            let told_at = format!("{file} {}: {code}", told.id());
            if told.step() == "shipping" {
                assert!(!to.is_empty(), "{told_at} goes to nobody");
                assert_eq!(on_the_way.insert(code, here), None, "{told_at} was sent twice");
            } else if told.step() == "receiving" {
                assert_eq!(on_the_way.remove(&code), Some(here), "{told_at}");
                arrived += 1;
            }
        }
    }
    assert!(arrived > 60, "{arrived} things arrived");
}

#[test]
fn an_empty_pallet_is_never_sent() {
    let mut inside = BTreeMap::<String, BTreeSet<String>>::new();
    let mut sent = 0;
    for (file, told) in everything() {
        if told.event["type"] == "AggregationEvent" {
            let parent = canonical(told.event["parentID"].as_str().unwrap());
            fill(inside.entry(parent).or_default(), &told);
        }
        let pallets = goods(&told).into_iter().filter(|(code, _)| code.contains("/00/"));
        for (code, _) in pallets.filter(|_| told.step() == "shipping") {
            let held = inside.get(&code).is_some_and(|held| !held.is_empty());
            assert!(held, "{file} {}: {code} is empty", told.id());
            sent += 1;
        }
    }
    assert!(sent > 30, "{sent} pallets were sent");
}

/// What an aggregation puts in or takes out; without a list it takes out everything.
fn fill(held: &mut BTreeSet<String>, told: &Told) {
    let lots = told.lots("childQuantityList").into_iter().map(|(code, ..)| code);
    let children: Vec<String> = told.instances("childEPCs").into_iter().chain(lots).collect();
    if told.event["action"] == "ADD" {
        held.extend(children);
    } else {
        held.retain(|code| !children.is_empty() && !children.contains(code));
    }
}

fn goods(told: &Told) -> Vec<(String, Option<i64>)> {
    let single = told.instances("epcList").into_iter().map(|code| (code, None));
    let lots = told.lots("quantityList").into_iter().map(|(code, many, _)| (code, Some(many)));
    single.chain(lots).collect()
}

fn possessor(told: &Told, list: &str, member: &str) -> Option<String> {
    let party = items(&told.event[list])
        .find(|item| item["type"].as_str().is_some_and(|kind| kind.ends_with("possessing_party")));
    party.and_then(|item| item[member].as_str()).map(party_name)
}

/// One carrier writes URNs, the others Digital Links.
fn party_name(text: &str) -> String {
    gs1::PartyId::parse(text).map_or_else(|_| text.to_owned(), |party| party.uri())
}
