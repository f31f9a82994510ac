//! From an EPCIS event to the event of this crate. The only file that knows `epcis`.

use epcis::{EndpointId, GoodsSet, Temperatures, What};
use gs1::{Goods, Lot};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::event::{
    Action, Endpoint, EndpointRole, ErrorDeclaration, Event, Facts, Instant, Item, Kind, Qty,
    Reading, Span, Summary, Temperature,
};

/// What the log says of the statement that brought an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Position of the statement in the log.
    pub index: u64,
    /// Its `jti`.
    pub jti: String,
    /// The `jti` that it says it corrects.
    pub corrects: Option<String>,
    /// The organisation that signed it; of a vouched statement, the one inside.
    pub issuer: String,
    /// Block time in UTC milliseconds.
    pub recorded_ms: i64,
}

/// What tracing needs of an event. `None` for an event of a sender's own type: what that is about
/// is not known.
pub fn distil(event: &epcis::Event, recorded: Recorded) -> Option<Event> {
    let kind = kind(&event.what)?;
    let at =
        Instant { utc_ms: event.time.utc_ms(), offset_min: i32::from(event.time.offset_minutes()) };
    let told_lot = event.ilmd.as_ref().and_then(|ilmd| Lot::parse(ilmd.text(LOT)?).ok());
    let items = |set: &GoodsSet| items(set, told_lot.as_ref());
    let held = matches!(kind, Kind::Aggregation | Kind::Association);
    let goods = items(event.goods());
    Some(Event {
        event_id: event.id.clone().unwrap_or_else(|| format!("urn:uuid:{}", recorded.jti)),
        jti: recorded.jti,
        corrects: recorded.corrects,
        recorded_ms: recorded.recorded_ms,
        action: event.what.action().map(action),
        step: event.biz_step.as_ref().map(word),
        disposition: event.disposition.as_ref().map(word),
        read_point: event.read_point.as_ref().and_then(place),
        biz_location: event.biz_location.as_ref().and_then(place),
        inputs: items(event.inputs()),
        outputs: items(event.outputs()),
        children: if held { goods.clone() } else { Vec::new() },
        objects: if held { Vec::new() } else { goods },
        parent: event.parent().map(|item| item.goods.uri()),
        sources: event.sources.iter().map(endpoint).collect(),
        destinations: event.destinations.iter().map(endpoint).collect(),
        transformation_id: transformation_id(&event.what),
        transactions: event.transactions.iter().map(|entry| entry.id.clone()).collect(),
        temperature: temperature(event),
        certifications: event.certification.clone(),
        error: event.error.as_ref().map(declaration),
        facts: facts(event),
        concealed: event.concealed > 0,
        ..Event::new(recorded.index, &recorded.issuer, kind, at)
    })
}

/// An amount in another unit, by the exact factors of `epcis`: what a [`crate::Directory`] that
/// knows no net contents answers.
pub fn convert(amount: &Qty, to: Option<&str>) -> Option<Decimal> {
    let unit = |uom: Option<&str>| uom.map(epcis::Uom::parse).transpose().ok();
    let number = epcis::Exact::parse(&amount.text).ok()?;
    let amount = epcis::Amount { number, uom: unit(amount.uom.as_deref())? };
    amount.in_unit(unit(to)?.as_ref())
}

/// Minutes between two readings of the event's logger. No standard has a name for it, so the name
/// counts in any namespace.
const LOGGING_MINUTES: &str = "loggingMinutes";
const LOT: &str = "cbvmda:lotNumber";
const USE_BY: &str = "cbvmda:itemExpirationDate";
const BEST_BEFORE: &str = "cbvmda:bestBeforeDate";

const fn kind(what: &What) -> Option<Kind> {
    match what {
        What::Object { .. } => Some(Kind::Object),
        What::Aggregation { .. } => Some(Kind::Aggregation),
        What::Association { .. } => Some(Kind::Association),
        What::Transaction { .. } => Some(Kind::Transaction),
        What::Transformation { .. } => Some(Kind::Transformation),
        What::Extended { .. } => None,
    }
}

const fn action(action: epcis::Action) -> Action {
    match action {
        epcis::Action::Add => Action::Add,
        epcis::Action::Observe => Action::Observe,
        epcis::Action::Delete => Action::Delete,
    }
}

