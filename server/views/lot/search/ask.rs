//! The answer to what was typed.

use super::code::{candidate, candidates};
use super::day::days;
use super::text;
use crate::store::StoreError;
use crate::views::lot::master::Master;
use crate::views::lot::moment::AsOf;
use crate::views::lot::record::Record;
use crate::views::model::{BadCode, CodeFault, Hits, Search};
use crate::views::{Audience, Reader};
use gs1::Goods;

/// The form takes no more; longer text is cut.
const CODE_CHARS_MAX: usize = 200;
const LOT_CHARS_MAX: usize = 60;
/// What is shown again of a text that is no code.
const SHOWN_CHARS_MAX: usize = 100;
/// A list to choose from, not an index of somebody's lots.
pub(super) const CANDIDATES_MAX: usize = 8;

impl Reader {
    /// What a typed text and lot may mean: one candidate where they are an exact code, several where
    /// lots differ only in case, O and 0, spaces or a leading L; products and lots that have the
    /// words; else what is wrong with the code.
    pub fn search(&self, code: &str, lot: &str, audience: Audience) -> Result<Search, StoreError> {
        let (code, lot) = (cut(code, CODE_CHARS_MAX), cut(lot, LOT_CHARS_MAX));
        let as_of = AsOf::now(self)?;
        let record = Record::open(self, &as_of)?;
        let master = Master::new(&record);
        let (goods, mut fault) = match candidates(&master, &code, &lot)? {
            Ok(goods) => (goods, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        let mut hits = Hits::default();
        if fault.is_some() && !code.is_empty() {
            hits = text::find(&master, &format!("{code} {lot}"), audience)?;
            let is_text = matches!(fault, Some(CodeFault::NotACode)) && !code.contains("://");
            // 2026-11-20 has eight digits; nobody who typed it means a number of a product.
            let is_text = is_text || is_date(&code);
            fault = fault.filter(|_| hits.groups.is_empty() && !is_text);
        }
        let fault = fault.map(|fault| {
            let text = cut(if code.is_empty() { &lot } else { &code }, SHOWN_CHARS_MAX);
            BadCode { text, fault }
        });
        let goods = goods.iter().take(CANDIDATES_MAX);
        let candidates = goods.map(|goods: &Goods| candidate(&master, goods)).collect();
        master.check()?;
        Ok(Search { code, lot, candidates, hits, fault })
    }
}

/// Whether a text is a date by more than its digits.
fn is_date(text: &str) -> bool {
    !text.bytes().all(|byte| byte.is_ascii_digit()) && !days(text).is_empty()
}

fn cut(text: &str, max: usize) -> String {
    text.trim().chars().take(max).collect()
}
