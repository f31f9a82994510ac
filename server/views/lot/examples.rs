//! A few lots to look at, for whoever comes without a pack in hand.

use super::master::Master;
use super::moment::AsOf;
use super::record::Record;
use super::search::candidate;
use crate::store::StoreError;
use crate::views::Reader;
use crate::views::model::Candidate;
use gs1::Goods;
use ledger::governance::Told;
use std::collections::BTreeSet;

/// Examples, not an index of anybody's lots.
const EXAMPLES_MAX: usize = 3;
/// So many products are looked at.
const PRODUCTS_MAX: i64 = 64;

impl Reader {
    /// At most three lots of packs for shops, one a company, of companies that let themselves be
    /// named and whose records everybody may read.
    pub fn examples(&self) -> Result<Vec<Candidate>, StoreError> {
        let as_of = AsOf::now(self)?;
        let record = Record::open(self, &as_of)?;
        let master = Master::new(&record);
        let (mut firms, mut examples) = (BTreeSet::new(), Vec::new());
        for fact in record.of_kind("product.set", PRODUCTS_MAX)? {
            let Some(Told::Product(product)) = super::telling::read(&fact) else { continue };
            let owner =
                master.owner(&product.product).filter(|owner| owner.iss.as_str() == fact.org);
            let Some(owner) = owner.filter(|owner| master.is_named(owner)) else { continue };
            // A brand and a weight make a pack for shops.
            let is_pack = product.brand.is_some() && product.net.is_some();
            if !is_pack || firms.contains(&fact.org) {
                continue;
            }
            if let Some(lot) = published_lot(&record, &product.product)? {
                firms.insert(owner.iss.as_str().to_owned());
                examples.push(candidate(&master, &lot));
            }
            if examples.len() >= EXAMPLES_MAX {
                break;
            }
        }
        master.check()?;
        Ok(examples)
    }
}

/// So many records of a lot are looked at.
const RECORDS_MAX: usize = 16;

/// A lot of a product of which everybody may read some record.
fn published_lot(record: &Record<'_>, product: &Goods) -> Result<Option<Goods>, StoreError> {
    let Goods::Gtin(_) = product else { return Ok(None) };
    let Some(code) = record.lot_below(&format!("{}/10/", product.uri()))? else { return Ok(None) };
    for leaf in record.naming(&code, RECORDS_MAX)? {
        if record.entry(leaf)?.is_some_and(|entry| entry.publishable) {
            return Ok(Goods::parse(&code).ok());
        }
    }
    Ok(None)
}
