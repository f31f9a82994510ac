//! The page: every part of what is known, in the form that templates and the API read.

use super::ask::PageAsk;
use super::dossier::Dossier;
use super::master::Master;
use super::moment::AsOf;
use super::proofs::{proofs, unproved};
use super::record::Record;
use super::step::{Line, lines};
use super::{certificates, code, cold, facts, notes, product, signatures, split, status};
use crate::store::StoreError;
use crate::views::Reader;
use crate::views::model::{Journey, LotPage, Topic};
use gs1::Goods;

/// Lines of a journey on a page; the rest stands behind "14 earlier steps".
const LINES_MAX: usize = 30;

impl Reader {
    /// Everything that one reader may know of goods, as of the newest moment that is confirmed and
    /// projected.
    pub fn lot_page(&self, goods: &Goods, ask: &PageAsk) -> Result<LotPage, StoreError> {
        let as_of = AsOf::now(self)?;
        let path = goods.page_path();
        if let Some(page) = self.shelf().find(&path, ask, &as_of) {
            return Ok(page);
        }
        let record = Record::open(self, &as_of)?;
        let master = Master::new(&record);
        let dossier = Dossier::gather(goods, ask, &master)?;
        let page = fill(self.origin(), &dossier)?;
        master.check()?;
        self.shelf().put(&path, ask, &as_of, &page);
        Ok(page)
    }
}

fn fill(origin: &str, dossier: &Dossier<'_>) -> Result<LotPage, StoreError> {
    let as_of = dossier.record.as_of;
    let proofs = proofs(dossier);
    let lines = lines(dossier, &proofs);
    let year = facts::year_of(as_of.now_ms);
    let facts = facts::facts(dossier, year);
    let dated = facts.iter().any(|fact| matches!(fact.topic, Topic::UseBy | Topic::BestBefore));
    let known = dossier.is_known();
    let shown = status::status(dossier)?;
    Ok(LotPage {
        code: code::code(dossier.goods, dossier.ask, year),
        origin: origin.to_owned(),
        product: product::product(dossier),
        cold_chain: cold::chain(dossier, &lines),
        certificates: certificates::certificates(dossier),
        signatures: signatures::signatures(dossier, &lines, &proofs, &shown)?,
        corrections: notes::corrections(dossier)?,
        disputes: notes::disputes(dossier)?,
        findings: notes::findings(dossier, &lines),
        unknowns: if known { notes::unknowns(dossier, &lines, dated) } else { Vec::new() },
        claims: notes::claims(dossier),
        entered_afterwards: notes::is_late(dossier),
        kept_by_one_company: as_of.view.state.members().epoch().validators.len() == 1,
        freshness: as_of.freshness.clone(),
        status: shown.status,
        unproved: unproved(dossier, &proofs)?,
        facts,
        journey: journey(dossier, lines),
    })
}

fn journey(dossier: &Dossier<'_>, mut lines: Vec<Line>) -> Journey {
    let over = lines.len().saturating_sub(LINES_MAX);
    let earlier = if dossier.ask.earlier { 0 } else { over };
    lines.drain(..earlier);
    Journey {
        steps: lines.into_iter().map(|line| line.step).collect(),
        earlier: u32::try_from(earlier).unwrap_or(u32::MAX),
        earlier_link: (earlier > 0).then(|| code::earlier(dossier.goods, dossier.ask)),
        split: split::split(dossier),
    }
}
