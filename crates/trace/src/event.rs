//! One signed event, reduced to what tracing needs.
//!
//! The caller fills it from the opened event: what is concealed is simply absent, and `concealed`
//! says so. Goods, places and parties are canonical URIs and are compared as text.

use rust_decimal::Decimal;

/// One event of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Position of its statement in the log.
    pub index: u64,
    /// The statement's `jti`, unique for its issuer.
    pub jti: String,
    /// The `jti` that this statement says it corrects.
    pub corrects: Option<String>,
    /// The organisation that signed.
    pub issuer: String,
    /// EPCIS `eventID`, or `urn:uuid:<jti>` where none was sent. A correction repeats it.
    pub event_id: String,
    /// Which of the five EPCIS event types.
    pub kind: Kind,
    /// EPCIS `action`; a transformation has none.
    pub action: Option<Action>,
    /// When it happened, as its issuer says.
    pub at: Instant,
    /// Block time in UTC milliseconds: when the chain took it.
    pub recorded_ms: i64,
    /// CBV business step as a bare word, or a full URI.
    pub step: Option<String>,
    /// CBV disposition as a bare word, or a full URI.
    pub disposition: Option<String>,
    /// Where it happened.
    pub read_point: Option<String>,
    /// Where the goods are afterwards.
    pub biz_location: Option<String>,
    /// `epcList` and `quantityList` of object and transaction events.
    pub objects: Vec<Item>,
    /// What went into a transformation.
    pub inputs: Vec<Item>,
    /// What came out of a transformation.
    pub outputs: Vec<Item>,
    /// What is in or on the parent.
    pub children: Vec<Item>,
    /// The case, pallet, container or asset.
    pub parent: Option<String>,
    /// From whom and where, as the issuer says.
    pub sources: Vec<Endpoint>,
    /// To whom and where, as the issuer says.
    pub destinations: Vec<Endpoint>,
    /// Joins the events of one long transformation.
    pub transformation_id: Option<String>,
    /// Ids of the business transactions: orders, delivery notes, certificates.
    pub transactions: Vec<String>,
    /// What its thermometers said.
    pub temperature: Option<Temperature>,
    /// Links of `certificationInfo`.
    pub certifications: Vec<String>,
    /// Present on a declaration that an earlier event was wrong.
    pub error: Option<ErrorDeclaration>,
    /// Facts that the maker told with the lot.
    pub facts: Facts,
    /// Some field of the event is hidden from this reader.
    pub concealed: bool,
}

/// The five EPCIS 2.0 event types (EPCIS 2.0, section 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the standard's own")]
pub enum Kind {
    Object,
    Aggregation,
    Association,
    Transaction,
    Transformation,
}

/// EPCIS `action`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the standard's own")]
pub enum Action {
    Add,
    Observe,
    Delete,
}

/// An instant, and the offset that its sender wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Milliseconds since 1970 in UTC.
    pub utc_ms: i64,
    /// Minutes east of UTC.
    pub offset_min: i32,
}

impl Instant {
    /// The local day, counted from 1970-01-01.
    pub fn local_day(self) -> i64 {
        self.utc_ms.saturating_add(i64::from(self.offset_min) * 60_000).div_euclid(86_400_000)
    }
}

/// Goods in one role of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Canonical URI.
    pub goods: String,
    /// How much, where it was told.
    pub quantity: Option<Qty>,
    /// Canonical URI of the lot to which a serialised pack belongs, where it was told.
    pub lot: Option<String>,
}

/// An exact amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qty {
    /// As sent.
    pub text: String,
    /// The same as a number.
    pub decimal: Decimal,
    /// UN/ECE Recommendation 20 code; none means pieces.
    pub uom: Option<String>,
}

/// One entry of a source or destination list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// What the id stands for.
    pub role: EndpointRole,
    /// A party or a place.
    pub id: String,
}

/// CBV source and destination types (CBV 2.0, section 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndpointRole {
    /// `owning_party`
    Owner,
    /// `possessing_party`
    Possessor,
    /// `location`
    Location,
    /// A type from outside the CBV.
    Other,
}

/// What the thermometers of one event said, in thousandths of a degree Celsius.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Temperature {
    /// The series, if it travels in the event.
    pub readings: Vec<Reading>,
    /// Summaries of a time: of a series that is an attachment, or of a breach.
    pub summaries: Vec<Summary>,
    /// The logger's own interval, if told.
    pub interval_ms: Option<i64>,
}

impl Temperature {
    /// The logger's interval: as told, else the median of the steps between its readings.
    pub fn logging_interval_ms(&self) -> i64 {
        let mut times: Vec<i64> = self.readings.iter().map(|reading| reading.utc_ms).collect();
        times.sort_unstable();
        let pairs = times.iter().zip(times.iter().skip(1));
        let mut steps: Vec<i64> = pairs.map(|(from, to)| to.saturating_sub(*from)).collect();
        steps.sort_unstable();
        self.interval_ms.or_else(|| steps.get(steps.len() / 2).copied()).unwrap_or_default()
    }

