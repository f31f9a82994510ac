//! Which carriers hold the goods at the present point of a walk through time.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::event::Qty;

/// A pack in a case on a pallet in a container on a vessel is four deep.
const DEPTH_MAX: usize = 8;

/// Open intervals: a carrier, and what it holds of ours (`None` for the goods themselves).
#[derive(Debug, Default)]
pub(super) struct Aboard {
    open: BTreeSet<(String, Option<String>)>,
    since: BTreeMap<String, i64>,
    /// How much of the lot is in the carrier now.
    amounts: BTreeMap<String, Option<Qty>>,
    /// Every (carrier, inner carrier) ever, with how much of the lot went in.
    pub(super) loaded: BTreeMap<String, Option<Qty>>,
    pub(super) nested: BTreeSet<(String, String)>,
}

impl Aboard {
    /// True if the carrier holds the goods now, itself or through what it carries, and did so at
    /// that time already.
    pub(super) fn holds(&self, carrier: &str, utc_ms: i64) -> bool {
        self.since.get(carrier).is_some_and(|since| *since <= utc_ms)
            && self.reaches(carrier, DEPTH_MAX)
    }

    fn reaches(&self, carrier: &str, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        self.held_by(carrier).any(|inner| inner.is_none_or(|inner| self.reaches(inner, depth)))
    }

    fn held_by<'a>(&'a self, carrier: &'a str) -> impl Iterator<Item = Option<&'a str>> {
        let from = (carrier.to_owned(), None);
        self.open
            .range(from..)
            .take_while(move |(open, _)| open == carrier)
            .map(|(_, inner)| inner.as_deref())
    }

    /// Something of ours went into the carrier.
    pub(super) fn put_in(
        &mut self,
        carrier: &str,
        inner: Option<&str>,
        utc_ms: i64,
        amount: Option<&Qty>,
    ) {
        let first = self.since.entry(carrier.to_owned()).or_insert(utc_ms);
        *first = utc_ms.min(*first);
        // A pallet brings into a container what was put on the pallet.
        let amount = match inner {
            Some(inner) => self.loaded.get(inner).cloned().flatten(),
            None => amount.cloned(),
        };
        for amounts in [&mut self.amounts, &mut self.loaded] {
            add(amounts, carrier, amount.as_ref());
        }
        self.nested.extend(inner.map(|inner| (carrier.to_owned(), inner.to_owned())));
        self.open.insert((carrier.to_owned(), inner.map(str::to_owned)));
    }

    /// Something of ours came out. If only part of a known amount did, the rest is still aboard.
    pub(super) fn take_out(&mut self, carrier: &str, inner: Option<&str>, amount: Option<&Qty>) {
        let rest = self
            .amounts
            .get(carrier)
            .and_then(Option::as_ref)
            .and_then(|before| combined(before, amount?, Decimal::checked_sub))
            .filter(|rest| inner.is_none() && rest.decimal > Decimal::ZERO);
        if rest.is_some() {
            self.amounts.insert(carrier.to_owned(), rest);
        } else {
            self.amounts.remove(carrier);
            self.open.remove(&(carrier.to_owned(), inner.map(str::to_owned)));
        }
    }

    /// The carrier was emptied.
    pub(super) fn empty(&mut self, carrier: &str) {
        self.amounts.remove(carrier);
        self.open.retain(|(open, _)| open != carrier);
    }
}

/// Adds to what is known to be there; with anything unknown the whole is unknown.
fn add(amounts: &mut BTreeMap<String, Option<Qty>>, carrier: &str, amount: Option<&Qty>) {
    let now = match amounts.remove(carrier) {
        Some(before) => before.and_then(|before| combined(&before, amount?, Decimal::checked_add)),
        None => amount.cloned(),
    };
    amounts.insert(carrier.to_owned(), now);
}

fn combined(
    before: &Qty,
    change: &Qty,
    operation: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Option<Qty> {
    let decimal =
        (before.uom == change.uom).then(|| operation(before.decimal, change.decimal)).flatten()?;
    Some(Qty { text: decimal.to_string(), decimal, uom: before.uom.clone() })
}