fn transformation_id(what: &What) -> Option<String> {
    match what {
        What::Transformation { id, .. } => id.clone(),
        What::Object { .. }
        | What::Aggregation { .. }
        | What::Association { .. }
        | What::Transaction { .. }
        | What::Extended { .. } => None,
    }
}

/// The standard's short word, or the sender's own URI.
fn word(word: &epcis::Word) -> String {
    word.term().map_or_else(|| word.uri(), str::to_owned)
}

fn place(place: &epcis::EventPlace) -> Option<String> {
    place.location.as_ref().map(gs1::Location::uri)
}

/// The items of a list. `told` is the lot of all of them that the event tells in `ilmd`.
fn items(set: &GoodsSet, told: Option<&Lot>) -> Vec<Item> {
    let lot = |goods: &Goods| match goods {
        Goods::Serial { gtin, lot, .. } => {
            let lot = lot.as_ref().or(told)?;
            Some(Goods::Lot(gtin.clone(), lot.clone()).uri())
        }
        Goods::Gtin(_)
        | Goods::Lot(..)
        | Goods::UseBy(..)
        | Goods::BestBefore(..)
        | Goods::Sscc(_)
        | Goods::House(_)
        | Goods::Other(_) => None,
    };
    let single = set.items.iter().map(|item| (&item.goods, None));
    let amounts = set.quantities.iter().map(|quantity| (&quantity.class, quantity.amount.as_ref()));
    single
        .chain(amounts)
        .map(|(goods, amount)| Item {
            goods: goods.uri(),
            quantity: amount.map(quantity),
            lot: lot(goods),
        })
        .collect()
}

fn quantity(amount: &epcis::Amount) -> Qty {
    Qty {
        text: amount.number.as_str().to_owned(),
        decimal: amount.number.value(),
        uom: amount.uom.as_ref().map(|uom| uom.as_str().to_owned()),
    }
}

fn endpoint(end: &epcis::Endpoint) -> Endpoint {
    let role = match end.role.term() {
        Some("owning_party") => EndpointRole::Owner,
        Some("possessing_party") => EndpointRole::Possessor,
        Some("location") => EndpointRole::Location,
        Some(_) | None => EndpointRole::Other,
    };
    let id = match &end.id {
        EndpointId::Party(party) => party.uri(),
        EndpointId::Location(location) => location.uri(),
        EndpointId::Other(uri) => uri.to_string(),
    };
    Endpoint { role, id }
}

fn declaration(error: &epcis::ErrorDeclaration) -> ErrorDeclaration {
    ErrorDeclaration {
        declared_ms: error.time.utc_ms(),
        reason: error.reason.as_ref().map(word),
        corrective_ids: error.corrective_ids.clone(),
    }
}

fn facts(event: &epcis::Event) -> Facts {
    let text = |name: &str| event.ilmd.as_ref()?.text(name).map(str::to_owned);
    Facts { use_by: text(USE_BY), best_before: text(BEST_BEFORE) }
}

fn temperature(event: &epcis::Event) -> Option<Temperature> {
    let told = Temperatures::of(event);
    let reading = |reading: &epcis::Reading| {
        Some(Reading { utc_ms: reading.utc_ms, milli_celsius: milli(reading.celsius)? })
    };
    let summary = |span: &epcis::TemperatureSpan| Summary {
        span: Span { from_ms: span.utc_ms.0, to_ms: span.utc_ms.1 },
        min: span.min.and_then(milli),
        max: span.max.and_then(milli),
        mean: span.mean.and_then(milli),
    };
    let temperature = Temperature {
        readings: told.readings.iter().filter_map(reading).collect(),
        summaries: told.spans.iter().map(summary).collect(),
        interval_ms: event.field(LOGGING_MINUTES).and_then(minutes_ms),
    };
    (temperature != Temperature::default()).then_some(temperature)
}

fn minutes_ms(minutes: &json::Json) -> Option<i64> {
    let minutes = minutes.as_number()?.as_i64()?;
    (minutes > 0).then(|| minutes.saturating_mul(60_000))
}

/// Thousandths of a degree, rounded. No thermometer for food is finer.
fn milli(celsius: Decimal) -> Option<i64> {
    celsius.checked_mul(Decimal::ONE_THOUSAND)?.round().to_i64()
}
