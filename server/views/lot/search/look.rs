//! The look-up tables of a search, as one record's readers ask them.

use crate::store::StoreError;
use crate::store::read::goods::{self, Named};
use crate::store::read::{days, lots, words};
use crate::views::lot::record::Record;
use std::collections::BTreeSet;

impl Record<'_> {
    /// Goods whose lot text is this one after folding.
    pub(super) fn lots_alike(&self, folded: &str, max: i64) -> Result<Vec<Named>, StoreError> {
        let codes = self.lots_folded(folded, max)?;
        self.numbered(&codes)
    }

    /// Lots that some record gives this date.
    pub(super) fn lots_dated(&self, day: &str, max: i64) -> Result<Vec<Named>, StoreError> {
        days::having(&mut self.read.borrow_mut(), day, max)
    }

    /// Lots of a product; first those of which one of these organisations told.
    pub(super) fn lots_of(
        &self,
        product: i64,
        orgs: &[String],
        max: i64,
    ) -> Result<Vec<Named>, StoreError> {
        lots::of(&mut self.read.borrow_mut(), product, orgs, max)
    }

    /// Goods that have a word which begins so.
    pub(super) fn having_word(&self, start: &str, max: i64) -> Result<Vec<Named>, StoreError> {
        words::having(&mut self.read.borrow_mut(), start, max)
    }

    /// Which of these have a word that begins so.
    pub(super) fn among_word(
        &self,
        start: &str,
        numbers: &[i64],
    ) -> Result<BTreeSet<i64>, StoreError> {
        words::among(&mut self.read.borrow_mut(), start, numbers)
    }

    /// Which of these have one of these dates.
    pub(super) fn among_days(
        &self,
        days: &[String],
        numbers: &[i64],
    ) -> Result<BTreeSet<i64>, StoreError> {
        days::among(&mut self.read.borrow_mut(), days, numbers)
    }

    /// Codes with their numbers.
    pub(super) fn numbered(&self, codes: &[String]) -> Result<Vec<Named>, StoreError> {
        goods::numbered(&mut self.read.borrow_mut(), codes)
    }
}
