//! A compact notation for events. One line is one event:
//!
//! ```text
//! 10 mill@ES.vigo makes mill/L1 100kg
//! 12 mill@ES.vigo ships mill/L1 40kg to shop@FR.paris
//! 13 mill packs mill/L1 40kg + mill/L2 into mill=P1
//! 14 mill turns farm/A 10kg + farm/B into mill/M 18kg
//! ```
//!
//! The first word is the hour (or `hour:minute`), the second the signer, at a place of its own
//! after `@`. `mill/L1` is a lot of mill's, `mill/L1#7` a pack of it, `mill/#7` a pack that does
//! not say its lot, `mill=P1` a logistic unit, `farm~K` a house lot, `farm!1` an animal.

use rust_decimal::Decimal;

use crate::event::{
    Action, Endpoint, EndpointRole, ErrorDeclaration, Event, Instant, Item, Kind, Qty, Reading,
    Temperature,
};
use crate::goods::goods_and_lot;

pub(super) const HOUR: i64 = 3_600_000;
pub(super) const MINUTE: i64 = 60_000;

/// The events of a text, in the order of its lines.
pub(super) fn events(text: &str) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let event = event(events.len(), line, &events);
        events.push(event);
    }
    events
}

pub(super) fn goods(word: &str) -> String {
    let mark = word.chars().find(|letter| "/=~!".contains(*letter)).unwrap();
    let (owner, code) = word.split_once(mark).unwrap();
    match mark {
        '=' => format!("https://id.gs1.org/00/{owner}={code}"),
        '~' => format!("https://chain.example/x/{owner}/lot/{code}"),
        '!' => format!("https://chain.example/x/{owner}/animal/{code}"),
        _ => match code.split_once('#') {
            Some(("", serial)) => format!("https://id.gs1.org/01/{owner}/21/{serial}"),
            Some((lot, serial)) => format!("https://id.gs1.org/01/{owner}/10/{lot}/21/{serial}"),
            None if code.is_empty() => format!("https://id.gs1.org/01/{owner}"),
            None => format!("https://id.gs1.org/01/{owner}/10/{code}"),
        },
    }
}

fn event(index: usize, line: &str, before: &[Event]) -> Event {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [hour, signer, verb, rest @ ..] = words.as_slice() else { panic!("too short: {line}") };
    let at = Instant { utc_ms: time(hour), offset_min: 0 };
    let firm = signer.split('@').next().unwrap();
    let mut event = Event::new(index as u64, firm, Kind::Object, at);
    event.recorded_ms += MINUTE;
    event.read_point = signer.contains('@').then(|| (*signer).to_owned());
    let (what, to) = split(rest, &["to", "into", "from", "of", "as"]);
    act(&mut event, verb, &items(what), to.first().copied());
    if *verb == "retracts" {
        retract(&mut event, &before[rest[0].parse::<usize>().unwrap()]);
    }
    event
}

fn act(event: &mut Event, verb: &str, items: &[Item], to: Option<&str>) {
    let mut object = |step: &str, action| {
        event.step = Some(step.to_owned());
        event.action = Some(action);
        event.objects = items.to_vec();
    };
    match verb {
        "makes" => object("commissioning", Action::Add),
        "sees" => object("storing", Action::Observe),
        "destroys" => object("destroying", Action::Delete),
        "logs" => {
            object("sensor_reporting", Action::Observe);
            event.temperature = Some(series(event.at.utc_ms, to.unwrap()));
        }
        "ships" | "voids" => {
            object(if verb == "ships" { "shipping" } else { "void_shipping" }, Action::Observe);
            event.destinations = to.map_or_else(Vec::new, endpoints);
        }
        "receives" => {
            object("receiving", Action::Observe);
            event.sources = to.map_or_else(Vec::new, endpoints);
        }
        "turns" => {
            event.kind = Kind::Transformation;
            event.step = Some("commissioning".to_owned());
            event.inputs = items.to_vec();
            event.outputs = to.map_or_else(Vec::new, |to| self::items(&[to]));
        }
        "packs" => hold(event, items, to.unwrap(), Action::Add),
        "unpacks" => hold(event, items, to.unwrap(), Action::Delete),
        "empties" => {
            let parent = items[0].goods.clone();
            hold(event, &[], "x/x", Action::Delete);
            event.parent = Some(parent);
        }
        "retracts" => {}
        _ => panic!("no such verb: {verb}"),
    }
}

