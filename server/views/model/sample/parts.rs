//! Short ways to write the values of the samples.

use crate::views::model::{
    Actor, Certificate, CertificateState, Code, Day, Freshness, How, Level, Moment, Place, Role,
    Signed, SignedRecord, SignedWhat, Step, StepKind, Words,
};

/// The origin of the sample chain.
pub(super) fn origin() -> String {
    format!("demo.example/{}", "5f".repeat(32))
}

/// A moment from RFC 3339 text with an offset.
pub(super) fn moment(text: &str) -> Moment {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).unwrap();
    let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
    let stamp: jiff::Timestamp = text.parse().unwrap();
    let offset_min = i16::try_from(offset.seconds() / 60).unwrap();
    Moment { utc_ms: stamp.as_millisecond(), offset_min }
}

/// A day from `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A named firm.
pub(super) fn firm(role: Role, language: &str, name: &str) -> Actor {
    Actor { name: Some(Words::one(language, name)), role }
}

/// A firm that did not set "name us".
pub(super) const fn unnamed(role: Role) -> Actor {
    Actor { name: None, role }
}

/// A place with a name and a country.
pub(super) fn place(language: &str, name: &str, country: &str) -> Place {
    Place {
        name: Some(Words::one(language, name)),
        country: Some(country.to_owned()),
        ..Place::default()
    }
}

/// A step that its own firm signed on the same day.
pub(super) fn step(kind: StepKind, by: Actor, place: Place, at: &str) -> Step {
    let at = moment(at);
    let recorded = Moment { utc_ms: at.utc_ms + 5 * 60_000, ..at };
    let provable = by.name.is_some();
    Step {
        event_ids: vec![format!("urn:uuid:0190a000-0000-7000-8000-{:012x}", at.utc_ms)],
        kind,
        by: Some(by.clone()),
        place: Some(place),
        at: Some(at),
        until: None,
        signed: Some(Signed { by, recorded, how: How::Own, disputed: false }),
        provable,
    }
}

/// A step that only others mention.
pub(super) const fn not_recorded(kind: StepKind, by: Actor) -> Step {
    Step {
        event_ids: Vec::new(),
        kind,
        by: Some(by),
        place: None,
        at: None,
        until: None,
        signed: None,
        provable: false,
    }
}

/// The signatures that stand under the steps of a journey.
pub(super) fn signatures(steps: &[Step]) -> Vec<SignedRecord> {
    let record = |step: &Step| {
        let signed = step.signed.clone()?;
        Some(SignedRecord { what: SignedWhat::Step(step.kind), signed, provable: step.provable })
    };
    steps.iter().filter_map(record).collect()
}

/// The code of a lot.
pub(super) fn lot_code(gtin: &str, lot: &str) -> Code {
    let path = format!("/01/{gtin}/10/{lot}");
    Code {
        uri: format!("https://id.gs1.org{path}"),
        evidence: format!("/t{path}/evidence"),
        path: format!("/t{path}"),
        product_path: Some(format!("/t/01/{gtin}")),
        level: Level::Lot { gtin: gtin.to_owned(), lot: lot.to_owned() },
    }
}

/// A copy of the record that four companies confirmed a moment ago.
pub(super) fn fresh() -> Freshness {
    Freshness { as_of: checked(), companies: 3, minutes: 0, size: 1482 }
}

/// When the samples were last confirmed.
pub(super) fn checked() -> Moment {
    moment("2026-11-22T12:31:00+01:00")
}

/// A certificate that held when it was used.
pub(super) fn certificate(name: Words, issuer: &str, number: &str, until: &str) -> Certificate {
    Certificate {
        name,
        issuer: Some(Words::one("en", issuer)),
        number: Some(number.to_owned()),
        valid_from: None,
        valid_until: Some(day(until)),
        state: CertificateState::Valid,
        link: None,
        file: None,
    }
}
