//! What a search looks at: the words of products, the lots of products, the dates of lots.

use super::leaf::Tables;
use super::projector::ProjectError;
use crate::store::read::words;
use epcis::Event;
use gs1::Goods;
use ledger::governance::Product;
use std::collections::BTreeSet;

/// So many words of one product are entered; its brand and number come first.
const WORDS_MAX: usize = 500;
/// So many dates of one event.
const DAYS_MAX: usize = 8;
/// So many lots of one event get its dates.
const LOTS_MAX: usize = 200;

/// Enters the words of a product, as one who may tell of it does.
pub(super) fn product(tables: &mut Tables<'_>, told: &Product) -> Result<(), ProjectError> {
    let folded = told.product.lot().map(gs1::Lot::folded);
    let number = tables.sheet.number(tables.read, &told.product.uri(), folded.as_deref())?;
    words::replace(tables.read, number, &words_of(told))?;
    Ok(())
}

fn words_of(told: &Product) -> BTreeSet<String> {
    let gtin = told.product.gtin().map(ToString::to_string);
    // A pack may show it with 14 digits or without the zeros in front.
    let short = gtin.as_ref().map(|gtin| gtin.trim_start_matches('0').to_owned());
    let names = told.names.iter().map(|(_, name)| name.to_owned());
    let texts = gtin.into_iter().chain(short).chain(told.brand.clone()).chain(names);
    let mut all = BTreeSet::new();
    for word in texts.flat_map(|text| gs1::words(&text)) {
        if all.len() >= WORDS_MAX {
            break;
        }
        all.insert(word);
    }
    all
}

/// Enters the more general names of goods, and of which product a lot is one.
pub(super) fn lots(tables: &mut Tables<'_>, code: &Goods, number: i64) -> Result<(), ProjectError> {
    let Tables { sheet, read, .. } = tables;
    let mut below = vec![(code.clone(), number)];
    for level in code.levels() {
        let folded = level.lot().map(gs1::Lot::folded);
        let number = sheet.number(read, &level.uri(), folded.as_deref())?;
        below.push((level, number));
    }
    let Some((Goods::Gtin(_), product)) = below.last() else { return Ok(()) };
    for (_, lot) in below.iter().filter(|(goods, _)| is_lot(goods)) {
        sheet.lot(read, *product, *lot)?;
    }
    Ok(())
}

/// Enters the dates that an event gives to the lots that it makes or sees: from its clear bytes.
pub(super) fn dates(
    tables: &mut Tables<'_>,
    leaf: (u64, &str),
    event: &Event,
) -> Result<(), ProjectError> {
    let Tables { sheet, read, .. } = tables;
    let lots: BTreeSet<Goods> = made(event).collect();
    let told = told_days(event);
    for lot in lots.iter().take(LOTS_MAX) {
        let own = label_day(lot, event);
        let days: BTreeSet<&String> = told.iter().chain(&own).collect();
        if days.is_empty() {
            continue;
        }
        let folded = lot.lot().map(gs1::Lot::folded);
        let number = sheet.number(read, &lot.uri(), folded.as_deref())?;
        for day in days {
            sheet.day(read, day, number, leaf)?;
        }
    }
    Ok(())
}

/// The lots of what an event is about or made; of a pack with a number of its own the lot of its label.
fn made(event: &Event) -> impl Iterator<Item = Goods> {
    let sets = [event.goods(), event.outputs()];
    let codes = sets.into_iter().flat_map(|set| set.codes().cloned());
    codes.flat_map(|code| {
        let levels = code.levels();
        std::iter::once(code).chain(levels).filter(is_lot_or_house)
    })
}

fn is_lot_or_house(goods: &Goods) -> bool {
    is_lot(goods) || matches!(goods, Goods::House(_))
}

fn is_lot(goods: &Goods) -> bool {
    match goods {
        Goods::Lot(..) | Goods::UseBy(..) | Goods::BestBefore(..) => true,
        Goods::Gtin(_)
        | Goods::Serial { .. }
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => false,
    }
}

/// The days that stand in what an event tells of its lots.
fn told_days(event: &Event) -> BTreeSet<String> {
    let fields = event.ilmd.iter().flat_map(epcis::Extensions::iter);
    fields.filter_map(|field| iso_day(field.value.as_str()?)).take(DAYS_MAX).collect()
}

/// The day that a text begins with. A date on a pack has no time zone, so none is applied.
fn iso_day(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    let date: jiff::civil::Date = day.parse().ok()?;
    let plain = date.to_string();
    (plain == day).then_some(plain)
}

/// The day of goods that are marked by a date alone, seen from the year of the event.
fn label_day(lot: &Goods, event: &Event) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(event.time.utc_ms()).ok()?;
    let year = u16::try_from(jiff::tz::Offset::UTC.to_datetime(at).year()).ok()?;
    match lot {
        Goods::UseBy(_, date) | Goods::BestBefore(_, date) => Some(date.calendar(year).iso()),
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::Serial { .. }
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => None,
    }
}
