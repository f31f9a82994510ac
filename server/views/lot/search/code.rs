//! A typed code, and the goods that it may name.

use super::ask::CANDIDATES_MAX;
use crate::store::StoreError;
use crate::views::lot::ask::PageAsk;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::master::Master;
use crate::views::lot::telling::words;
use crate::views::lot::typed::fault;
use crate::views::model::{Candidate, CodeFault, Words};
use gs1::{Goods, Gtin, Lot};

/// So many lots with the same folded text are looked at.
const LOTS_MAX: i64 = 200;
/// Of so many the page is made to see whether anything is on it.
const PAGES_MAX: usize = 24;

/// Goods, or why the text is no code.
pub(super) type Found = Result<Vec<Goods>, CodeFault>;

/// What a code and a lot, each as typed, may name.
pub(super) fn candidates(master: &Master<'_>, code: &str, lot: &str) -> Result<Found, StoreError> {
    if code.is_empty() {
        let lots = lots_like(master, None, lot)?;
        let fault = if lot.is_empty() { CodeFault::Empty } else { CodeFault::NumberMissing };
        return Ok(if lots.is_empty() { Err(fault) } else { Ok(lots) });
    }
    let goods = match Goods::from_typed(code).map_err(|error| fault(&error, code)) {
        Ok(goods) => goods,
        Err(fault) => {
            // People type the lot into the wrong box.
            let lots = lots_like(master, None, code)?;
            return Ok(if lots.is_empty() { Err(fault) } else { Ok(lots) });
        }
    };
    match (goods.gtin(), goods.lot()) {
        (Some(gtin), None) if !lot.is_empty() => lot_of(master, gtin, lot),
        (Some(gtin), Some(typed)) if goods.kind() == gs1::GoodsKind::Lot => {
            lot_of(master, gtin, typed.as_str())
        }
        (Some(_) | None, _) => Ok(Ok(vec![goods])),
    }
}

/// The lot as typed if it is known, else those that only look different, else the lot as typed: its
/// page says that there is no record.
fn lot_of(master: &Master<'_>, gtin: &Gtin, lot: &str) -> Result<Found, StoreError> {
    let exact = match Lot::parse(lot) {
        Ok(lot) => Goods::Lot(gtin.clone(), lot),
        Err(error) => return Ok(Err(fault(&error.into(), lot))),
    };
    if is_known(master, &exact)? {
        return Ok(Ok(vec![exact]));
    }
    let alike = lots_like(master, Some(gtin), lot)?;
    Ok(Ok(if alike.is_empty() { vec![exact] } else { alike }))
}

/// Lots with the same text after folding.
fn lots_like(
    master: &Master<'_>,
    gtin: Option<&Gtin>,
    lot: &str,
) -> Result<Vec<Goods>, StoreError> {
    let folded = gs1::fold(lot);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let codes = master.record.lots_folded(&folded, LOTS_MAX)?;
    let goods = codes.iter().filter_map(|code| Goods::parse(code).ok());
    let of_product = |goods: &Goods| match (gtin, goods) {
        (Some(gtin), goods) => goods.gtin() == Some(gtin),
        (None, Goods::Lot(..)) => true,
        (None, _) => false,
    };
    let mut found = Vec::new();
    for goods in goods.filter(of_product).take(PAGES_MAX) {
        if found.len() < CANDIDATES_MAX && is_known(master, &goods)? {
            found.push(goods);
        }
    }
    Ok(found)
}

/// Whether the page of a lot says anything: one that strangers made up, or whose records are not for
/// everybody, is no candidate.
fn is_known(master: &Master<'_>, goods: &Goods) -> Result<bool, StoreError> {
    let ask = PageAsk::of_shopper();
    Ok(Dossier::gather(goods, &ask, master)?.is_known())
}

/// How goods are offered in a list.
pub(in crate::views::lot) fn candidate(master: &Master<'_>, goods: &Goods) -> Candidate {
    let told = master.product(goods);
    let product = told.as_ref().map(|told| &told.product);
    Candidate {
        path: goods.page_path(),
        names: product.map(|product| words(&product.names)).unwrap_or_default(),
        brand: product.and_then(|product| Some(Words::one("und", product.brand.as_ref()?))),
        lot: printed(goods),
    }
}

/// The lot as it is printed; of a house lot its code.
fn printed(goods: &Goods) -> Option<String> {
    match goods {
        Goods::House(house) => Some(house.code().to_owned()),
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::Serial { .. }
        | Goods::UseBy(..)
        | Goods::BestBefore(..)
        | Goods::Sscc(_)
        | Goods::Other(_) => goods.lot().map(|lot| lot.as_str().to_owned()),
    }
}
