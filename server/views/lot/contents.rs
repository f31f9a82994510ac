//! By which codes goods are known: their own names, and for a case or pallet what is in it.

use gs1::Goods;
use std::collections::BTreeSet;
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
        let mut around = vec![uri];
        for _ in 0..DEPTH_MAX {
            around = inside(&around, &journey.events);
            around.retain(|code| own.len() < CODES_MAX && own.insert(code.clone()));
            if around.is_empty() {
                break;
            }
        }
    }
    own
}

/// Cases, pallets, containers and groups of animals.
fn holds_others(goods: &Goods) -> bool {
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

/// What was put into any of these and is told of on the journey. What was taken out later was in it
/// all the same, and a notice about it concerns who handles the case.
fn inside(around: &[String], events: &[std::sync::Arc<Event>]) -> Vec<String> {
    let holding = events.iter().filter(|event| {
        matches!(event.kind, Kind::Aggregation | Kind::Association)
            && event.action != Some(Action::Delete)
            && event.parent.as_ref().is_some_and(|parent| around.contains(parent))
    });
    holding.flat_map(|event| event.children.iter().map(|item| item.goods.clone())).collect()
}

/// The codes of everything that the goods were made from, their own codes apart.
pub(super) fn ingredients(own: &BTreeSet<String>, journey: &Journey) -> BTreeSet<String> {
    let used = journey.events.iter().flat_map(|event| event.inputs.iter());
    let used = used.map(|item| item.goods.clone()).filter(|code| !own.contains(code));
    used.take(CODES_MAX).collect()
}
