//! How many records that everybody may hold name goods.

use super::ask::PageAsk;
use super::dossier::Dossier;
use super::master::Master;
use super::moment::AsOf;
use super::proofs::proofs;
use super::record::Record;
use crate::store::StoreError;
use crate::views::Reader;
use gs1::Goods;
use trace::Event;

impl Reader {
    /// The leaves below `size` that this node's own proof file of the page would hold and that name
    /// the goods themselves: how many, and the last. Another member's page that proves fewer leaves
    /// some out.
    pub(in crate::views) fn published_head(
        &self,
        goods: &Goods,
        size: u64,
    ) -> Result<(u64, Option<u64>), StoreError> {
        let as_of = AsOf::at(self, size)?;
        let record = Record::open(self, &as_of)?;
        let master = Master::new(&record);
        let ask = PageAsk::of_shopper();
        let dossier = Dossier::gather(goods, &ask, &master)?;
        let named = published(&dossier);
        master.check()?;
        Ok((u64::try_from(named.len()).unwrap_or(u64::MAX), named.last().copied()))
    }
}

/// The leaves that the proof file of a page holds and that name its goods themselves, in order.
pub(super) fn published(dossier: &Dossier<'_>) -> Vec<u64> {
    let proofs = proofs(dossier);
    let uri = dossier.goods.uri();
    let corrected = dossier.journey.corrections.iter().flat_map(|it| [&it.withdrawn, &it.by]);
    let mut named: Vec<u64> = dossier
        .journey
        .events
        .iter()
        .chain(corrected)
        .filter(|event| names(event, &uri) && proofs.contains(&event.index))
        .map(|event| event.index)
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn names(event: &Event, uri: &str) -> bool {
    event.parent.as_deref() == Some(uri) || event.items().any(|item| item.goods == uri)
}
