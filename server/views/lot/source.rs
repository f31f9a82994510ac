//! The record as `crates/trace` walks it.

use super::record::{Entry, Record};
use super::telling;
use crate::store::StoreError;
use gs1::Goods;
use ledger::governance::Told;
use std::collections::BTreeSet;
use trace::{Event, Recorded, SameAs, Source, distil};

impl Source for Record<'_> {
    type Error = StoreError;

    fn events_of(&self, goods: &str, max: usize) -> Result<Vec<Event>, StoreError> {
        self.distilled(self.naming(goods, max)?)
    }

    fn events_of_transformation(&self, id: &str, max: usize) -> Result<Vec<Event>, StoreError> {
        self.distilled(self.telling_of(id, max)?)
    }

    /// A replacement may name another lot: its number was what was wrong.
    fn corrections_of(&self, events: &[u64], max: usize) -> Result<Vec<Event>, StoreError> {
        let known: BTreeSet<u64> = events.iter().copied().collect();
        let beyond = self.correcting(events, max)?;
        self.distilled(beyond.difference(&known).copied().collect())
    }

    /// A statement that two codes are one needs both firms: each says it from its own side.
    fn same_as(&self, goods: &str, max: usize) -> Result<Vec<SameAs>, StoreError> {
        let count = i64::try_from(max).unwrap_or(i64::MAX);
        let mut found: Vec<SameAs> = Vec::new();
        for (signer, theirs) in self.said_same(goods, count)? {
            let back = self.said_same(&theirs, count)?.into_iter();
            let mut signers: BTreeSet<String> =
                back.filter(|(_, mine)| mine == goods).map(|(signer, _)| signer).collect();
            signers.insert(signer);
            match found.iter_mut().find(|same| same.goods == theirs) {
                Some(same) => same.signers.extend(signers),
                None => found.push(SameAs { goods: theirs, signers }),
            }
        }
        Ok(found)
    }
}

impl Record<'_> {
    /// Who of those that may speak for these goods says that which other code means them.
    fn said_same(&self, goods: &str, max: i64) -> Result<Vec<(String, String)>, StoreError> {
        let mut said = Vec::new();
        for org in self.speakers(goods)? {
            let subject = [goods.to_owned()];
            let facts = self.told_about("same_as", (&org, &subject), max)?;
            said.extend(facts.iter().filter_map(|fact| match telling::read(fact)? {
                Told::SameAs { theirs, .. } => Some((org.clone(), theirs.uri())),
                Told::Product(_)
                | Told::Place(_)
                | Told::NameUs { .. }
                | Told::Mandate { .. }
                | Told::Identity { .. }
                | Told::Dispute { .. }
                | Told::Annotate { .. } => None,
            }));
        }
        Ok(said)
    }

    /// The owner of a code and whom the owner named to pack the product.
    fn speakers(&self, goods: &str) -> Result<Vec<String>, StoreError> {
        let Ok(goods) = Goods::parse(goods) else { return Ok(Vec::new()) };
        let Some(owner) = self.as_of.view.state.owner_of(&goods) else { return Ok(Vec::new()) };
        let owner = owner.iss.as_str().to_owned();
        let subject =
            goods.gtin().map_or_else(|| goods.uri(), |gtin| Goods::Gtin(gtin.clone()).uri());
        let fact = self.newest("product.set", &subject, &owner)?;
        let mut speakers = vec![owner];
        if let Some(Told::Product(product)) = fact.as_ref().and_then(telling::read) {
            speakers.extend(product.packers.iter().map(|packer| packer.as_str().to_owned()));
        }
        Ok(speakers)
    }

    fn distilled(&self, leaves: Vec<u64>) -> Result<Vec<Event>, StoreError> {
        self.load(&leaves)?;
        let mut events = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            let entry = self.entry(leaf)?;
            events.extend(entry.and_then(|entry| self.distilled_once(&entry, distilled)));
        }
        Ok(events)
    }
}

/// Custody needs who sent to whom, which most firms conceal: the walk reads the opened event, and
/// what a page says of it is decided later.
fn distilled(entry: &Entry) -> Option<Event> {
    let recorded = Recorded {
        index: entry.index,
        jti: entry.jti.clone(),
        corrects: entry.corrects.clone(),
        issuer: entry.iss.as_str().to_owned(),
        recorded_ms: i64::try_from(entry.recorded_ms).unwrap_or(i64::MAX),
    };
    distil(&entry.opened, recorded)
}
