//! Every code that covers the goods: a recall of any of them is a recall of the goods.

use crate::views::Audience;
use crate::views::lot::contents::holds_others;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::facts::yymmdd;
use crate::views::lot::record::Entry;
use crate::views::lot::told;
use epcis::Extensions;
use gs1::Goods;
use ledger::evidence::codes::add;
use std::collections::BTreeSet;

/// What packs show that are marked by a date alone: AI 17 and AI 15.
const DATES: [(&str, &str); 2] = [("itemExpirationDate", "17"), ("bestBeforeDate", "15")];

/// The codes of which an evidence file proves a recall or that there is none. What is in a case or
/// pallet is nobody's business but its holders': a shopper gets the codes of the goods themselves, and
/// of what is in them only those under recall, which the page names as well. A file adds the codes of
/// its leaves.
pub(in crate::views::lot) fn proved(dossier: &Dossier<'_>) -> BTreeSet<String> {
    let all = codes(dossier);
    if dossier.ask.audience == Audience::Operator {
        return all;
    }
    let recalls = dossier.record.as_of.view.state.recalls();
    let mut shown = BTreeSet::new();
    add(&dossier.goods.uri(), &mut shown);
    dossier.goods.levels().iter().for_each(|level| add(&level.uri(), &mut shown));
    dossier.ask.dates.iter().for_each(|code| add(code, &mut shown));
    if !holds_others(dossier.goods) {
        dossier.own.iter().for_each(|code| add(code, &mut shown));
        shown.extend(dated(dossier, |entry| entry.clear.ilmd.as_ref()));
    }
    shown.extend(all.into_iter().filter(|code| recalls.row(code).is_some()));
    shown
}

/// The goods' own codes, those of what a case holds, all their more general codes, and the product
/// with the dates of the lot and those of the page's address.
pub(in crate::views::lot) fn codes(dossier: &Dossier<'_>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    dossier.own.iter().chain(&dossier.ask.dates).for_each(|code| add(code, &mut codes));
    // Dates may be concealed from a reader; what is recalled never is.
    codes.extend(dated(dossier, |entry| entry.opened.ilmd.as_ref()));
    codes
}

/// The products that were made, each with the dates that packs show.
fn dated(
    dossier: &Dossier<'_>,
    fields: impl Fn(&Entry) -> Option<&Extensions>,
) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (event, entry) in dossier.made() {
        let Some(fields) = fields(entry) else { continue };
        let made = event.objects.iter().chain(&event.outputs);
        let own = made.filter(|item| dossier.own.contains(&item.goods));
        let products = own.filter_map(|item| Goods::parse(&item.goods).ok()?.gtin().cloned());
        for gtin in products {
            for (name, ai) in DATES {
                let day = told::text(fields, name).and_then(told::day);
                let dated = |day| format!("https://id.gs1.org/01/{gtin}?{ai}={day}");
                codes.extend(day.map(|day| dated(yymmdd(day.date()))));
            }
        }
    }
    codes
}
