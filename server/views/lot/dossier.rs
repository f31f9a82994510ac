//! Everything that is known of goods, gathered once and then told part by part.

use super::ask::PageAsk;
use super::contents;
use super::directory::range;
use super::master::{Master, ProductTold};
use super::people::People;
use super::record::{Entry, Record};
use crate::store::StoreError;
use crate::views::Audience;
use crate::views::model::Kind;
use gs1::Goods;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trace::{Action, Ask, Event, Journey, Limits, Range, SameAs, Source};

/// Steps that a walk may give before a page merges them: a bound, not what is shown.
const STEPS_MAX: usize = 4_000;
/// Names that one lot may have.
const NAMES_MAX: usize = 16;

/// What is known of goods as of one moment, for one reader.
pub(super) struct Dossier<'d> {
    pub(super) goods: &'d Goods,
    pub(super) ask: &'d PageAsk,
    pub(super) record: &'d Record<'d>,
    pub(super) master: &'d Master<'d>,
    pub(super) people: People<'d>,
    pub(super) journey: Journey,
    /// The events of the journey as the log has them.
    pub(super) entries: BTreeMap<u64, Arc<Entry>>,
    /// The codes by which the goods themselves are known, those inside a case or pallet included.
    pub(super) own: BTreeSet<String>,
    /// What owners tell of the product; of a case or pallet, of each product in it.
    pub(super) products: Vec<Arc<ProductTold>>,
    pub(super) food: Kind,
    /// When records about the goods were taken out by decision of the members, UTC milliseconds.
    pub(super) removed: Vec<u64>,
}

/// So many records of one code are looked at for those that were taken out.
const REMOVED_MAX: usize = 1_000;

impl<'d> Dossier<'d> {
    pub(super) fn gather(
        goods: &'d Goods,
        ask: &'d PageAsk,
        master: &'d Master<'d>,
    ) -> Result<Self, StoreError> {
        let record = master.record;
        let named = named(goods);
        let limits = Limits { steps: STEPS_MAX, ..Limits::PAGE };
        let at = ask.at.as_deref();
        let question = Ask { goods: &named, at, now_ms: record.as_of.now_ms, limits };
        let journey = trace::journey(record, master, &question)?;
        master.check()?;
        let mut entries = BTreeMap::new();
        let claims = journey.claims.iter().map(|claim| &claim.event);
        let corrected = journey.corrections.iter().flat_map(|it| [&it.withdrawn, &it.by]);
        for event in journey.events.iter().chain(claims).chain(corrected) {
            if let Some(entry) = record.entry(event.index)? {
                entries.insert(event.index, entry);
            }
        }
        let mut own = contents::own_codes(goods, &journey);
        own.extend(other_names(goods, master)?);
        let products = products(goods, &own, master);
        // What others claim about goods says nothing of them.
        let is_recorded = !journey.events.is_empty();
        let food = food(&products, goods, entries.values().filter(|_| is_recorded));
        let people = People { master, audience: ask.audience };
        let mut removed = Vec::new();
        for code in &own {
            removed.extend(record.removed(code, REMOVED_MAX)?);
        }
        removed.sort_unstable();
        let dossier = Self {
            goods,
            ask,
            record,
            master,
            people,
            journey,
            entries,
            own,
            products,
            food,
            removed,
        };
        Ok(dossier)
    }

    /// The event of a leaf, if it lies on the journey.
    pub(super) fn event(&self, index: u64) -> Option<&Arc<Event>> {
        self.journey.events.iter().find(|event| event.index == index)
    }

    /// The events of the journey with their entries, oldest first.
    pub(super) fn told(&self) -> impl DoubleEndedIterator<Item = (&Arc<Event>, &Arc<Entry>)> {
        let events = self.journey.events.iter();
        events.filter_map(|event| Some((event, self.entries.get(&event.index)?)))
    }

    /// The events that brought the goods themselves into being.
    pub(super) fn made(&self) -> impl DoubleEndedIterator<Item = (&Arc<Event>, &Arc<Entry>)> {
        self.told().filter(|(event, _)| {
            let commissioned =
                event.kind == trace::Kind::Object && event.action == Some(Action::Add);
            let objects = event.objects.iter().filter(|_| commissioned);
            event.outputs.iter().chain(objects).any(|item| self.own.contains(&item.goods))
        })
    }

