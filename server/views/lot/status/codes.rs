//! Every code that covers the goods: a recall of any of them is a recall of the goods.

use crate::views::lot::dossier::Dossier;
use crate::views::lot::facts::yymmdd;
use crate::views::lot::told;
use gs1::Goods;
use ledger::evidence::codes::add;
use std::collections::BTreeSet;

/// What packs show that are marked by a date alone: AI 17 and AI 15.
const DATES: [(&str, &str); 2] = [("itemExpirationDate", "17"), ("bestBeforeDate", "15")];

/// The goods' own codes, those of what a case holds, all their more general codes, and the product
/// with the dates of the lot and those of the page's address.
pub(in crate::views::lot) fn codes(dossier: &Dossier<'_>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    dossier.own.iter().chain(&dossier.ask.dates).for_each(|code| add(code, &mut codes));
    for (event, entry) in dossier.made() {
        // Dates may be concealed from a reader; what is recalled never is.
        let Some(fields) = &entry.opened.ilmd else { continue };
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
