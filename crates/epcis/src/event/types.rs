//! The event as a whole.

use super::{
    BizTransaction, Endpoint, ErrorDeclaration, EventPlace, Extensions, GoodsSet, Item, What,
};
use crate::fault::Fault;
use crate::instant::Instant;
use crate::sensor::SensorElement;
use crate::vocabulary::Word;
use gs1::Goods;

/// One event that passed every rule of EPCIS 2.0. Only [`Event::read`] and its siblings make one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// `eventID` as sent; unique only by its sender's care.
    pub id: Option<String>,
    /// `eventTime`, with the offset that `eventTimeZoneOffset` gives.
    pub time: Instant,
    /// `recordTime` as sent; a ledger puts its own block time in its place.
    pub record_time: Option<Instant>,
    /// What it is about, by type.
    pub what: What,
    /// What was done.
    pub biz_step: Option<Word>,
    /// In what state the goods are afterwards.
    pub disposition: Option<Word>,
    /// States that last until they are unset.
    pub persistent_disposition: Option<PersistentDisposition>,
    /// Where it happened.
    pub read_point: Option<EventPlace>,
    /// Where the goods are afterwards.
    pub biz_location: Option<EventPlace>,
    /// Orders, invoices, certificates, ...
    pub transactions: Vec<BizTransaction>,
    /// From whom or where.
    pub sources: Vec<Endpoint>,
    /// To whom or where.
    pub destinations: Vec<Endpoint>,
    /// What sensors measured.
    pub sensors: Vec<SensorElement>,
    /// Facts about a lot or item that hold for its life.
    pub ilmd: Option<Extensions>,
    /// That an earlier event was wrong, and why.
    pub error: Option<ErrorDeclaration>,
    /// Links to certificates of the event.
    pub certification: Vec<String>,
    /// Members that the sender added under a namespace.
    pub extensions: Extensions,
    /// How many members are concealed and were not opened.
    pub concealed: usize,
    /// What is odd about it and no reason to refuse it; pointers as in a [`Fault`].
    pub remarks: Vec<Fault>,
}

/// The type of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventType {
    /// Something happened to goods.
    Object,
    /// Goods were put into or taken out of a bigger unit.
    Aggregation,
    /// Things were fixed to or taken off an asset, such as a sensor to a container.
    Association,
    /// Goods were linked to a document.
    Transaction,
    /// Goods went in, other goods came out.
    Transformation,
    /// A type of the sender's own.
    Extended,
}

/// `persistentDisposition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersistentDisposition {
    /// States that begin.
    pub set: Vec<Word>,
    /// States that end.
    pub unset: Vec<Word>,
}

/// Nothing, to point to where a type has no goods of that sort.
const NO_GOODS: &GoodsSet = &GoodsSet { items: Vec::new(), quantities: Vec::new() };

impl Event {
    /// Its type.
    pub const fn event_type(&self) -> EventType {
        self.what.event_type()
    }

    /// Whether it is the standard's business step of that short spelling.
    pub fn is_step(&self, term: &str) -> bool {
        self.biz_step.as_ref().is_some_and(|step| step.is(term))
    }

    /// Whether it declares an earlier event wrong.
    pub const fn declares_error(&self) -> bool {
        self.error.is_some()
    }

    /// What holds the children, or the parent of a transaction's goods.
    pub const fn parent(&self) -> Option<&Item> {
        match &self.what {
            What::Aggregation { parent, .. } | What::Transaction { parent, .. } => parent.as_ref(),
            What::Association { parent, .. } => Some(parent),
            What::Object { .. } | What::Transformation { .. } | What::Extended { .. } => None,
        }
    }

    /// The goods that it is about other than parent, inputs and outputs: observed ones, children,
    /// those of a transaction.
    pub const fn goods(&self) -> &GoodsSet {
        match &self.what {
            What::Object { goods, .. } | What::Transaction { goods, .. } => goods,
            What::Aggregation { children, .. } | What::Association { children, .. } => children,
            What::Transformation { .. } | What::Extended { .. } => NO_GOODS,
        }
    }

    /// What went into a transformation.
    pub const fn inputs(&self) -> &GoodsSet {
        match &self.what {
            What::Transformation { inputs, .. } => inputs,
            What::Object { .. }
            | What::Aggregation { .. }
            | What::Association { .. }
            | What::Transaction { .. }
            | What::Extended { .. } => NO_GOODS,
        }
    }

    /// What came out of a transformation.
    pub const fn outputs(&self) -> &GoodsSet {
        match &self.what {
            What::Transformation { outputs, .. } => outputs,
            What::Object { .. }
            | What::Aggregation { .. }
            | What::Association { .. }
            | What::Transaction { .. }
            | What::Extended { .. } => NO_GOODS,
        }
    }

    /// Every code that the event names, as often as it does.
    pub fn codes(&self) -> impl Iterator<Item = &Goods> {
        let parent = self.parent().map(|item| &item.goods);
        let sets = [self.goods(), self.inputs(), self.outputs()];
        parent.into_iter().chain(sets.into_iter().flat_map(GoodsSet::codes))
    }

    /// A fact of `ilmd` by any spelling of its name; see [`Extensions::field`].
    pub fn ilmd_field(&self, name: &str) -> Option<&json::Json> {
        self.ilmd.as_ref()?.field(name)
    }

    /// A member that the sender added, by any spelling of its name; see [`Extensions::field`].
    pub fn field(&self, name: &str) -> Option<&json::Json> {
        self.extensions.field(name)
    }
}