    /// An event as this reader may see it.
    pub(super) fn shown<'e>(&self, entry: &'e Entry) -> &'e epcis::Event {
        match self.ask.audience {
            Audience::Operator => &entry.opened,
            Audience::Shopper => &entry.clear,
        }
    }

    /// Whether anybody who may speak for the goods recorded anything.
    pub(super) fn is_known(&self) -> bool {
        !self.journey.events.is_empty()
            || !self.removed.is_empty()
            || !self.journey.corrections.is_empty()
            || (!self.products.is_empty() && matches!(self.goods, Goods::Gtin(_)))
    }

    /// The one product that it is all about.
    pub(super) fn product(&self) -> Option<&ProductTold> {
        let [one] = self.products.as_slice() else { return None };
        Some(one)
    }

    /// At which temperatures the goods are to be kept: of a mixed pallet what suits all on it.
    pub(super) fn limits(&self) -> Option<Range> {
        let told = self.products.iter().filter_map(|told| range(told.product.storage.as_ref()?));
        told.reduce(|one, other| Range {
            min: one.min.max(other.min),
            max: [one.max, other.max].into_iter().flatten().min(),
        })
    }
}

/// Other firms' codes for the same goods, where both firms say so.
fn other_names(goods: &Goods, master: &Master<'_>) -> Result<Vec<String>, StoreError> {
    let signed_by_owner = |same: &SameAs, goods: &Goods| {
        master.owner(goods).is_some_and(|owner| same.signers.contains(owner.iss.as_str()))
    };
    let said = master.record.same_as(&goods.uri(), NAMES_MAX)?.into_iter();
    let joined = said.filter(|same| {
        let other = Goods::parse(&same.goods);
        signed_by_owner(same, goods) && other.is_ok_and(|other| signed_by_owner(same, &other))
    });
    Ok(joined.map(|same| same.goods).collect())
}

/// The spelling in which a walk takes the question: a serial number keeps the lot of its label.
fn named(goods: &Goods) -> String {
    match goods {
        Goods::Serial { lot: Some(_), .. } => goods.digital_link("id.gs1.org"),
        Goods::Serial { lot: None, .. }
        | Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::UseBy(..)
        | Goods::BestBefore(..)
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => goods.uri(),
    }
}

/// A mixed case has so many products at most that a page tells of.
const PRODUCTS_MAX: usize = 20;

fn products(goods: &Goods, own: &BTreeSet<String>, master: &Master<'_>) -> Vec<Arc<ProductTold>> {
    if let Some(told) = master.product(goods) {
        return vec![told];
    }
    let inside = own.iter().filter_map(|code| master.product(&Goods::parse(code).ok()?));
    let by_leaf: BTreeMap<u64, _> = inside.map(|told| (told.leaf, told)).collect();
    by_leaf.into_values().take(PRODUCTS_MAX).collect()
}

/// The trade: as the owner says, else by what only one trade tells.
fn food<'e>(
    told: &[Arc<ProductTold>],
    goods: &Goods,
    entries: impl Iterator<Item = &'e Arc<Entry>>,
) -> Kind {
    match told.first().and_then(|told| told.product.class.as_deref()) {
        Some("seafood") => return Kind::Seafood,
        Some("fruit") => return Kind::Fruit,
        Some("meat") => return Kind::Meat,
        Some(_) | None => {}
    }
    if let Goods::House(house) = goods
        && matches!(house.kind(), gs1::HouseKind::Animal | gs1::HouseKind::Group)
    {
        return Kind::Meat;
    }
    let hints = [
        ("vesselCatchInformationList", Kind::Seafood),
        ("productionMethodForFishAndSeafoodCode", Kind::Seafood),
        ("variety", Kind::Fruit),
        ("bornIn", Kind::Meat),
        ("slaughterDate", Kind::Meat),
    ];
    let hint = |entry: &Arc<Entry>| {
        let told = |name: &str| entry.clear.ilmd_field(name).is_some();
        hints.into_iter().find(|(name, _)| told(name)).map(|(_, kind)| kind)
    };
    let mut entries = entries;
    entries.find_map(hint).unwrap_or_default()
}
