//! By which codes goods are known: their own names, and for a case or pallet what is in it.

use gs1::Goods;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trace::{Action, Event, Journey, Kind};

/// A pack in a case on a pallet in a container is four deep; codes inside are followed no deeper.
const DEPTH_MAX: usize = 8;
/// So many codes are looked at; the rest is found through the code of its case.
const CODES_MAX: usize = 2_000;

/// The goods' own code, its lot where the maker told it, and what a case or pallet holds.
pub(super) fn own_codes(goods: &Goods, journey: &Journey) -> BTreeSet<String> {
    let mut own = BTreeSet::from([goods.uri()]);
    own.extend(goods.levels().iter().filter(|level| level.lot().is_some()).map(Goods::uri));
    let told = journey.events.iter().flat_map(|event| event.items());
    let uri = goods.uri();
    own.extend(told.filter(|item| item.goods == uri).filter_map(|item| item.lot.clone()));
    if holds_others(goods) {
        let loads = loads(&journey.events);
        let mut around = vec![uri];
        for _ in 0..DEPTH_MAX {
            around = inside(&around, &loads);
            around.retain(|code| own.len() < CODES_MAX && own.insert(code.clone()));
            if around.is_empty() {
                break;
            }
        }
    }
    own
}

/// Cases, pallets, containers and groups of animals.
pub(super) fn holds_others(goods: &Goods) -> bool {
    match goods {
        Goods::Sscc(_) | Goods::Other(_) => true,
        Goods::House(house) => house.kind() == gs1::HouseKind::Group,
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::Serial { .. }
        | Goods::UseBy(..)
        | Goods::BestBefore(..) => false,
    }
}

/// What happened to each case, pallet or container.
type Loads<'e> = BTreeMap<&'e str, Vec<&'e Event>>;

fn loads(events: &[Arc<Event>]) -> Loads<'_> {
    let mut loads = Loads::new();
    for event in events {
        if let (Kind::Aggregation | Kind::Association, Some(parent)) = (event.kind, &event.parent) {
            loads.entry(parent).or_default().push(event);
        }
    }
    loads
}

/// What is in any of these: put in and not taken out; of an empty one what was in it last.
fn inside(around: &[String], loads: &Loads<'_>) -> Vec<String> {
    around.iter().filter_map(|parent| loads.get(parent.as_str())).flat_map(|of| held(of)).collect()
}

fn held(events: &[&Event]) -> BTreeSet<String> {
    let (mut held, mut load) = (BTreeSet::new(), BTreeSet::new());
    for event in events {
        let children = event.children.iter().map(|item| item.goods.clone());
        match event.action {
            Some(Action::Delete) if event.children.is_empty() => held.clear(),
            Some(Action::Delete) => children.for_each(|child| {
                held.remove(&child);
            }),
            Some(Action::Add | Action::Observe) | None => {
                if held.is_empty() {
                    load.clear();
                }
                let children: Vec<String> = children.collect();
                held.extend(children.iter().cloned());
                load.extend(children);
            }
        }
    }
    if held.is_empty() { load } else { held }
}

/// The codes of everything that the goods were made from, their own codes apart.
pub(super) fn ingredients(own: &BTreeSet<String>, journey: &Journey) -> BTreeSet<String> {
    let used = journey.events.iter().flat_map(|event| event.inputs.iter());
    let used = used.map(|item| item.goods.clone()).filter(|code| !own.contains(code));
    used.take(CODES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::{held, loads};
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use trace::{Action, Event, Instant, Item, Kind};

    fn event(index: u64, action: Action, children: &[&str]) -> Arc<Event> {
        let at = Instant { utc_ms: 0, offset_min: 0 };
        let item = |goods: &&str| Item { goods: (*goods).to_owned(), quantity: None, lot: None };
        Arc::new(Event {
            action: Some(action),
            parent: Some("pallet".to_owned()),
            children: children.iter().map(item).collect(),
            ..Event::new(index, "firm", Kind::Aggregation, at)
        })
    }

    fn on_pallet(events: &[(Action, &[&str])]) -> Vec<String> {
        let numbered = (0..).zip(events);
        let events: Vec<_> =
            numbered.map(|(index, (action, children))| event(index, *action, children)).collect();
        in_it("pallet", &events).into_iter().collect()
    }

    fn in_it(parent: &str, events: &[Arc<Event>]) -> BTreeSet<String> {
        loads(events).get(parent).map(|of| held(of)).unwrap_or_default()
    }

    #[test]
    fn a_pallet_holds_what_was_not_taken_off() {
        use Action::{Add, Delete};
        assert_eq!(on_pallet(&[(Add, &["a", "b"]), (Delete, &["a"])]), ["b"]);
        assert_eq!(
            on_pallet(&[(Add, &["a", "b"]), (Delete, &["a"]), (Delete, &["b"])]),
            ["a", "b"]
        );
        let reused: [(Action, &[&str]); 3] = [(Add, &["old"]), (Delete, &[]), (Add, &["new"])];
        assert_eq!(on_pallet(&reused), ["new"]);
        assert!(in_it("other", &[event(0, Add, &["a"])]).is_empty());
    }
}
