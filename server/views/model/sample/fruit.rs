//! Mangoes of 14 growers: a co-op records for them, one certificate has run out, an outsider's claim.

use super::parts::{
    certificate, checked, day, firm, fresh, lot_code, moment, origin, place, signatures, step,
    unnamed,
};
use crate::views::model::{
    Actor, Band, Certificate, CertificateState, Claim, CodeList, ColdChain, Fact, Finding,
    FindingKind, How, Journey, Kind, LotPage, Moment, Place, Product, Quantity, Reading, Role,
    Status, Step, StepKind, Topic, Unknown, Value, Verdict, Words,
};

/// A known lot of fruit without a recall.
pub fn fruit() -> LotPage {
    let steps = steps();
    LotPage {
        code: lot_code("09520002345677", "MG-0417"),
        origin: origin(),
        status: Status::Clear { checked: checked() },
        freshness: fresh(),
        product: Product {
            kind: Kind::Fruit,
            names: Words::one("en", "Mangoes").and("es", "Mangos").and("zh-Hans", "芒果"),
            brand: Some(Words::one("es", "Valle Dorado")),
            net: Some(Quantity { amount: "2".to_owned(), unit: None }),
            producer: Some(packhouse()),
            contact: None,
        },
        facts: facts(),
        signatures: signatures(&steps),
        journey: Journey {
            steps,
            earlier: 14,
            earlier_link: Some("/t/01/09520002345677/10/MG-0417?all=1".to_owned()),
            split: None,
        },
        cold_chain: Some(reefer()),
        lots: Vec::new(),
        certificates: certificates(),
        corrections: Vec::new(),
        disputes: Vec::new(),
        remarks: Vec::new(),
        findings: vec![Finding {
            kind: FindingKind::Late,
            step: Some(StepKind::Picked),
            signers: vec![packhouse()],
        }],
        unknowns: vec![Unknown::UnprovenSteps { steps: 3, of: 7 }],
        claims: vec![Claim {
            event_id: "urn:uuid:0190a000-0000-7000-8000-0000000000c1".to_owned(),
            step: StepKind::Repacked,
            by: firm(Role::Packer, "en", "Harbour Fruit Packers"),
            place: Some(Place { country: Some("NL".to_owned()), ..Place::default() }),
            on: moment("2026-11-18T10:00:00+01:00"),
        }],
        entered_afterwards: true,
        kept_by_one_company: true,
        unproved: 0,
    }
}

fn packhouse() -> Actor {
    firm(Role::Cooperative, "es", "Cooperativa Valle Dorado")
}

fn piura() -> Place {
    Place {
        region: Some(Words::one("es", "Piura")),
        country: Some("PE".to_owned()),
        ..Place::default()
    }
}

fn facts() -> Vec<Fact> {
    vec![
        Fact::new(Topic::Picked, Value::Days { from: day("2026-10-18"), until: day("2026-10-20") }),
        Fact::new(Topic::GrownIn, Value::Place(piura())),
        Fact::new(Topic::BestBefore, Value::Day(day("2026-11-30"))),
        Fact::new(Topic::KeepAt, Value::Temperature { min: Some(10_000), max: Some(13_000) }),
        Fact::new(Topic::Variety, Value::Text(Words::one("und", "Kent"))),
        Fact::new(Topic::Class, Value::Coded { list: CodeList::Class, code: "1".to_owned() }),
        Fact::new(Topic::PackedBy, Value::Actor(packhouse())),
        Fact::new(
            Topic::Treatment,
            Value::Text(
                Words::one("en", "Hot water, 46.1 °C for 90 minutes")
                    .and("zh-Hans", "46.1 °C 热水处理 90 分钟"),
            ),
        ),
    ]
}

fn steps() -> Vec<Step> {
    let mut picked =
        step(StepKind::Picked, unnamed(Role::Farm), piura(), "2026-10-18T07:00:00-05:00");
    picked.until = Some(moment("2026-10-20T15:00:00-05:00"));
    if let Some(signed) = &mut picked.signed {
        signed.by = packhouse();
        signed.how = How::For {
            principal: Words::one("en", "14 growers").and("zh-Hans", "14 位种植者"),
            operator: None,
            vouched: None,
        };
    }
    vec![
        picked,
        step(StepKind::Packed, packhouse(), piura(), "2026-10-21T09:00:00-05:00"),
        step(StepKind::Treated, packhouse(), piura(), "2026-10-21T14:00:00-05:00"),
        step(
            StepKind::Loaded,
            packhouse(),
            place("es", "Paita", "PE"),
            "2026-10-23T11:00:00-05:00",
        ),
        step(
            StepKind::Carried,
            unnamed(Role::Carrier),
            place("nl", "Rotterdam", "NL"),
            "2026-11-14T06:00:00+01:00",
        ),
        step(
            StepKind::Repacked,
            unnamed(Role::Packer),
            place("nl", "Barendrecht", "NL"),
            "2026-11-17T08:00:00+01:00",
        ),
        step(
            StepKind::Arrived,
            unnamed(Role::Shop),
            Place { country: Some("DE".to_owned()), ..Place::default() },
            "2026-11-20T05:00:00+01:00",
        ),
    ]
}

fn certificates() -> Vec<Certificate> {
    let mut expired = certificate(
        Words::one("en", "Good farm practice certificate").and("zh-Hans", "良好农业规范证书"),
        "Andes Agro Audit",
        "AAA-95-2210",
        "2026-09-30",
    );
    expired.state = CertificateState::Expired;
    vec![
        certificate(
            Words::one("en", "Phytosanitary certificate").and("zh-Hans", "植物检疫证书"),
            "Plant health service of Peru",
            "PE-952-001871",
            "2026-12-15",
        ),
        certificate(
            Words::one("en", "Residue test").and("zh-Hans", "农药残留检测"),
            "Laboratorio Costa Norte",
            "R-4410",
            "2027-10-21",
        ),
        expired,
    ]
}

fn reefer() -> ColdChain {
    let start = moment("2026-10-23T18:00:00-05:00");
    let wave = [10_900, 11_000, 11_200, 11_300, 11_200, 11_050, 10_950, 10_850];
    let at = |i: i64| Moment { utc_ms: start.utc_ms + i * 3 * 3_600_000, ..start };
    let reading = |i: usize| Reading {
        at: at(i64::try_from(i).unwrap()),
        milli_c: wave[i % wave.len()] + i64::try_from(i * i % 13).unwrap() * 20,
    };
    let readings: Vec<_> = (0..168).map(reading).collect();
    ColdChain {
        band: Some(Band { min_milli_c: Some(10_000), max_milli_c: Some(13_000) }),
        verdict: Verdict::Kept,
        min_milli_c: readings.iter().map(|r| r.milli_c).min().unwrap(),
        max_milli_c: readings.iter().map(|r| r.milli_c).max().unwrap(),
        from: start,
        until: at(167),
        readings,
        excursions: Vec::new(),
        gaps: Vec::new(),
        files: Vec::new(),
        absent: 0,
    }
}
