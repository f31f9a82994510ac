//! Products, places and mandates, as those who may tell of them did. What others tell counts for
//! nothing here (`protocol.md` section 6).

use super::directory::is_firm;
use super::record::Record;
use super::telling;
use crate::store::StoreError;
use crate::store::read::facts::Fact;
use gs1::Goods;
use ledger::OrgId;
use ledger::governance::{Place, Product, Told};
use ledger::members::Members;
use ledger::rows::OrgRow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trace::Event;

/// What is looked up once for a page.
pub(super) struct Master<'r> {
    pub(super) record: &'r Record<'r>,
    products: RefCell<BTreeMap<String, Option<Arc<ProductTold>>>>,
    places: RefCell<BTreeMap<String, Option<Arc<Place>>>>,
    mandates: RefCell<BTreeMap<String, Arc<[Mandate]>>>,
    named: RefCell<BTreeMap<OrgId, bool>>,
    sponsors: OnceCell<BTreeSet<OrgId>>,
    /// The walk asks for plain answers: a failed look-up is kept here and ends the page.
    fault: RefCell<Option<StoreError>>,
}

/// A product and the leaf that tells of it.
#[derive(Debug)]
pub(super) struct ProductTold {
    pub(super) leaf: u64,
    pub(super) product: Product,
}

/// That an agent records for a principal.
#[derive(Debug, Clone)]
pub(super) struct Mandate {
    pub(super) agent: String,
    /// Its leaf: it counts for what is recorded later.
    leaf: u64,
    steps: Vec<String>,
    until_ms: u64,
}

impl Mandate {
    /// Whether it covers what was done then.
    fn covers(&self, event: &Event) -> bool {
        let named = event.step.as_ref().is_some_and(|step| self.steps.contains(step));
        named && u64::try_from(event.at.utc_ms).is_ok_and(|at| at <= self.until_ms)
    }
}

/// One organisation gives at most so many mandates that are looked at.
const MANDATES_MAX: i64 = 500;

impl<'r> Master<'r> {
    pub(super) fn new(record: &'r Record<'r>) -> Self {
        Self {
            record,
            products: RefCell::default(),
            places: RefCell::default(),
            mandates: RefCell::default(),
            named: RefCell::default(),
            sponsors: OnceCell::new(),
            fault: RefCell::default(),
        }
    }

