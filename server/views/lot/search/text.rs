//! Products and lots that have the words, lots or dates that were typed.
//!
//! Look-up tables only say where to look. A stranger finds lots of which his proof file would hold a
//! record of their own (ADR 0010), by dates that their pages tell.

use super::code::candidate;
use super::pieces::{Piece, pieces};
use crate::store::StoreError;
use crate::store::read::goods::Named;
use crate::views::Audience;
use crate::views::lot::ask::PageAsk;
use crate::views::lot::dossier::Dossier;
use crate::views::lot::facts;
use crate::views::lot::master::Master;
use crate::views::lot::published::published;
use crate::views::model::{Candidate, Day, Fact, Group, Hits, Value};
use gs1::Goods;
use std::collections::{BTreeMap, BTreeSet};

/// So many lots are listed.
const HITS_MAX: usize = 20;
/// Of so many the page is made to see what it tells.
const PAGES_MAX: usize = 24;
/// So many products with a word are looked at, and so many that have all of them.
const HAVING_MAX: i64 = 500;
const PRODUCTS_MAX: usize = 40;
/// So many lots of one product, and so many with a lot's text or a date.
const LOTS_MAX: i64 = 40;
const FOUND_MAX: i64 = 200;

/// What fits every part of the text, for one reader.
pub(super) fn find(
    master: &Master<'_>,
    text: &str,
    audience: Audience,
) -> Result<Hits, StoreError> {
    let pieces = pieces(text);
    if pieces.is_empty() {
        return Ok(Hits::default());
    }
    let mut asked = Vec::new();
    for piece in pieces {
        asked.push(Asked::of(master, piece)?);
    }
    let found = candidates(master, &asked)?;
    let fitting = Fitting::of(master, &asked, found)?;
    list(master, &asked, &fitting, audience)
}

/// A part of the text with the lots that have its date or its lot's text.
struct Asked {
    piece: Piece,
    lots: Vec<Named>,
}

impl Asked {
    fn of(master: &Master<'_>, piece: Piece) -> Result<Self, StoreError> {
        let mut lots = master.record.lots_alike(&piece.lot, FOUND_MAX)?;
        for day in &piece.days {
            lots.extend(master.record.lots_dated(&day.to_string(), FOUND_MAX)?);
        }
        Ok(Self { piece, lots })
    }

    fn days(&self) -> Vec<String> {
        self.piece.days.iter().map(ToString::to_string).collect()
    }
}

