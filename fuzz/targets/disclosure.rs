//! Disclosures, and opening events with them.

use json::{Json, Limits};
use ledger::b64;
use ledger::disclosure::{Disclosure, conceal, conceal_by_default, digests_of, open};

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1 << 14 };

/// A text, a list that is written as one, or an event with what to do to it: a line each.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for text in [text, &b64::encode(bytes)] {
        if let Ok(disclosure) = Disclosure::parse(text) {
            disclosure_holds(&disclosure);
        }
    }
    let mut lines = text.lines();
    let event = lines.next().and_then(|line| json::parse(line.as_bytes(), &LIMITS).ok());
    let Some(event) = event else { return };
    let lines: Vec<&str> = lines.collect();
    let lists: Vec<String> = lines.iter().map(|line| b64::encode(line.as_bytes())).collect();
    if let Ok(opened) = open(&event, &lists) {
        assert_eq!(open::<&str>(&opened, &[]), Ok(opened), "what is open stays open");
    }
    concealed_holds(&event, &lines);
}

fn disclosure_holds(disclosure: &Disclosure) {
    assert_eq!(Disclosure::parse(disclosure.text()).as_ref(), Ok(disclosure));
    let made = Disclosure::make([7; 16], disclosure.name(), disclosure.value());
    // Another spelling of the list may be longer than one may be.
    if let Ok(made) = made {
        let said = |one: &Disclosure| (one.name().to_owned(), one.value().clone());
        assert_eq!(said(&made), said(disclosure), "the writer loses nothing");
    }
}

/// What is concealed is opened as it was, members in another order.
fn concealed_holds(event: &Json, pointers: &[&str]) {
    let mut count = 0_u8;
    let mut salt = || {
        count = count.wrapping_add(1);
        [count; 16]
    };
    if digests_of(event).is_ok_and(|digests| digests.is_empty()) {
        let by_default = conceal_by_default(event);
        let by_default: Vec<&str> = by_default.iter().map(String::as_str).collect();
        for pointers in [pointers, &by_default] {
            if let Ok((left, disclosures)) = conceal(event.clone(), pointers, &mut salt) {
                let values = pointers.iter().map(|pointer| event.at(pointer));
                assert!(values.eq(disclosures.iter().map(|one| Some(one.value()))));
                opens_again(event, &left, &disclosures);
            }
        }
    }
}

fn opens_again(event: &Json, left: &Json, disclosures: &[Disclosure]) {
    let texts: Vec<&str> = disclosures.iter().map(Disclosure::text).collect();
    let opened = open(left, &texts).expect("what was concealed is opened");
    assert!(same(&opened, event), "it is what it was:\n{opened}\n{event}");
    let digests = digests_of(left).expect("digests stand where they may");
    assert_eq!(digests.len(), disclosures.len(), "one digest each");
    if !texts.is_empty() {
        assert!(open(event, &texts).is_err(), "a disclosure opens its own event only");
    }
}

/// Whether two trees differ in the order of members at most.
fn same(one: &Json, two: &Json) -> bool {
    match (one, two) {
        (Json::Array(one), Json::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| same(one, two))
        }
        (Json::Object(one), Json::Object(two)) => {
            let there = |(name, value)| two.get(name).is_some_and(|two| same(value, two));
            one.len() == two.len() && one.iter().all(there)
        }
        (_, _) => one == two,
    }
}
