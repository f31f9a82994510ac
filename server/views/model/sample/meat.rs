//! Minced beef with trim of several lots: where born, reared, slaughtered; two records contradict.

use super::parts::{
    checked, day, firm, fresh, lot_code, moment, not_recorded, origin, place, signatures, step,
    unnamed,
};
use crate::views::model::{
    Actor, Band, ColdChain, Fact, Finding, FindingKind, Journey, Kind, LotPage, Place, Product,
    Quantity, Role, Status, Step, StepKind, Topic, Unknown, Value, Verdict, Words,
};

/// A known lot of meat without a recall.
pub fn meat() -> LotPage {
    let steps = steps();
    LotPage {
        code: lot_code("09520003456785", "B-61142"),
        origin: origin(),
        status: Status::Clear { checked: checked() },
        freshness: fresh(),
        product: Product {
            kind: Kind::Meat,
            names: Words::one("en", "Minced beef").and("zh-Hans", "牛肉馅"),
            brand: Some(Words::one("en", "Blackthorn")),
            net: Some(Quantity { amount: "0.5".to_owned(), unit: Some("KGM".to_owned()) }),
            producer: Some(plant()),
            contact: None,
        },
        facts: facts(),
        signatures: signatures(&steps),
        journey: Journey { steps, ..Journey::default() },
        cold_chain: Some(summary()),
        lots: Vec::new(),
        certificates: Vec::new(),
        corrections: Vec::new(),
        disputes: Vec::new(),
        remarks: Vec::new(),
        findings: vec![Finding {
            kind: FindingKind::Contradiction,
            step: Some(StepKind::Cut),
            signers: vec![plant(), unnamed(Role::Carrier)],
        }],
        unknowns: vec![
            Unknown::FirmNotOnRecord { step: StepKind::Reared },
            Unknown::Time { after: StepKind::Matured, before: StepKind::Cut, minutes: 3_000 },
            Unknown::CertificateNotSeen { name: Words::one("en", "Veterinary check") },
        ],
        claims: Vec::new(),
        entered_afterwards: false,
        kept_by_one_company: false,
        unproved: 0,
    }
}

fn plant() -> Actor {
    firm(Role::Slaughterhouse, "en", "Blackthorn Meats")
}

fn ireland() -> Place {
    Place { country: Some("IE".to_owned()), ..Place::default() }
}

fn facts() -> Vec<Fact> {
    let approved = |number: &str| Value::Approved {
        country: "IE".to_owned(),
        number: Some(number.to_owned()),
    };
    vec![
        Fact::new(Topic::BornIn, Value::Place(ireland())),
        Fact::new(Topic::RearedIn, Value::Place(ireland())),
        Fact::new(Topic::SlaughteredIn, approved("IE 9520 EC")),
        Fact::new(Topic::UseBy, Value::Day(day("2026-11-26"))),
        Fact::new(Topic::PreparedIn, approved("IE 9521 EC")),
        Fact::new(Topic::AnimalReference, Value::Plain("GRP-60-1142".to_owned())),
        Fact::new(Topic::SlaughteredOn, Value::Day(day("2026-11-02"))),
        Fact::new(Topic::Matured, Value::DayCount(14)),
        Fact::new(Topic::KeepAt, Value::Temperature { min: None, max: Some(2_000) }),
    ]
}

fn steps() -> Vec<Step> {
    let mayo = || Place {
        region: Some(Words::one("en", "County Mayo")),
        country: Some("IE".to_owned()),
        ..Place::default()
    };
    vec![
        step(StepKind::Born, unnamed(Role::Farm), mayo(), "2024-03-01T00:00:00+00:00"),
        not_recorded(StepKind::Reared, unnamed(Role::Farm)),
        step(
            StepKind::Slaughtered,
            plant(),
            place("en", "Ballina", "IE"),
            "2026-11-02T08:00:00+00:00",
        ),
        step(StepKind::Matured, plant(), place("en", "Ballina", "IE"), "2026-11-16T08:00:00+00:00"),
        step(StepKind::Cut, plant(), place("en", "Ballina", "IE"), "2026-11-18T10:00:00+00:00"),
        step(StepKind::Minced, plant(), place("en", "Ballina", "IE"), "2026-11-19T10:00:00+00:00"),
        step(StepKind::Arrived, unnamed(Role::Shop), ireland(), "2026-11-20T06:00:00+00:00"),
    ]
}

/// Only a summary is published: least, most, and no curve.
fn summary() -> ColdChain {
    ColdChain {
        band: Some(Band { min_milli_c: None, max_milli_c: Some(2_000) }),
        verdict: Verdict::Kept,
        readings: Vec::new(),
        min_milli_c: -500,
        max_milli_c: 1_800,
        from: moment("2026-11-19T11:00:00+00:00"),
        until: moment("2026-11-20T06:00:00+00:00"),
        excursions: Vec::new(),
        gaps: Vec::new(),
        files: Vec::new(),
        absent: 0,
    }
}