/// Lots to look at: those that a part names itself, and those of products with all the words.
fn candidates(master: &Master<'_>, asked: &[Asked]) -> Result<Vec<Named>, StoreError> {
    let mut found: Vec<Named> = asked.iter().flat_map(|part| part.lots.iter().cloned()).collect();
    // Words beside a date or a lot name the product; without any, a date may be a number, too.
    let is_word = |part: &&Asked| part.piece.days.is_empty() && part.lots.is_empty();
    let has_words = asked.iter().any(|part| is_word(&part));
    let parts = asked.iter().filter(|part| !has_words || is_word(part));
    let words: BTreeSet<&String> = parts.flat_map(|part| &part.piece.words).collect();
    for product in products(master, &words)? {
        match Goods::parse(&product.code) {
            Ok(goods @ Goods::Gtin(_)) => {
                found.extend(master.record.lots_of(
                    product.number,
                    &speakers(master, &goods),
                    LOTS_MAX,
                )?);
            }
            // What has no product number is a lot itself.
            Ok(_) => found.push(product),
            Err(_) => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Whose word about lots of a product comes first: its owner's and those who may pack it.
fn speakers(master: &Master<'_>, product: &Goods) -> Vec<String> {
    let owner = master.owner(product).map(|owner| owner.iss.as_str().to_owned());
    let told = master.product(product);
    let packers = told.iter().flat_map(|told| &told.product.packers);
    owner.into_iter().chain(packers.map(|iss| iss.as_str().to_owned())).collect()
}

/// The products that have all words, in the order in which they were first named.
fn products(master: &Master<'_>, words: &BTreeSet<&String>) -> Result<Vec<Named>, StoreError> {
    // The longest word has the fewest products.
    let Some(longest) = words.iter().max_by_key(|word| word.chars().count()) else {
        return Ok(Vec::new());
    };
    let mut found = master.record.having_word(longest, HAVING_MAX)?;
    for word in words.iter().filter(|word| *word != longest) {
        let numbers: Vec<i64> = found.iter().map(|named| named.number).collect();
        let kept = master.record.among_word(word, &numbers)?;
        found.retain(|named| kept.contains(&named.number));
    }
    found.truncate(PRODUCTS_MAX);
    Ok(found)
}

/// The lots that fit every part, newest first, and by which parts only their date fits.
struct Fitting {
    lots: Vec<(Goods, Vec<usize>)>,
}

impl Fitting {
    fn of(master: &Master<'_>, asked: &[Asked], found: Vec<Named>) -> Result<Self, StoreError> {
        let mut lots: Vec<(i64, Goods, String)> = found
            .into_iter()
            .filter_map(|named| {
                let goods = Goods::parse(&named.code).ok().filter(may_be_listed)?;
                let product = subject(&goods);
                Some((named.number, goods, product))
            })
            .collect();
        lots.sort_by_key(|(number, _, _)| std::cmp::Reverse(*number));
        let numbers: Vec<i64> = lots.iter().map(|(number, _, _)| *number).collect();
        let codes: Vec<String> = lots.iter().map(|(_, _, product)| product.clone()).collect();
        let products = master.record.numbered(&codes)?;
        let mut by_date = vec![Vec::new(); lots.len()];
        let mut fits = vec![true; lots.len()];
        for (nth, part) in asked.iter().enumerate() {
            let told = having_all(master, &part.piece.words, &products)?;
            let dated = master.record.among_days(&part.days(), &numbers)?;
            let marks = lots.iter().zip(&mut fits).zip(&mut by_date);
            for (((number, goods, product), fit), dates) in marks {
                let is_alike = goods.lot().is_some_and(|lot| lot.folded() == part.piece.lot);
                let by_words = is_alike || told.contains(product);
                let by_its_date = !by_words && dated.contains(number);
                *fit = *fit && (by_words || by_its_date);
                dates.extend(by_its_date.then_some(nth));
            }
        }
        let kept = lots.into_iter().zip(by_date).zip(fits).filter(|(_, fit)| *fit);
        let lots = kept.map(|(((_, goods, _), dates), _)| (goods, dates)).collect();
        Ok(Self { lots })
    }
}

/// Packs and pallets have numbers of their own, which are looked up whole.
fn may_be_listed(goods: &Goods) -> bool {
    match goods {
        Goods::Lot(..)
        | Goods::UseBy(..)
        | Goods::BestBefore(..)
        | Goods::House(_)
        | Goods::Other(_) => true,
        Goods::Gtin(_) | Goods::Serial { .. } | Goods::Sscc(_) => false,
    }
}

/// The codes of those products that have all words; none if there is no word.
fn having_all(
    master: &Master<'_>,
    words: &[String],
    products: &[Named],
) -> Result<BTreeSet<String>, StoreError> {
    let mut kept: Vec<&Named> =
        if words.is_empty() { Vec::new() } else { products.iter().collect() };
    for word in words {
        let numbers: Vec<i64> = kept.iter().map(|named| named.number).collect();
        let having = master.record.among_word(word, &numbers)?;
        kept.retain(|named| having.contains(&named.number));
    }
    Ok(kept.into_iter().map(|named| named.code.clone()).collect())
}

/// The code under which a product is told of; of goods without a number their own.
fn subject(goods: &Goods) -> String {
    goods.gtin().map_or_else(|| goods.uri(), |gtin| Goods::Gtin(gtin.clone()).uri())
}

/// Those of which this reader has a page that tells the dates, product by product.
fn list(
    master: &Master<'_>,
    asked: &[Asked],
    fitting: &Fitting,
    audience: Audience,
) -> Result<Hits, StoreError> {
    let ask = PageAsk { audience, ..PageAsk::of_shopper() };
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let (mut order, mut hits, mut more) = (Vec::new(), 0_usize, fitting.lots.len() > PAGES_MAX);
    for (goods, dates) in fitting.lots.iter().take(PAGES_MAX) {
        if hits >= HITS_MAX {
            more = true;
            break;
        }
        let days: Vec<&[Day]> =
            dates.iter().filter_map(|nth| Some(asked.get(*nth)?.piece.days.as_slice())).collect();
        if !is_told(master, goods, &ask, &days)? {
            continue;
        }
        hits = hits.saturating_add(1);
        let product = subject(goods);
        let group = groups.entry(product.clone()).or_insert_with(|| {
            order.push(product);
            group(master, goods)
        });
        group.lots.push(candidate(master, goods));
    }
    let groups = order.iter().filter_map(|product| groups.remove(product)).collect();
    Ok(Hits { groups, more })
}

fn group(master: &Master<'_>, goods: &Goods) -> Group {
    let gtin = goods.gtin();
    let product = gtin.map_or_else(|| goods.clone(), |gtin| Goods::Gtin(gtin.clone()));
    let product = Candidate { lot: None, ..candidate(master, &product) };
    Group { product, gtin: gtin.map(ToString::to_string), lots: Vec::new() }
}

/// Whether a lot may be listed for this reader, and its page tells him every one of these dates.
fn is_told(
    master: &Master<'_>,
    goods: &Goods,
    ask: &PageAsk,
    days: &[&[Day]],
) -> Result<bool, StoreError> {
    let dossier = Dossier::gather(goods, ask, master)?;
    let is_listed = match ask.audience {
        Audience::Operator => dossier.is_known(),
        // Who has the pack may type its lot; a list is for lots that their firms publish.
        Audience::Shopper => !published(&dossier).is_empty(),
    };
    if !is_listed {
        return Ok(false);
    }
    let told = |days: &&[Day]| {
        let year = facts::year_of(master.record.as_of.now_ms);
        let facts = facts::facts(&dossier, year);
        days.iter().any(|day| facts.iter().any(|Fact { value, .. }| says(value, *day)))
    };
    Ok(days.iter().all(told))
}

fn says(value: &Value, day: Day) -> bool {
    match value {
        Value::Day(told) | Value::PlaceOn { on: told, .. } => *told == day,
        Value::Days { from, until } => *from == day || *until == day,
        Value::Several(values) => values.iter().any(|value| says(value, day)),
        Value::DayCount(_)
        | Value::Place(_)
        | Value::Approved { .. }
        | Value::Actor(_)
        | Value::Vessel { .. }
        | Value::Species { .. }
        | Value::Coded { .. }
        | Value::Codes { .. }
        | Value::Text(_)
        | Value::Plain(_)
        | Value::Quantity(_)
        | Value::Temperature { .. }
        | Value::Flag(_) => false,
    }
}
