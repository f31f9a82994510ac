//! Hake from a longliner: a month-old key vouched for, one short stay above the limit, one correction.

use super::parts::{
    certificate, checked, day, firm, fresh, lot_code, moment, origin, place, signatures, step,
    unnamed,
};
use crate::views::model::{
    Actor, Band, CodeList, ColdChain, Contact, Correction, CorrectionReason, Excursion, Fact, Gap,
    How, Journey, Kind, LotPage, Place, Product, Quantity, Reading, Remark, Role, Side, Split,
    Status, Step, StepKind, Topic, Unknown, Value, Verdict, Words,
};

/// A known lot of seafood without a recall.
pub fn seafood() -> LotPage {
    let steps = steps();
    LotPage {
        code: lot_code("09520001234569", "HK2611-07B"),
        origin: origin(),
        status: Status::Clear { checked: checked() },
        freshness: fresh(),
        product: product(),
        facts: facts(),
        signatures: signatures(&steps),
        journey: Journey {
            steps,
            earlier: 0,
            earlier_link: None,
            split: Some(Split {
                from: Some(place("es", "Madrid", "ES")),
                to: Role::Shop,
                countries: ["ES", "FR", "IT"].map(str::to_owned).to_vec(),
            }),
        },
        cold_chain: Some(cold_chain()),
        lots: Vec::new(),
        certificates: vec![certificate(
            Words::one("en", "MSC Chain of Custody").and("zh-Hans", "MSC 产销监管链认证"),
            "Costa Control Certification",
            "MSC-C-95200",
            "2028-03-31",
        )],
        corrections: vec![correction()],
        disputes: Vec::new(),
        remarks: vec![Remark {
            event_id: "urn:uuid:7c1c1f5e-0000-4000-8000-000000000007".to_owned(),
            step: StepKind::Landed,
            by: vessel(),
            on: moment("2026-11-15T05:00:00+01:00"),
            words: Words::one("en", "Landed late because of the weather."),
        }],
        findings: Vec::new(),
        unknowns: vec![
            Unknown::Temperature {
                after: StepKind::Landed,
                before: StepKind::Packed,
                minutes: 14 * 60,
            },
            Unknown::UnprovenSteps { steps: 2, of: 6 },
        ],
        claims: Vec::new(),
        entered_afterwards: false,
        kept_by_one_company: false,
        unproved: 0,
    }
}

fn packer() -> Actor {
    firm(Role::Processor, "es", "Pescados Ría Clara")
}

fn vessel() -> Actor {
    firm(Role::Vessel, "es", "Nova María")
}

fn product() -> Product {
    Product {
        kind: Kind::Seafood,
        names: Words::one("en", "Hake fillets")
            .and("es", "Filetes de merluza")
            .and("zh-Hans", "无须鳕鱼片"),
        brand: Some(Words::one("es", "Ría Clara")),
        net: Some(Quantity { amount: "400".to_owned(), unit: Some("GRM".to_owned()) }),
        producer: Some(packer()),
        contact: Some(Contact { phone: Some("+34 986 555 010".to_owned()), web: None }),
    }
}

fn catch_area() -> Place {
    Place { fao_area: Some("27.9.a".to_owned()), ..Place::default() }
}

fn facts() -> Vec<Fact> {
    let coded = |list, code: &str| Value::Coded { list, code: code.to_owned() };
    vec![
        Fact::new(Topic::Caught, Value::PlaceOn { place: catch_area(), on: day("2026-11-14") }),
        Fact::new(
            Topic::CaughtBy,
            Value::Vessel { name: Words::one("es", "Nova María"), flag: Some("ES".to_owned()) },
        ),
        Fact::new(Topic::UseBy, Value::Day(day("2026-11-24"))),
        Fact::new(Topic::KeepAt, Value::Temperature { min: Some(0), max: Some(4_000) }),
        Fact::new(
            Topic::Species,
            Value::Species {
                code: Some("HKE".to_owned()),
                scientific: Some("Merluccius merluccius".to_owned()),
            },
        ),
        Fact::new(Topic::ProductionMethod, coded(CodeList::Production, "wild")),
        Fact::new(Topic::CaughtWith, coded(CodeList::Gear, "LLS")),
        Fact::new(
            Topic::Landed,
            Value::PlaceOn { place: place("es", "Vigo", "ES"), on: day("2026-11-15") },
        ),
        Fact::new(Topic::Defrosted, Value::Flag(false)),
        Fact::new(
            Topic::Allergens,
            Value::Codes { list: CodeList::Allergen, codes: vec!["fish".to_owned()] },
        ),
    ]
}

