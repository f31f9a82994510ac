//! The evidence file of a page: proofs of what it shows, and of every recall state.

use super::ask::PageAsk;
use super::dossier::Dossier;
use super::lots;
use super::master::Master;
use super::moment::AsOf;
use super::proofs::proofs;
use super::record::Record;
use super::status::proved;
use crate::store::StoreError;
use crate::views::{EvidenceFault, Reader};
use gs1::Goods;
use ledger::evidence::codes::add;

impl Reader {
    /// One file for all of a page that this reader may hold. Of goods without a record it proves
    /// that they are not recalled.
    pub fn page_evidence(&self, goods: &Goods, ask: &PageAsk) -> Result<Vec<u8>, EvidenceFault> {
        let as_of = AsOf::now(self)?;
        let confirmed = as_of.confirmed.clone().ok_or(EvidenceFault::NotYet)?;
        let (wanted, codes) = self.page_proofs(goods, ask, &as_of)?;
        self.evidence(&confirmed, Some(&goods.uri()), (&wanted, &codes), ask.audience)
    }

    /// The leaves and codes that the file of a page is about. Its connections are given back before
    /// the file takes some: whoever holds one and waits for another may wait for ever.
    fn page_proofs(
        &self,
        goods: &Goods,
        ask: &PageAsk,
        as_of: &AsOf,
    ) -> Result<(Vec<u64>, Vec<String>), StoreError> {
        let record = Record::open(self, as_of)?;
        let master = Master::new(&record);
        let dossier = Dossier::gather(goods, ask, &master)?;
        let proofs = proofs(&dossier);
        let mut codes = proved(&dossier);
        // The phone asks for the state of every lot that the page lists.
        lots::listed(&dossier, &proofs).iter().for_each(|lot| add(&lot.uri, &mut codes));
        let mut wanted: Vec<u64> = proofs.into_iter().collect();
        wanted.extend(dossier.products.iter().map(|told| told.leaf));
        wanted.sort_unstable();
        master.check()?;
        Ok((wanted, codes.into_iter().collect()))
    }
}
