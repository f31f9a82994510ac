//! The page: every part of what is known, in the form that templates and the API read.

use super::ask::PageAsk;
use super::dossier::Dossier;
use super::master::Master;
use super::moment::AsOf;
use super::proofs::{proofs, unproved};
use super::record::Record;
use super::step::{Line, lines};
use super::{certificates, code, cold, facts, lots, notes, product, signatures, split, status};
use crate::metrics::Made;
use crate::store::StoreError;
use crate::views::model::{How, Journey, LotPage, Moment, Topic};
use crate::views::{Audience, Reader};
use gs1::Goods;

/// Lines of a journey on a page; the rest stands behind "14 earlier steps".
const LINES_MAX: usize = 30;

impl Reader {
    /// Everything that one reader may know of goods, as of the newest moment that is confirmed and
    /// projected.
    #[tracing::instrument(level = "debug", name = "views.page", skip_all)]
    pub fn lot_page(&self, goods: &Goods, ask: &PageAsk) -> Result<LotPage, StoreError> {
        let metrics = &self.parts().metrics;
        let (begun, pages) = (metrics.begin(), &metrics.stages().views);
        let as_of = AsOf::now(self)?;
        let path = goods.page_path();
        if let Some(page) = self.shelf().find(&path, ask, &as_of) {
            pages.made(Made::Warm).observe_us(metrics.since(begun));
            return Ok(page);
        }
        let record = Record::open(self, &as_of)?;
        let master = Master::new(&record);
        let dossier = Dossier::gather(goods, ask, &master)?;
        let page = fill(self.origin(), &dossier)?;
        master.check()?;
        self.shelf().put(&path, ask, &as_of, &page);
        pages.made(Made::Cold).observe_us(metrics.since(begun));
        Ok(page)
    }
}

fn fill(origin: &str, dossier: &Dossier<'_>) -> Result<LotPage, StoreError> {
    let as_of = dossier.record.as_of;
    let proofs = proofs(dossier);
    let year = facts::year_of(as_of.now_ms);
    if !dossier.is_known() && dossier.ask.audience == Audience::Shopper {
        return unknown(origin, dossier, year);
    }
    let lines = lines(dossier, &proofs);
    let facts = facts::facts(dossier, year);
    let dated = facts.iter().any(|fact| matches!(fact.topic, Topic::UseBy | Topic::BestBefore));
    let known = dossier.is_known();
    let shown = status::status(dossier)?;
    let cold_chain = cold::chain(dossier, &lines)?;
    let findings = notes::findings(dossier, &lines)?;
    let unknowns = if known { notes::unknowns(dossier, &lines, dated) } else { Vec::new() };
    let lines = by_day(dossier, lines);
    Ok(LotPage {
        code: code::code(dossier.goods, dossier.ask, year),
        origin: origin.to_owned(),
        product: product::product(dossier),
        cold_chain,
        certificates: certificates::certificates(dossier)?,
        signatures: signatures::signatures(dossier, &lines, &proofs, &shown)?,
        corrections: notes::corrections(dossier)?,
        disputes: notes::disputes(dossier)?,
        remarks: notes::remarks(dossier)?,
        findings,
        unknowns,
        claims: notes::claims(dossier),
        entered_afterwards: notes::is_late(dossier),
        kept_by_one_company: as_of.view.state.members().epoch().validators.len() == 1,
        freshness: as_of.freshness.clone(),
        status: shown.status,
        unproved: unproved(dossier, &proofs),
        facts,
        lots: lots::listed(dossier, &proofs),
        journey: journey(dossier, lines),
    })
}

/// A lot that nobody recorded and one whose records are not for this reader look the same: nothing
/// here depends on what is recorded of it.
fn unknown(origin: &str, dossier: &Dossier<'_>, year: i16) -> Result<LotPage, StoreError> {
    let as_of = dossier.record.as_of;
    Ok(LotPage {
        code: code::code(dossier.goods, dossier.ask, year),
        origin: origin.to_owned(),
        status: status::status(dossier)?.status,
        freshness: as_of.freshness.clone(),
        product: product::product(dossier),
        lots: Vec::new(),
        unproved: 0,
        facts: Vec::new(),
        journey: Journey::default(),
        cold_chain: None,
        certificates: Vec::new(),
        signatures: Vec::new(),
        corrections: Vec::new(),
        disputes: Vec::new(),
        remarks: Vec::new(),
        findings: Vec::new(),
        unknowns: Vec::new(),
        claims: Vec::new(),
        entered_afterwards: false,
        kept_by_one_company: as_of.view.state.members().epoch().validators.len() == 1,
    })
}

/// Of a firm that is not named to this reader, the day of a step is told and not the minute: a minute
/// finds the lorry in another list.
fn by_day(dossier: &Dossier<'_>, mut lines: Vec<Line>) -> Vec<Line> {
    for line in lines.iter_mut().filter(|line| !dossier.people.may_tell_minutes(&line.firm)) {
        line.step.at = line.step.at.map(Moment::day);
        line.step.until = line.step.until.map(Moment::day);
        if let Some(signed) = &mut line.step.signed {
            signed.recorded = signed.recorded.day();
            if let How::Vouched { on, .. } = &mut signed.how {
                *on = on.day();
            }
        }
    }
    lines
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