fn steps() -> Vec<Step> {
    let vigo = || place("es", "Vigo", "ES");
    let mut caught = step(StepKind::Caught, vessel(), catch_area(), "2026-11-14T05:40:00+01:00");
    if let Some(signed) = &mut caught.signed {
        signed.how = How::Vouched {
            by: Words::one("es", "Armadores de Vigo"),
            on: moment("2026-11-16T09:00:00+01:00"),
        };
    }
    let mut auctioned = step(
        StepKind::Auctioned,
        firm(Role::Auction, "es", "Lonja de Vigo"),
        vigo(),
        "2026-11-15T06:10:00+01:00",
    );
    if let Some(signed) = &mut auctioned.signed {
        signed.how = How::Through { operator: Words::one("en", "Quayside Software") };
    }
    vec![
        caught,
        step(StepKind::Landed, vessel(), vigo(), "2026-11-15T04:05:00+01:00"),
        auctioned,
        step(StepKind::Packed, packer(), vigo(), "2026-11-15T18:20:00+01:00"),
        step(
            StepKind::Carried,
            unnamed(Role::Carrier),
            place("es", "Madrid", "ES"),
            "2026-11-16T07:00:00+01:00",
        ),
        step(
            StepKind::Stored,
            unnamed(Role::Warehouse),
            place("es", "Madrid", "ES"),
            "2026-11-16T19:30:00+01:00",
        ),
    ]
}

fn correction() -> Correction {
    Correction {
        wrong: "urn:uuid:0190a000-0000-7000-8000-0000000000aa".to_owned(),
        replaced_by: vec!["urn:uuid:0190a000-0000-7000-8000-0000000000ab".to_owned()],
        step: StepKind::Landed,
        by: vessel(),
        on: moment("2026-11-15T11:00:00+01:00"),
        reason: CorrectionReason::IncorrectData,
        words: Some(Words::one("es", "Se había anotado el puerto de Marín en lugar de Vigo.")),
    }
}

/// Readings each half hour for two days, with one stay above 4 °C while a door was open.
fn cold_chain() -> ColdChain {
    let start = moment("2026-11-15T19:00:00+01:00");
    let wave = [900, 1_150, 1_400, 1_700, 1_950, 2_050, 1_900, 1_650, 1_300, 1_000, 800, 700];
    let reading = |i: usize| {
        let milli_c = match i {
            54 => 3_100,
            55 => 5_600,
            56 => 4_700,
            _ => wave[(i * 7 / 10) % wave.len()],
        };
        let later = i64::try_from(i).unwrap() * 30 * 60_000;
        Reading {
            at: crate::views::model::Moment { utc_ms: start.utc_ms + later, ..start },
            milli_c,
        }
    };
    let readings: Vec<_> = (0..96).filter(|i| !(18..26).contains(i)).map(reading).collect();
    ColdChain {
        band: Some(Band { min_milli_c: Some(0), max_milli_c: Some(4_000) }),
        verdict: Verdict::Outside { longest_ms: 40 * 60_000, total_ms: 40 * 60_000 },
        min_milli_c: 700,
        max_milli_c: 5_600,
        from: start,
        until: readings[readings.len() - 1].at,
        excursions: vec![Excursion {
            side: Side::Above,
            from: moment("2026-11-16T22:10:00+01:00"),
            until: moment("2026-11-16T22:50:00+01:00"),
            worst_milli_c: 5_600,
        }],
        files: Vec::new(),
        absent: 0,
        gaps: vec![Gap {
            after: None,
            before: None,
            from: readings[17].at,
            until: readings[18].at,
        }],
        readings,
    }
}
