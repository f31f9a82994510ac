//! Every date is possible.

use super::story::{FILES, Told, canonical, everything, happened, instant, items, read};
use jiff::civil::Date;
use jiff::tz::Offset;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_text_that_begins_as_a_date_is_one() {
    let mut seen = 0;
    for file in FILES.into_iter().chain(["setup.json", "recall.json"]) {
        each_text(&read(file), &mut |text| {
            let digits = text.len() >= 10 && text.is_ascii() && text.as_bytes()[4] == b'-';
            if !digits || !text.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
                return;
            }
            let is_real = if text.len() == 10 {
                text.parse::<Date>().is_ok()
            } else {
                text.parse::<jiff::Timestamp>().is_ok()
            };
            assert!(is_real, "{file}: {text}");
            seen += 1;
        });
    }
    assert!(seen > 700, "{seen} dates");
}

#[test]
fn nothing_happens_to_goods_before_they_are() {
    for file in FILES {
        let story = happened(file);
        let begun: BTreeSet<String> = story.iter().flat_map(begins).collect();
        let mut there = BTreeSet::new();
        for told in &story {
            // Within one event things begin before they are used.
            there.extend(begins(told));
            for code in used(told) {
                let early = begun.contains(&code) && !there.contains(&code);
                assert!(!early, "{file} {}: {code} is not there yet", told.id());
            }
        }
    }
}

#[test]
fn an_event_says_its_own_local_time() {
    for file in FILES {
        let created = instant(&read(file)["creationDate"]);
        for told in happened(file) {
            let text = told.event["eventTime"].as_str().unwrap();
            let offset = told.event["eventTimeZoneOffset"].as_str().unwrap();
            assert!(text.ends_with(offset), "{file}: {text} and {offset}");
            assert!(told.at <= created, "{file}: {text} is after the document");
        }
    }
}

#[test]
fn readings_are_taken_in_order_and_before_they_are_told() {
    let mut readings = 0;
    for (file, told) in everything() {
        for element in items(&told.event["sensorElementList"]) {
            let about = &element["sensorMetadata"];
            let with_time = items(&element["sensorReport"]).filter(|one| !one["time"].is_null());
            let mut times: Vec<_> = with_time.map(|one| instant(&one["time"])).collect();
            readings += times.len();
            if about["startTime"].is_string() {
                times.insert(0, instant(&about["startTime"]));
                times.push(instant(&about["endTime"]));
            }
            times.push(told.at);
            assert!(times.is_sorted(), "{file} {}: {times:?}", told.id());
        }
    }
    assert!(readings > 400, "{readings} readings");
}

#[test]
fn catch_birth_slaughter_and_use_by_follow_each_other() {
    let past: [&[&str]; 5] = [
        &["cbvmda:harvestStartDate", "cbvmda:harvestEndDate"],
        &["food:birthDateFirst", "food:birthDateLast"],
        &["food:birthDateLast", "food:slaughterDate"],
        &["food:slaughterDate"],
        &["cbvmda:productionDate"],
    ];
    let mut seen = BTreeSet::<&str>::new();
    for (file, told) in everything() {
        let (ilmd, day) = (&told.event["ilmd"], day(&told));
        for names in past {
            let dates: Vec<Date> = names.iter().filter_map(|name| date(ilmd, name)).collect();
            seen.extend(names.iter().copied().filter(|_| dates.len() == names.len()));
            let follow = dates.is_sorted() && dates.last().is_none_or(|last| *last <= day);
            assert!(follow, "{file} {}: {names:?}: {dates:?}", told.id());
        }
        for end in ["cbvmda:itemExpirationDate", "cbvmda:bestBeforeDate"] {
            assert!(date(ilmd, end).is_none_or(|end| end > day), "{file} {}", told.id());
        }
    }
    assert!(seen.len() >= 5, "{seen:?}");
}

#[test]
fn certificates_hold_on_the_day() {
    let mut seen = 0;
    for (file, told) in everything() {
        let lists = [&told.event, &told.event["ilmd"]].map(|at| &at["cbvmda:certificationList"]);
        for one in lists.into_iter().flat_map(|list| items(&list["certification"])) {
            let start = &one["certificationEffectiveStartDateTime"];
            let end = &one["certificationEffectiveEndDateTime"];
            assert!(start.is_null() || instant(start) <= told.at, "{file} {}", told.id());
            assert!(end.is_null() || instant(end) > told.at, "{file} {}", told.id());
            seen += 1;
        }
    }
    assert!(seen >= 8, "{seen} certificates");
}

#[test]
fn a_mistake_is_declared_after_it_was_made_and_replaced() {
    let document = read("mango.json");
    let events: Vec<&Value> = items(&document["epcisBody"]["eventList"]).collect();
    let declared: Vec<&&Value> =
        events.iter().filter(|event| !event["errorDeclaration"].is_null()).collect();
    let [declaration] = declared.as_slice() else { panic!("one mistake, not {declared:?}") };
    let error = &declaration["errorDeclaration"];
    let [wrong] = events
        .iter()
        .filter(|event| {
            event["eventID"] == declaration["eventID"] && event["errorDeclaration"].is_null()
        })
        .collect::<Vec<_>>()[..]
    else {
        panic!("the event that it withdraws stands before it")
    };
    assert!(instant(&error["declarationTime"]) > instant(&wrong["eventTime"]));
    let replacement = error["correctiveEventIDs"][0].as_str().unwrap();
    let replacement = events.iter().find(|event| event["eventID"] == replacement).unwrap();
    assert_eq!(replacement["eventTime"], wrong["eventTime"], "it tells the same moment");
    assert_ne!(replacement["quantityList"], wrong["quantityList"]);
}

/// What an event brings into being.
fn begins(told: &Told) -> Vec<String> {
    let lots = |list| told.lots(list).into_iter().map(|(code, ..)| code);
    match told.event["type"].as_str().unwrap() {
        "TransformationEvent" => {
            lots("outputQuantityList").chain(told.instances("outputEPCList")).collect()
        }
        "ObjectEvent" if told.event["action"] == "ADD" => {
            lots("quantityList").chain(told.instances("epcList")).collect()
        }
        "AggregationEvent" if told.event["action"] == "ADD" => {
            told.event["parentID"].as_str().map(canonical).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What an event touches that has to be there.
fn used(told: &Told) -> Vec<String> {
    let lots =
        ["inputQuantityList", "quantityList", "childQuantityList"].map(|list| told.lots(list));
    let single = ["inputEPCList", "epcList", "childEPCs"].map(|list| told.instances(list));
    let lots = lots.into_iter().flatten().map(|(code, ..)| code);
    lots.chain(single.into_iter().flatten()).collect()
}

/// The local day of an event.
fn day(told: &Told) -> Date {
    let offset = told.event["eventTimeZoneOffset"].as_str().unwrap();
    let minutes = epcis::parse_offset(offset).unwrap();
    Offset::from_seconds(i32::from(minutes) * 60).unwrap().to_datetime(told.at).date()
}

fn date(ilmd: &Value, name: &str) -> Option<Date> {
    let text = ilmd[name].as_str()?;
    Some(text.get(..10).unwrap().parse().unwrap())
}

fn each_text(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, see)),
        Value::Object(members) => members.values().for_each(|value| each_text(value, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