    /// The error of a look-up that had to answer at once.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.fault.borrow_mut().take().map_or(Ok(()), Err)
    }

    fn or_fault<T: Default>(&self, answer: Result<T, StoreError>) -> T {
        answer.unwrap_or_else(|error| {
            self.fault.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    pub(super) fn members(&self) -> &Members {
        self.record.as_of.view.state.members()
    }

    /// The organisation that owns a code.
    pub(super) fn owner(&self, goods: &Goods) -> Option<&OrgRow> {
        self.record.as_of.view.state.owner_of(goods)
    }

    /// What the owner tells of a product, or of goods that have no product number.
    pub(super) fn product(&self, goods: &Goods) -> Option<Arc<ProductTold>> {
        let subject = match goods.gtin() {
            Some(gtin) => Goods::Gtin(gtin.clone()).uri(),
            None => goods.uri(),
        };
        if let Some(known) = self.products.borrow().get(&subject) {
            return known.clone();
        }
        let owner = self.owner(goods)?;
        let fact = self.or_fault(self.record.newest("product.set", &subject, owner.iss.as_str()));
        let told = fact.as_ref().and_then(product).map(Arc::new);
        self.products.borrow_mut().insert(subject, told.clone());
        told
    }

    /// What the keeper of a place tells of it.
    pub(super) fn place(&self, id: &str) -> Option<Arc<Place>> {
        if let Some(known) = self.places.borrow().get(id) {
            return known.clone();
        }
        let keeper = self.keeper(id);
        let fact =
            keeper.and_then(|org| self.or_fault(self.record.newest("place.set", id, org.as_str())));
        let told = fact.as_ref().and_then(place).map(Arc::new);
        self.places.borrow_mut().insert(id.to_owned(), told.clone());
        told
    }

    /// The organisation that a party or place belongs to: itself, the one whose own number it is,
    /// or the owner of its prefix.
    pub(super) fn keeper(&self, id: &str) -> Option<OrgId> {
        self.record.as_of.view.state.keeper_of(id).map(|row| row.iss.clone())
    }

    /// Whether an event is recorded for `principal` by whom it asked to: under the newest mandate
    /// that the agent had when the event was recorded. An organisation takes a mandate back by
    /// another with an end in the past.
    pub(super) fn is_mandated(&self, principal: &str, event: &Event) -> bool {
        let given = self.mandates(principal);
        let of_agent =
            |mandate: &&Mandate| mandate.agent == event.issuer && mandate.leaf < event.index;
        given.iter().find(of_agent).is_some_and(|newest| newest.covers(event))
    }

    /// The mandates that an organisation gave, newest first.
    fn mandates(&self, principal: &str) -> Arc<[Mandate]> {
        if let Some(known) = self.mandates.borrow().get(principal) {
            return Arc::clone(known);
        }
        let facts = self.or_fault(self.record.told_by("mandate", principal, MANDATES_MAX));
        let given: Arc<[Mandate]> = facts.iter().filter_map(mandate).collect();
        self.mandates.borrow_mut().insert(principal.to_owned(), Arc::clone(&given));
        given
    }

    /// In which countries the places of a firm lie.
    pub(super) fn countries_of(&self, firm: &str, max: i64) -> BTreeSet<String> {
        let facts = self.or_fault(self.record.told_by("place.set", firm, max));
        let places = facts.iter().filter_map(place);
        let kept = places.filter(|place| {
            !is_firm(&place.place)
                && self.keeper(&place.place).is_some_and(|keeper| keeper.as_str() == firm)
        });
        kept.map(|place| place.country).collect()
    }

    /// Whether a firm answers for producers without a number of their own.
    pub(super) fn is_sponsor(&self, iss: &OrgId) -> bool {
        let sponsors = || {
            let small = self.members().orgs().filter(|row| row.iss.as_str().contains("/party/"));
            small.filter_map(|row| row.sponsor.clone()).collect()
        };
        self.sponsors.get_or_init(sponsors).contains(iss)
    }

    /// Whether shoppers may read a firm's name.
    pub(super) fn is_named(&self, row: &OrgRow) -> bool {
        if let Some(known) = self.named.borrow().get(&row.iss) {
            return *known;
        }
        let named = self.or_fault(self.record.is_named(row));
        self.named.borrow_mut().insert(row.iss.clone(), named);
        named
    }
}

fn product(fact: &Fact) -> Option<ProductTold> {
    match telling::read(fact)? {
        Told::Product(product) => Some(ProductTold { leaf: fact.leaf, product: *product }),
        Told::Place(_)
        | Told::NameUs { .. }
        | Told::Mandate { .. }
        | Told::Identity { .. }
        | Told::SameAs { .. }
        | Told::Dispute { .. }
        | Told::Annotate { .. } => None,
    }
}

fn place(fact: &Fact) -> Option<Place> {
    match telling::read(fact)? {
        Told::Place(place) => Some(*place),
        Told::Product(_)
        | Told::NameUs { .. }
        | Told::Mandate { .. }
        | Told::Identity { .. }
        | Told::SameAs { .. }
        | Told::Dispute { .. }
        | Told::Annotate { .. } => None,
    }
}

fn mandate(fact: &Fact) -> Option<Mandate> {
    match telling::read(fact)? {
        Told::Mandate { agent, steps, until } => {
            let agent = agent.as_str().to_owned();
            Some(Mandate { agent, leaf: fact.leaf, steps, until_ms: until })
        }
        Told::Product(_)
        | Told::Place(_)
        | Told::NameUs { .. }
        | Told::Identity { .. }
        | Told::SameAs { .. }
        | Told::Dispute { .. }
        | Told::Annotate { .. } => None,
    }
}
