//! Every quantity balances.

use super::story::{FILES, Told, happened, items, read};
use std::collections::BTreeMap;

/// Steps that bring goods into being.
const BEGIN: [&str; 3] =
    ["commissioning", "creating_class_instance", "urn:gdst:bizStep:fishingEvent"];

#[test]
fn what_goes_into_a_transformation_comes_out_of_it() {
    let nets = nets();
    let mut seen = 0;
    for file in FILES {
        let story = happened(file);
        for told in story.iter().filter(|told| told.event["type"] == "TransformationEvent") {
            let weighed = grams(&told.lots("inputQuantityList"), &nets);
            let animals = told.instances("inputEPCList");
            let alive = if animals.is_empty() { 0 } else { live_weight(&story, &animals) };
            let made = grams(&told.lots("outputQuantityList"), &nets);
            assert!(made > 0, "{}: nothing is made", told.id());
            assert_eq!(weighed + alive, made, "{file} {}: grams in and out", told.id());
            seen += 1;
        }
    }
    assert_eq!(seen, 10, "fish twice, fruit and beef four times each");
}

#[test]
fn nothing_is_used_packed_or_destroyed_that_is_not_there() {
    for file in FILES {
        let mut stock = BTreeMap::<String, (i64, String)>::new();
        let mut packed = BTreeMap::<(String, String), i64>::new();
        for told in happened(file) {
            for (code, change, unit) in changes(&told) {
                let entry = stock.entry(code.clone()).or_insert_with(|| (0, unit.clone()));
                assert_eq!(entry.1, unit, "{file} {}: {code} changes its unit", told.id());
                entry.0 += change;
                assert!(entry.0 >= 0, "{file} {}: {code} lacks {} {unit}", told.id(), -entry.0);
            }
            for (key, change) in inside(&told) {
                let entry = packed.entry(key.clone()).or_default();
                *entry += change;
                assert!(*entry >= 0, "{file} {}: {} holds less of {}", told.id(), key.0, key.1);
            }
        }
        assert!(stock.len() > 5, "{file}");
    }
}

#[test]
fn a_load_is_the_same_wherever_it_is_counted() {
    for file in FILES {
        let story = happened(file);
        for told in &story {
            if BEGIN.contains(&told.step()) || !told.is("ObjectEvent", "OBSERVE") {
                continue;
            }
            for (code, quantity, unit) in told.lots("quantityList") {
                let made: i64 = story
                    .iter()
                    .filter(|other| other.at <= told.at && other.event["parentID"].is_null())
                    .flat_map(changes)
                    .filter(|(name, change, _)| *name == code && *change > 0)
                    .map(|(_, change, _)| change)
                    .sum();
                assert!(
                    quantity <= made,
                    "{file} {}: {quantity} {unit} of {code}, of which {made} were made",
                    told.id()
                );
            }
        }
    }
}

/// What an event adds to the loose stock of each lot, or takes from it.
fn changes(told: &Told) -> Vec<(String, i64, String)> {
    let signed = |sign: i64, list: &str| {
        told.lots(list).into_iter().map(move |(code, quantity, unit)| (code, sign * quantity, unit))
    };
    let begins = BEGIN.contains(&told.step());
    match told.event["type"].as_str().unwrap() {
        "TransformationEvent" => {
            signed(-1, "inputQuantityList").chain(signed(1, "outputQuantityList")).collect()
        }
        "ObjectEvent" if told.event["action"] == "ADD" && begins => {
            signed(1, "quantityList").collect()
        }
        "ObjectEvent" if told.event["action"] == "DELETE" => signed(-1, "quantityList").collect(),
        "AggregationEvent" if told.event["action"] == "ADD" => {
            signed(-1, "childQuantityList").collect()
        }
        "AggregationEvent" if told.event["action"] == "DELETE" => {
            signed(1, "childQuantityList").collect()
        }
        _ => Vec::new(),
    }
}

/// What an event puts into a carrier or takes out of it.
fn inside(told: &Told) -> Vec<((String, String), i64)> {
    if told.event["type"] != "AggregationEvent" {
        return Vec::new();
    }
    let sign = if told.event["action"] == "ADD" { 1 } else { -1 };
    let parent = super::story::canonical(told.event["parentID"].as_str().unwrap());
    let lots = told.lots("childQuantityList").into_iter().map(|(code, many, _)| (code, many));
    let single = told.instances("childEPCs").into_iter().map(|code| (code, 1));
    lots.chain(single).map(|(code, many)| ((parent.clone(), code), sign * many)).collect()
}

/// The mass that was read when these animals stood on the scale.
fn live_weight(story: &[Told], animals: &[String]) -> i64 {
    let group = story.iter().find(|told| {
        told.is("AggregationEvent", "DELETE") && told.instances("childEPCs") == animals
    });
    let group = group.expect("the animals are counted as they come");
    let readings = story
        .iter()
        .filter(|told| told.event["bizStep"] == "killing" || told.at == group.at)
        .flat_map(|told| items(&told.event["sensorElementList"]).collect::<Vec<_>>())
        .flat_map(|element| items(&element["sensorReport"]));
    let masses: Vec<i64> = readings
        .filter(|reading| reading["type"] == "Mass" && reading["uom"] == "KGM")
        .map(|reading| reading["value"].as_i64().expect("whole kilograms"))
        .collect();
    let [mass] = masses.as_slice() else { panic!("one reading, not {masses:?}") };
    mass * 1_000
}

/// Grams: weighed goods by their weight, packs by what is printed on them.
fn grams(lots: &[(String, i64, String)], nets: &BTreeMap<String, i64>) -> i64 {
    let one = |(code, quantity, unit): &(String, i64, String)| match unit.as_str() {
        "KGM" => quantity * 1_000,
        "pieces" => {
            let product = code.split("/10/").next().unwrap();
            let net = nets.get(product).unwrap_or_else(|| panic!("{product} has no net content"));
            quantity * net
        }
        other => panic!("{code} counts in {other}"),
    };
    lots.iter().map(one).sum()
}

/// The net content of each product, in grams.
fn nets() -> BTreeMap<String, i64> {
    let setup = read("setup.json");
    let net = |product: &serde_json::Value| {
        let factor = match product["net"]["uom"].as_str()? {
            "KGM" => 1_000,
            "GRM" => 1,
            other => panic!("{other} is no mass"),
        };
        let quantity: i64 = product["net"]["quantity"].as_str()?.parse().unwrap();
        let gtin = product["gtin"].as_str().unwrap();
        Some((format!("https://id.gs1.org/01/{gtin}"), quantity * factor))
    };
    items(&setup["products"]).filter_map(net).collect()
}
