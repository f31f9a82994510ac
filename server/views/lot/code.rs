//! What was scanned, and the addresses that belong to it.

use super::ask::PageAsk;
use super::facts::marked;
use crate::views::model::{Code, DateMark, Day, HouseThing, Level};
use gs1::{Goods, HouseKind};

/// The code of a page. The year tells the century of a date with two digits.
pub(super) fn code(goods: &Goods, ask: &PageAsk, year: i16) -> Code {
    let path = goods.page_path();
    let product = goods.gtin().map(|gtin| Goods::Gtin(gtin.clone()).page_path());
    Code {
        uri: goods.uri(),
        evidence: with_branch(&with_dates(below(&path, "/evidence"), ask), ask),
        product_path: product.filter(|product| *product != path),
        path,
        level: level(goods, year),
    }
}

/// The same page with all its steps.
pub(super) fn earlier(goods: &Goods, ask: &PageAsk) -> String {
    with_branch(&add(&with_dates(goods.page_path(), ask), "all=1"), ask)
}

/// The dates of the address that are no part of the path already: `17=261106`.
fn with_dates(path: String, ask: &PageAsk) -> String {
    let pairs = ask.dates.iter().filter_map(|code| Some(code.split_once('?')?.1));
    pairs.fold(path, |path, pair| {
        let (_, query) = path.split_once('?').unwrap_or_default();
        if query.split('&').any(|there| there == pair) { path } else { add(&path, pair) }
    })
}

/// A path below another, before its query.
fn below(path: &str, name: &str) -> String {
    match path.split_once('?') {
        Some((path, query)) => format!("{path}{name}?{query}"),
        None => format!("{path}{name}"),
    }
}

fn with_branch(path: &str, ask: &PageAsk) -> String {
    match &ask.at {
        Some(at) => add(path, &format!("at={}", encoded(at))),
        None => path.to_owned(),
    }
}

fn add(path: &str, pair: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{pair}")
}

/// Percent-encoded but for the unreserved characters (RFC 3986 section 2.3).
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = text.bytes().map(|byte| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    encoded.collect()
}

fn level(goods: &Goods, year: i16) -> Level {
    match goods {
        Goods::Gtin(gtin) => Level::Product { gtin: gtin.to_string() },
        Goods::Lot(gtin, lot) => {
            Level::Lot { gtin: gtin.to_string(), lot: lot.as_str().to_owned() }
        }
        Goods::Serial { gtin, serial, .. } => {
            Level::Serial { gtin: gtin.to_string(), serial: serial.as_str().to_owned() }
        }
        Goods::UseBy(gtin, date) => dated(gtin, marked(date, year), DateMark::UseBy),
        Goods::BestBefore(gtin, date) => dated(gtin, marked(date, year), DateMark::BestBefore),
        Goods::Sscc(sscc) => Level::Logistic { sscc: sscc.to_string() },
        Goods::House(house) => {
            Level::House { thing: thing(house.kind()), code: house.code().to_owned() }
        }
        Goods::Other(_) => Level::Other,
    }
}

fn dated(gtin: &gs1::Gtin, date: Option<Day>, mark: DateMark) -> Level {
    let gtin = gtin.to_string();
    match date {
        Some(date) => Level::DatedLot { gtin, date, mark },
        None => Level::Product { gtin },
    }
}

const fn thing(kind: HouseKind) -> HouseThing {
    match kind {
        HouseKind::Lot => HouseThing::Lot,
        HouseKind::Bin => HouseThing::Bin,
        HouseKind::Tank => HouseThing::Tank,
        HouseKind::Group => HouseThing::Group,
        HouseKind::Animal => HouseThing::Animal,
    }
}

#[cfg(test)]
mod tests {
    use super::{code, earlier};
    use crate::views::Audience;
    use crate::views::lot::PageAsk;
    use crate::views::model::Level;
    use gs1::Goods;

    fn ask(at: Option<&str>) -> PageAsk {
        let at = at.map(str::to_owned);
        PageAsk { at, dates: Vec::new(), audience: Audience::Shopper, earlier: false }
    }

    #[test]
    fn every_address_of_a_page_follows_from_its_code() {
        let lot = Goods::parse("https://id.gs1.org/01/09520102003118/10/SOL%2F7").unwrap();
        let told = code(&lot, &ask(None), 2026);
        assert_eq!(told.path, "/t/01/09520102003118/10/SOL%2F7");
        assert_eq!(told.evidence, "/t/01/09520102003118/10/SOL%2F7/evidence");
        assert_eq!(told.product_path.as_deref(), Some("/t/01/09520102003118"));
        let place = "https://id.gs1.org/414/9520105000015";
        let branch = "at=https%3A%2F%2Fid.gs1.org%2F414%2F9520105000015";
        assert_eq!(earlier(&lot, &ask(Some(place))), format!("{}?all=1&{branch}", told.path));
    }

    #[test]
    fn dates_of_the_address_are_kept_beside_a_lot() {
        let text = "https://id.gs1.org/01/09520102003118/10/A?17=261106&15=261101";
        let (lot, beside) = Goods::parse_dated(text).unwrap();
        let dates = beside.iter().map(Goods::uri).collect();
        let told = code(&lot, &PageAsk { dates, ..ask(None) }, 2026);
        assert_eq!(told.path, "/t/01/09520102003118/10/A");
        assert_eq!(told.evidence, "/t/01/09520102003118/10/A/evidence?17=261106&15=261101");
    }

    #[test]
    fn goods_marked_by_a_date_keep_it_behind_the_path() {
        let dated = Goods::parse("https://id.gs1.org/01/09520102003118?17=261106").unwrap();
        let told = code(&dated, &ask(None), 2026);
        assert_eq!(told.evidence, "/t/01/09520102003118/evidence?17=261106");
        let Level::DatedLot { date, .. } = told.level else { panic!("{:?}", told.level) };
        assert_eq!(date.to_string(), "2026-11-06");
    }
}
