//! What holds for journeys of any world.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::notation::{events, goods};
use super::world::{World, told};
use crate::event::{Event, Kind};

/// A world of three firms, six lots and two pallets in which anything may happen.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let firm = || prop::sample::select(vec!["a@ES.x", "b@PT.y", "c@FR.z"]);
    let lot = || prop::sample::select(vec!["a/1", "a/2", "b/1", "b/2", "c/1", "a/1#7"]);
    let pallet = || prop::sample::select(vec!["a=P", "b=Q"]);
    let line = (0..60, firm(), 0..8, (lot(), lot(), pallet(), firm())).prop_map(
        |(hour, who, verb, (one, other, pallet, to))| match verb {
            0 => format!("{hour} {who} makes {one} 5"),
            1 => format!("{hour} {who} ships {one} 5 to {to}"),
            2 => format!("{hour} {who} receives {one}"),
            3 => format!("{hour} {who} turns {one} 2 into {other}:2"),
            4 => format!("{hour} {who} packs {one} 2 into {pallet}"),
            5 => format!("{hour} {who} ships {pallet} to {to}"),
            6 => format!("{hour} {who} receives {pallet}"),
            _ => format!("{hour} {who} empties {pallet}"),
        },
    );
    prop::collection::vec(line, 1..30)
}

/// Everything that a walk may touch that only ever goes from goods to their carriers, their
/// contents, their lot and what they were made from.
fn reachable(events: &[Event], word: &str) -> BTreeSet<String> {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in events {
        for output in &event.outputs {
            let inputs = event.inputs.iter().map(|item| item.goods.as_str());
            edges.entry(&output.goods).or_default().extend(inputs);
        }
        if event.kind == Kind::Aggregation
            && let Some(parent) = &event.parent
        {
            for child in &event.children {
                edges.entry(&child.goods).or_default().insert(parent);
                edges.entry(parent).or_default().insert(&child.goods);
            }
        }
    }
    let mut reached = BTreeSet::new();
    let (goods, lot) = crate::goods_and_lot(&goods(word));
    let mut ahead: Vec<String> = std::iter::once(goods).chain(lot).collect();
    while let Some(goods) = ahead.pop() {
        if reached.insert(goods.clone()) {
            let next = edges.get(goods.as_str()).into_iter().flatten();
            ahead.extend(next.map(|goods| (*goods).to_owned()));
            let told = events.iter().flat_map(Event::items).filter(|item| item.goods == goods);
            ahead.extend(told.filter_map(|item| item.lot.clone()));
        }
    }
    reached
}

proptest! {
    #[test]
    fn a_journey_contains_no_event_that_cannot_be_reached_backward(lines in lines()) {
        let events = events(&lines.join("\n"));
        let world = World::of(events.clone());
        for question in ["a/1", "b/2", "a/1#7", "a=P"] {
            let reached = reachable(&events, question);
            for event in &world.journey(question).events {
                let near = event.items().map(|item| &item.goods).chain(&event.parent);
                prop_assert!(near.into_iter().any(|goods| reached.contains(goods)));
            }
        }
    }

    #[test]
    fn the_outputs_of_others_are_never_named(lines in lines()) {
        let events = events(&lines.join("\n"));
        let world = World::of(events.clone());
        let reached = reachable(&events, "b/1");
        let journey = world.journey("b/1");
        let named = journey.steps.iter().flat_map(|step| &step.goods);
        for goods in named.chain(journey.gaps.iter().map(|gap| &gap.goods)) {
            prop_assert!(reached.contains(goods), "{goods} is no origin of b/1");
        }
    }

    #[test]
    fn an_event_is_either_confirmed_or_a_claim(lines in lines()) {
        let journey = World::told(&lines.join("\n")).journey("a/1");
        let shown: BTreeSet<u64> = journey.events.iter().map(|event| event.index).collect();
        let claims: Vec<u64> = journey.claims.iter().map(|claim| claim.event.index).collect();
        let kept = journey.steps.iter().flat_map(|step| &step.events);
        prop_assert!(kept.into_iter().all(|index| shown.contains(index)));
        let distinct: BTreeSet<&u64> = claims.iter().collect();
        prop_assert_eq!(distinct.len(), claims.len());
    }

    #[test]
    fn the_same_world_gives_the_same_journey(lines in lines()) {
        let world = World::told(&lines.join("\n"));
        prop_assert_eq!(world.journey("a/1"), world.journey("a/1"));
        let steps = world.journey("a/1").steps;
        prop_assert!(steps.windows(2).all(|pair| pair[0].first.utc_ms <= pair[1].first.utc_ms));
        prop_assert!(told(&world.journey("a/1")).len() < 120);
    }
}
