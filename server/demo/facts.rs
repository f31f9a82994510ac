//! What the companies say of themselves: products, places, mandates, names.

use super::dates;
use super::enrol::iss;
use super::setup::{Organisation, Setup};
use json::{Json, Limits, Object};
use ledger::OrgId;

/// A fact to be signed.
pub(super) struct Fact {
    pub(super) by: OrgId,
    pub(super) name: String,
    pub(super) gov: Json,
}

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, values_max: 1_000 };

/// All facts, in an order in which they can be signed.
pub(super) fn facts(setup: &Setup, chain: &str, days: i64) -> Option<Vec<Fact>> {
    let org = |id: &str| iss(setup, setup.organisation(id)?, chain).ok();
    let mut facts = Vec::new();
    for product in &setup.products {
        let mut members = read(product)?;
        let gtin = members.remove("gtin")?;
        let product = format!("https://id.gs1.org/01/{}", gtin.as_str()?);
        if let Some(packers) = members.get_mut("packers") {
            let named = packers.as_array()?.iter().map(|id| org(id.as_str()?));
            let named: Option<Vec<Json>> =
                named.map(|iss| iss.map(|iss| Json::from(iss.as_str()))).collect();
            *packers = Json::Array(named?);
        }
        facts.push(about(members, "product.set", "product", &product, &org)?);
    }
    for place in &setup.places {
        let mut members = read(place)?;
        let place = match (members.remove("gln"), members.remove("id")) {
            (Some(gln), _) => format!("https://id.gs1.org/414/{}", gln.as_str()?),
            (None, id) => id?.as_str()?.to_owned(),
        };
        facts.push(about(members, "place.set", "place", &place, &org)?);
    }
    for firm in setup.organisations.iter().filter(|firm| !firm.names.is_empty()) {
        facts.push(legal_name(firm, iss(setup, firm, chain).ok()?));
    }
    for mandate in &setup.mandates {
        let until = dates::shifted(&mandate.until, days)?.parse::<jiff::Timestamp>().ok()?;
        let steps: Vec<Json> = mandate.steps.iter().map(|step| Json::from(step.as_str())).collect();
        let gov: Object = [
            ("op", Json::from("mandate")),
            ("agent", Json::from(org(&mandate.agent)?.as_str())),
            ("steps", Json::Array(steps)),
            ("until", Json::from(until.as_millisecond())),
        ]
        .into_iter()
        .collect();
        let by = org(&mandate.principal)?;
        facts.push(Fact { by, name: format!("mandate {}", mandate.agent), gov: gov.into() });
    }
    for name_us in &setup.name_us {
        let gov: Object = [("op", Json::from("name.us")), ("show", Json::from(name_us.show))]
            .into_iter()
            .collect();
        facts.push(Fact { by: org(&name_us.org)?, name: "name.us".to_owned(), gov: gov.into() });
    }
    Some(facts)
}

/// A `place.set` about a firm's own code tells its legal name in several languages.
fn legal_name(firm: &Organisation, by: OrgId) -> Fact {
    let texts = firm.names.iter().map(|(tag, name)| (tag.as_str(), Json::from(name.as_str())));
    let gov: Object = [
        ("op", Json::from("place.set")),
        ("place", Json::from(by.as_str())),
        ("names", Json::Object(texts.collect())),
        ("country", Json::from(firm.country.as_str())),
    ]
    .into_iter()
    .collect();
    Fact { name: format!("place.set {by}"), by, gov: gov.into() }
}

fn read(members: &serde_json::Map<String, serde_json::Value>) -> Option<Object> {
    let text = serde_json::to_string(members).ok()?;
    json::parse(text.as_bytes(), &LIMITS).ok()?.as_object().cloned()
}

fn about(
    mut members: Object,
    op: &str,
    name: &str,
    subject: &str,
    org: &impl Fn(&str) -> Option<OrgId>,
) -> Option<Fact> {
    let by = org(members.remove("owner")?.as_str()?)?;
    let mut gov = Object::new();
    gov.insert("op", op);
    gov.insert(name, subject);
    for (name, value) in members.iter() {
        gov.insert(name, value.clone());
    }
    Some(Fact { by, name: format!("{op} {subject}"), gov: gov.into() })
}