fn hold(event: &mut Event, items: &[Item], parent: &str, action: Action) {
    event.kind = Kind::Aggregation;
    event.step = Some(if action == Action::Add { "packing" } else { "unpacking" }.to_owned());
    event.action = Some(action);
    event.children = items.to_vec();
    event.parent = Some(goods_and_lot(&goods(parent)).0);
}

fn retract(event: &mut Event, wrong: &Event) {
    let declaration = ErrorDeclaration {
        declared_ms: event.at.utc_ms,
        reason: Some("incorrect_data".to_owned()),
        corrective_ids: Vec::new(),
    };
    *event = Event {
        index: event.index,
        jti: event.jti.clone(),
        issuer: event.issuer.clone(),
        recorded_ms: event.recorded_ms,
        error: Some(declaration),
        ..wrong.clone()
    };
}

pub(super) fn time(word: &str) -> i64 {
    let (hour, minute) = word.split_once(':').unwrap_or((word, "0"));
    hour.parse::<i64>().unwrap() * HOUR + minute.parse::<i64>().unwrap() * MINUTE
}

fn split<'a>(words: &'a [&'a str], marks: &[&str]) -> (&'a [&'a str], &'a [&'a str]) {
    let at = words.iter().position(|word| marks.contains(word)).unwrap_or(words.len());
    (&words[..at], words.get(at + 1..).unwrap_or_default())
}

/// `farm/A 10kg + farm/B`; also `farm/A:10kg`, which is one word.
fn items(words: &[&str]) -> Vec<Item> {
    let joined = words.join(" ").replace(':', " ");
    let named = joined.split(" + ").filter(|part| part.contains(['/', '=', '~', '!']));
    named
        .map(|part| {
            let (name, amount) = part
                .trim()
                .split_once(' ')
                .map_or((part.trim(), None), |split| (split.0, Some(split.1)));
            let (goods, lot) = goods_and_lot(&goods(name));
            Item { goods, quantity: amount.map(quantity), lot }
        })
        .collect()
}

/// `40` pieces, `40kg` or `40lb`.
pub(super) fn quantity(word: &str) -> Qty {
    let number = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let uom = match word.trim_start_matches(number) {
        "" => None,
        "kg" => Some("KGM".to_owned()),
        "lb" => Some("LBR".to_owned()),
        other => panic!("no such unit: {other}"),
    };
    Qty { text: number.to_owned(), decimal: number.parse::<Decimal>().unwrap(), uom }
}

fn endpoints(word: &str) -> Vec<Endpoint> {
    let firm = word.split('@').next().unwrap();
    let mut ends = vec![Endpoint { role: EndpointRole::Possessor, id: firm.to_owned() }];
    if word.contains('@') {
        ends.push(Endpoint { role: EndpointRole::Location, id: word.to_owned() });
    }
    ends
}

/// `2,3,9`: degrees, one reading every ten minutes.
fn series(from_ms: i64, degrees: &str) -> Temperature {
    let reading = |(at, degree): (usize, &str)| Reading {
        utc_ms: from_ms + 10 * MINUTE * i64::try_from(at).unwrap(),
        milli_celsius: degree.parse::<i64>().unwrap() * 1_000,
    };
    Temperature {
        readings: degrees.split(',').enumerate().map(reading).collect(),
        interval_ms: Some(10 * MINUTE),
        ..Temperature::default()
    }
}
