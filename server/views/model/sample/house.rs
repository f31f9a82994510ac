//! A bin of one grower without any GS1 number: almost nothing is known, and the page says so.

use super::parts::{checked, fresh, origin, signatures, step, unnamed};
use crate::views::model::{
    Code, Fact, HouseThing, Journey, Kind, Level, LotPage, Place, Product, Role, Status, StepKind,
    Topic, Unknown, Value, Words,
};

/// A house lot, with nothing but a harvest.
pub fn house_lot() -> LotPage {
    let piura = Place {
        region: Some(Words::one("es", "Piura")),
        country: Some("PE".to_owned()),
        ..Place::default()
    };
    let steps = vec![step(
        StepKind::Picked,
        unnamed(Role::Farm),
        piura.clone(),
        "2026-10-18T07:00:00-05:00",
    )];
    let path = "/t/x/9520002000014-7/bin/BIN-0031".to_owned();
    LotPage {
        code: Code {
            uri: "https://demo.example/x/9520002000014-7/bin/BIN-0031".to_owned(),
            evidence: format!("{path}/evidence"),
            path,
            product_path: None,
            level: Level::House { thing: HouseThing::Bin, code: "BIN-0031".to_owned() },
        },
        origin: origin(),
        status: Status::Clear { checked: checked() },
        freshness: fresh(),
        product: Product {
            kind: Kind::Fruit,
            names: Words::one("es", "Mango Kent, bin de campo"),
            ..Product::default()
        },
        facts: vec![Fact::new(Topic::GrownIn, Value::Place(piura))],
        signatures: signatures(&steps),
        journey: Journey { steps, ..Journey::default() },
        cold_chain: None,
        lots: Vec::new(),
        certificates: Vec::new(),
        corrections: Vec::new(),
        disputes: Vec::new(),
        remarks: Vec::new(),
        findings: Vec::new(),
        unknowns: vec![Unknown::UseBy],
        claims: Vec::new(),
        entered_afterwards: false,
        kept_by_one_company: true,
        unproved: 0,
    }
}
