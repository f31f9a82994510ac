//! The other lots that a page stands on: what a case or pallet holds, and what the goods were made of.

use super::dossier::Dossier;
use super::telling::words;
use crate::views::Audience;
use crate::views::model::{Listed, Words};
use gs1::{Goods, HouseKind};
use std::collections::{BTreeMap, BTreeSet};

/// A page lists no more: its phone asks for the recall state of each.
const LISTED_MAX: usize = 40;

/// Lots in the goods and lots that they were made from, by their codes. Of the latter those that a
/// record of `proofs` names, so that a reader sees no more than he may hold.
pub(super) fn listed(dossier: &Dossier<'_>, proofs: &BTreeSet<u64>) -> Vec<Listed> {
    let provable = dossier.told().filter(|(event, _)| proofs.contains(&event.index));
    let used = provable.flat_map(|(event, _)| event.inputs.iter().map(|item| item.goods.clone()));
    // What a pallet holds stands in records that shoppers never get.
    let is_told = dossier.ask.audience == Audience::Operator;
    let own = dossier.own.iter().filter(|_| is_told).cloned();
    let codes = own.chain(used);
    let lots: BTreeMap<String, Goods> = codes
        .filter_map(|code| Goods::parse(&code).ok())
        .filter(|goods| is_lot(goods) && goods != dossier.goods)
        .map(|goods| (goods.uri(), goods))
        .collect();
    let listed = lots.into_iter().take(LISTED_MAX);
    listed.map(|(uri, goods)| entry(dossier, uri, &goods)).collect()
}

/// Packs, cases and pallets have numbers of their own; these are not told.
fn is_lot(goods: &Goods) -> bool {
    match goods {
        Goods::Lot(..) | Goods::UseBy(..) | Goods::BestBefore(..) => true,
        Goods::House(house) => house.kind() != HouseKind::Animal,
        Goods::Gtin(_) | Goods::Serial { .. } | Goods::Sscc(_) | Goods::Other(_) => false,
    }
}

fn entry(dossier: &Dossier<'_>, uri: String, goods: &Goods) -> Listed {
    let told = dossier.master.product(goods);
    let house = match goods {
        Goods::House(house) => Some(house.code().to_owned()),
        Goods::Lot(..)
        | Goods::UseBy(..)
        | Goods::BestBefore(..)
        | Goods::Gtin(_)
        | Goods::Serial { .. }
        | Goods::Sscc(_)
        | Goods::Other(_) => None,
    };
    Listed {
        path: goods.page_path(),
        names: told.map_or_else(Words::default, |told| words(&told.product.names)),
        lot: goods.lot().map(|lot| lot.as_str().to_owned()).or(house),
        uri,
    }
}