    /// The lowest value told.
    pub fn lowest(&self) -> Option<i64> {
        let read = self.readings.iter().map(|reading| reading.milli_celsius);
        read.chain(self.summaries.iter().filter_map(|summary| summary.min)).min()
    }

    /// The highest value told.
    pub fn highest(&self) -> Option<i64> {
        let read = self.readings.iter().map(|reading| reading.milli_celsius);
        read.chain(self.summaries.iter().filter_map(|summary| summary.max)).max()
    }
}

/// Many measurements of a stretch of time, told by their extremes in thousandths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The time.
    pub span: Span,
    /// The lowest.
    pub min: Option<i64>,
    /// The highest.
    pub max: Option<i64>,
    /// The mean.
    pub mean: Option<i64>,
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// UTC milliseconds.
    pub utc_ms: i64,
    /// Thousandths of a degree Celsius.
    pub milli_celsius: i64,
}

/// A stretch of time in UTC milliseconds, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First millisecond.
    pub from_ms: i64,
    /// First millisecond after it.
    pub to_ms: i64,
}

impl Span {
    /// How long it lasts.
    pub fn length_ms(self) -> i64 {
        self.to_ms.saturating_sub(self.from_ms)
    }
}

/// EPCIS `errorDeclaration`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorDeclaration {
    /// When the error was declared.
    pub declared_ms: i64,
    /// CBV reason as a bare word: `did_not_occur` or `incorrect_data`.
    pub reason: Option<String>,
    /// Event ids of the replacements.
    pub corrective_ids: Vec<String>,
}

/// Instance or lot master data that tracing uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Use-by date as sent.
    pub use_by: Option<String>,
    /// Best-before date as sent.
    pub best_before: Option<String>,
}

impl Event {
    /// An event in which nothing but the required fields is told.
    pub fn new(index: u64, issuer: &str, kind: Kind, at: Instant) -> Self {
        Self {
            index,
            jti: format!("{index}"),
            corrects: None,
            issuer: issuer.to_owned(),
            event_id: format!("urn:furlong:index:{index}"),
            kind,
            action: None,
            at,
            recorded_ms: at.utc_ms,
            step: None,
            disposition: None,
            read_point: None,
            biz_location: None,
            objects: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            children: Vec::new(),
            parent: None,
            sources: Vec::new(),
            destinations: Vec::new(),
            transformation_id: None,
            transactions: Vec::new(),
            temperature: None,
            certifications: Vec::new(),
            error: None,
            facts: Facts::default(),
            concealed: false,
        }
    }

    /// Every item with goods that the event names, the parent apart.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.objects.iter().chain(&self.inputs).chain(&self.outputs).chain(&self.children)
    }

    /// True if the event reports that these goods came to its place.
    pub fn is_arrival(&self) -> bool {
        self.step.as_deref().is_some_and(|step| ARRIVALS.contains(&step))
    }

    /// True if the event reports that these goods left its place.
    pub fn is_shipment(&self) -> bool {
        self.step.as_deref().is_some_and(|step| SHIPMENTS.contains(&step))
    }

    /// True if the event reports that these goods came to an end there.
    pub fn is_ending(&self) -> bool {
        self.step.as_deref().is_some_and(|step| ENDINGS.contains(&step))
    }

    /// True if the event brings these goods into being: commissioned, or made.
    pub fn creates(&self, goods: &str) -> bool {
        let named = |items: &[Item]| items.iter().any(|item| item.goods == goods);
        named(&self.outputs)
            || (self.kind == Kind::Object
                && self.action == Some(Action::Add)
                && named(&self.objects))
    }

    /// The place of the event. Goods that arrive are at `bizLocation`; goods that leave are still
    /// at `readPoint`, and their `bizLocation` is, by EPCIS 2.0 section 7.3.5, no longer known.
    pub fn place(&self) -> Option<&str> {
        let (first, second) = if self.is_arrival() {
            (&self.biz_location, &self.read_point)
        } else {
            (&self.read_point, &self.biz_location)
        };
        first.as_deref().or(second.as_deref())
    }
}

/// CBV 2.0 business steps by which a receiver says that goods came.
const ARRIVALS: [&str; 4] = ["accepting", "arriving", "receiving", "unloading"];
/// CBV 2.0 business steps by which a sender says that goods went.
const SHIPMENTS: [&str; 3] = ["consigning", "departing", "shipping"];
/// CBV 2.0 business steps after which goods are no more.
const ENDINGS: [&str; 3] = ["decommissioning", "destroying", "dispensing"];
