//! Which codes a file must have a recall proof of. `docs/protocol/evidence.md`, Derived codes.
//!
//! A server asks the same functions which proofs to put in.

use std::collections::BTreeSet;

use gs1::Goods;
use json::Json;

use crate::disclosure::date_ai;
use crate::recalls;

/// The members of an event that are or list EPCs.
const EPCS: [&str; 5] = ["epcList", "childEPCs", "inputEPCList", "outputEPCList", "parentID"];

/// The members of an event that list quantities of a class.
const QUANTITIES: [&str; 4] =
    ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

/// Of these goods an `ilmd` speaks: what the event makes or first sees.
const MADE: [&str; 4] = ["epcList", "quantityList", "outputEPCList", "outputQuantityList"];

/// Whether a text is a code in canonical form and of a kind that may be recalled: GTIN, GTIN and
/// lot, GTIN and date, serial, SSCC, house lot.
pub fn may_be_recalled(code: &str) -> bool {
    goods(code).is_some_and(|goods| goods.uri() == code)
}

/// Adds a code, its more general codes, and the product under each date that stands in the text;
/// nothing if it cannot be recalled. The text may be of any spelling, such as a page's address.
pub fn add(code: &str, found: &mut BTreeSet<String>) {
    let Ok((goods, dated)) = Goods::parse_dated(code) else { return };
    if recalls::may_be_recalled(&goods) {
        found.extend(goods.levels().iter().chain([&goods]).chain(&dated).map(Goods::uri));
    }
}

/// Adds the codes of an event, from its clear members only: a recall must be found by whoever sees
/// no more than these.
pub fn derived(epcis: &Json, found: &mut BTreeSet<String>) {
    for name in EPCS.into_iter().chain(QUANTITIES) {
        for text in texts(epcis, name) {
            add(text, found);
        }
    }
    let made: BTreeSet<Goods> =
        MADE.into_iter().flat_map(|list| texts(epcis, list)).filter_map(goods).collect();
    for gtin in made.iter().filter_map(Goods::gtin) {
        for (ai, date) in dates(epcis) {
            add(&format!("https://id.gs1.org/01/{gtin}?{ai}={date}"), found);
        }
    }
}

fn goods(text: &str) -> Option<Goods> {
    Goods::parse(text).ok().filter(recalls::may_be_recalled)
}

/// The EPCs of a member: a text, a list of texts, or a list of objects with an `epcClass`.
fn texts<'e>(epcis: &'e Json, name: &str) -> Vec<&'e str> {
    let value = epcis.get(name);
    let items = value.and_then(Json::as_array).unwrap_or_default();
    let in_list = items.iter().filter_map(|item| item.get("epcClass").unwrap_or(item).as_str());
    value.and_then(Json::as_str).into_iter().chain(in_list).collect()
}

/// The dates of an event's `ilmd`, each with its application identifier: texts, or objects that
/// hold one as `@value` (JSON-LD 1.1 section 4.2.1).
fn dates(epcis: &Json) -> Vec<(&'static str, String)> {
    let members = epcis.get("ilmd").and_then(Json::as_object);
    let dated = members.into_iter().flat_map(json::Object::iter).filter_map(|(name, value)| {
        let text = value.get("@value").unwrap_or(value).as_str()?;
        Some((date_ai(name)?, short_date(text)?))
    });
    dated.collect()
}

/// `YYMMDD` of a text that starts with `YYYY-MM-DD`.
fn short_date(text: &str) -> Option<String> {
    let (date, _) = text.split_at_checked(10)?;
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let lengths = [year.len(), month.len(), day.len()] == [4, 2, 2];
    let digits = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let (_, short) = year.split_at_checked(2)?;
    (lengths && digits).then(|| format!("{short}{month}{day}"))
}
