//! From EPCIS documents to events of this crate.

use std::path::Path;

use rust_decimal::Decimal;

use super::notation::quantity;
use super::world::World;
use crate::distil::{Recorded, convert, distil};
use crate::event::{Action, EndpointRole, Event, Kind};

fn recorded(index: u64) -> Recorded {
    Recorded {
        index,
        jti: format!("jti-{index}"),
        corrects: None,
        issuer: "https://id.gs1.org/417/9521321000018".to_owned(),
        recorded_ms: 1_000,
    }
}

/// The events of a document that hold; those of a sender's own type are left out.
fn distilled(document: &[u8]) -> Vec<Event> {
    let Ok(document) = epcis::Document::parse(document) else { return Vec::new() };
    let events = document.events.into_iter().filter_map(|incoming| incoming.result.ok());
    let numbered = (0..).zip(events);
    numbered.filter_map(|(index, event)| distil(&event, recorded(index))).collect()
}

const DOCUMENT: &str = r#"{
  "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
  "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-01T00:00:00Z",
  "epcisBody": {"eventList": [
    {"type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning",
     "eventTime": "2026-11-01T10:00:00.000+02:00", "eventTimeZoneOffset": "+02:00",
     "epcList": ["https://id.gs1.org/01/09521321000018/21/7"],
     "quantityList": [{"epcClass": "urn:epc:class:lgtin:9521321.000001.A",
                       "quantity": 12.50, "uom": "KGM"}],
     "bizLocation": {"id": "https://id.gs1.org/414/9521321000025"},
     "ilmd": {"cbvmda:lotNumber": "A", "cbvmda:itemExpirationDate": "2026-11-20"}},
    {"type": "AggregationEvent", "action": "DELETE", "bizStep": "urn:epcglobal:cbv:bizstep:unpacking",
     "eventTime": "2026-11-01T11:00:00Z", "eventTimeZoneOffset": "+00:00",
     "parentID": "https://id.gs1.org/00/095213210000000018", "childEPCs": [],
     "destinationList": [
       {"type": "possessing_party", "destination": "urn:epc:id:pgln:9521321.00001"},
       {"type": "location", "destination": "urn:epc:id:sgln:9521321.00002.0"}],
     "sensorElementList": [{"sensorMetadata": {"time": "2026-11-01T11:00:00Z"},
       "sensorReport": [{"type": "Temperature", "value": 2.3456, "uom": "CEL"},
                        {"type": "Temperature", "minValue": 1, "maxValue": 41, "uom": "CEL"}]}]}
  ]}}"#;

#[test]
fn an_event_keeps_what_tracing_needs() {
    let parsed = epcis::Document::parse(DOCUMENT.as_bytes()).unwrap();
    for incoming in &parsed.events {
        assert!(incoming.result.is_ok(), "{:?}", incoming.result);
    }
    let events = distilled(DOCUMENT.as_bytes());
    let [made, unpacked] = events.as_slice() else { panic!("two events") };

    assert_eq!((made.kind, made.action), (Kind::Object, Some(Action::Add)));
    assert_eq!(made.event_id, "urn:uuid:jti-0", "an event without id has its statement's");
    assert_eq!(made.at.offset_min, 120);
    assert_eq!(made.step.as_deref(), Some("commissioning"));
    assert_eq!(made.place(), Some("https://id.gs1.org/414/9521321000025"));
    assert_eq!(made.facts.use_by.as_deref(), Some("2026-11-20"));
    let [pack, lot] = made.objects.as_slice() else { panic!("two items") };
    assert_eq!(lot.goods, "https://id.gs1.org/01/09521321000018/10/A");
    assert_eq!(lot.quantity.as_ref().unwrap().uom.as_deref(), Some("KGM"));
    assert_eq!(lot.quantity.as_ref().unwrap().text, "12.50", "as sent");
    assert_eq!(pack.lot.as_deref(), Some(lot.goods.as_str()));

    assert_eq!((unpacked.kind, unpacked.action), (Kind::Aggregation, Some(Action::Delete)));
    assert_eq!(unpacked.step.as_deref(), Some("unpacking"));
    assert_eq!(unpacked.parent.as_deref(), Some("https://id.gs1.org/00/095213210000000018"));
    let ends: Vec<_> =
        unpacked.destinations.iter().map(|end| (end.role, end.id.as_str())).collect();
    assert_eq!(
        ends,
        [
            (EndpointRole::Possessor, "https://id.gs1.org/417/9521321000018"),
            (EndpointRole::Location, "https://id.gs1.org/414/9521321000025"),
        ]
    );
    let told = unpacked.temperature.as_ref().unwrap();
    assert_eq!(told.readings[0].milli_celsius, 2_346);
    assert_eq!((told.lowest(), told.highest()), (Some(1_000), Some(41_000)));
}

#[test]
fn masses_are_added_by_exact_factors_only() {
    let kilos = convert(&quantity("2lb"), Some("KGM"));
    assert_eq!(kilos, Some(Decimal::new(90_718_474, 8)), "1 lb is 0.45359237 kg by definition");
    assert_eq!(convert(&quantity("2"), Some("KGM")), None);
    assert_eq!(convert(&quantity("2kg"), None), None);
    assert_eq!(convert(&quantity("2kg"), Some("no unit")), None);
}

/// Every valid document at hand can be walked.
#[test]
#[expect(clippy::print_stdout, reason = "says how much was read, or that nothing was")]
fn published_documents_have_journeys() {
    let set = std::env::var_os("FURLONG_VECTORS")
        .map_or_else(|| Path::new("../../../shared/vectors").to_owned(), Into::into);
    let mut files = Vec::new();
    for folder in ["gs1-epcis", "gdst", "fsma204", "openepcis-test-resources"] {
        collect(&set.join(folder), &mut files);
    }
    if files.is_empty() {
        println!("skipped: no vectors");
        return;
    }
    let (mut events, mut steps) = (0, 0);
    for file in files {
        let told = distilled(&std::fs::read(&file).unwrap());
        let goods: Vec<String> =
            told.iter().flat_map(|event| event.items().map(|item| item.goods.clone())).collect();
        events += told.len();
        let world = World::of(told);
        for goods in goods {
            let journey = world.journey_of(&goods, None);
            steps += journey.steps.len() + journey.unconfirmed.len();
        }
    }
    println!("{events} events, {steps} steps");
    assert!(events > 0 && steps > 0, "the documents were read, and nothing was found in them");
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "json" || ending == "jsonld") {
            files.push(path);
        }
    }
    files.sort();
}
