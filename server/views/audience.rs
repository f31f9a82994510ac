//! Who reads (design section 3, "Who sees what").

use crate::store::{Db, StoreError, read::facts};
use json::Json;
use ledger::OrgId;
use ledger::rows::OrgRow;
use ledger::statement::{Envelope, Vct};

/// A kind of reader. Partners and authorities come with their tokens, in a later release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody.
    Shopper,
    /// Who holds the operator token of this node's data folder.
    Operator,
}

/// Roles whose firms are named to shoppers unless they say otherwise.
const NAMED_BY_DEFAULT: [&str; 2] = ["producer", "packer"];

/// Roles whose firms are not, whatever else they do: a shop that packs is a shop.
const UNNAMED_BY_DEFAULT: [&str; 4] = ["retailer", "caterer", "shipper", "broker"];

/// Members of an event that a shopper never sees, not even inside a proof.
const PRIVATE: [&str; 5] =
    ["parentID", "sourceList", "destinationList", "bizTransactionList", "childQuantityList"];

/// Lists whose amounts a shopper never sees.
const AMOUNTS: [&str; 3] = ["quantityList", "inputQuantityList", "outputQuantityList"];

/// Lists of single things.
const THINGS: [&str; 4] = ["epcList", "childEPCs", "inputEPCList", "outputEPCList"];

/// Whether shoppers may read a firm's name.
pub(super) fn is_named(db: &mut Db, row: &OrgRow) -> Result<bool, StoreError> {
    let told = facts::about(db, "name.us", row.iss.as_str())?;
    let show = told
        .iter()
        .filter(|fact| fact.org == row.iss.as_str())
        .find_map(|fact| serde_json::from_str::<serde_json::Value>(&fact.fact).ok())
        .and_then(|gov| gov.get("show").and_then(serde_json::Value::as_bool));
    Ok(show.unwrap_or_else(|| is_named_by_default(&row.roles)))
}

fn is_named_by_default(roles: &[String]) -> bool {
    let has = |words: &[&str]| roles.iter().any(|role| words.contains(&role.as_str()));
    has(&NAMED_BY_DEFAULT) && !has(&UNNAMED_BY_DEFAULT)
}

/// Whether the clear bytes of a leaf hold nothing that a shopper may not see.
pub(super) fn may_be_published(envelope: &Envelope) -> bool {
    match envelope.head().vct() {
        // Notices and product facts are meant for everybody.
        Vct::Recall | Vct::Governance => true,
        Vct::Access => false,
        Vct::Event | Vct::Vouched => is_public_event(envelope.inner().body()),
    }
}

fn is_public_event(epcis: &Json) -> bool {
    let has_private = PRIVATE.iter().any(|name| epcis.get(name).is_some());
    let has_amount = AMOUNTS
        .iter()
        .filter_map(|name| epcis.get(name)?.as_array())
        .flatten()
        .any(|item| item.get("quantity").is_some() || item.get("uom").is_some());
    let names_things = THINGS
        .iter()
        .filter_map(|name| epcis.get(name)?.as_array())
        .flatten()
        .filter_map(Json::as_str)
        .any(|text| !is_food(text));
    let names_crates = AMOUNTS
        .iter()
        .filter_map(|name| epcis.get(name)?.as_array())
        .flatten()
        .filter_map(|item| item.get("epcClass")?.as_str())
        .any(is_returnable);
    !has_private && !has_amount && !names_things && !names_crates && !names_logistics(epcis)
}

/// Whether an instance is a pack, an animal or a house lot, and no container, crate or vehicle. GDST
/// names packs of fish by URNs of its own.
fn is_food(text: &str) -> bool {
    match gs1::Goods::parse(text) {
        Ok(gs1::Goods::Sscc(_)) | Err(_) => false,
        Ok(gs1::Goods::Other(_)) => text.to_ascii_lowercase().starts_with("urn:gdst:"),
        Ok(
            gs1::Goods::Gtin(_)
            | gs1::Goods::Lot(..)
            | gs1::Goods::Serial { .. }
            | gs1::Goods::UseBy(..)
            | gs1::Goods::BestBefore(..)
            | gs1::Goods::House(_),
        ) => true,
    }
}

/// GRAI and GIAI: crates, containers, vehicles (GS1 General Specifications, AI 8003 and 8004). A
/// thermometer has one as well; what an event only names as its instrument moves no goods.
fn is_returnable(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let urn = ["urn:epc:id:grai:", "urn:epc:id:giai:", "urn:epc:idpat:grai:"];
    let link = text.starts_with("http") && (text.contains("/8003/") || text.contains("/8004/"));
    link || urn.iter().any(|start| text.starts_with(start))
}

/// Whether any text of an event is the code of a case, pallet or container.
fn names_logistics(value: &Json) -> bool {
    match value {
        // Reading every text as a code is slow, and a code is a URI with letters before a colon.
        Json::String(text) => {
            let may_be = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(':');
            may_be && matches!(gs1::Goods::parse(text), Ok(gs1::Goods::Sscc(_)))
        }
        Json::Array(items) => items.iter().any(names_logistics),
        Json::Object(members) => members.iter().any(|(_, value)| names_logistics(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether a shopper's evidence may hold a leaf: its firm names itself, and nothing private stands
/// in its clear bytes.
pub(super) fn shopper_may_hold(
    db: &mut Db,
    envelope: &Envelope,
    org: impl Fn(&OrgId) -> Option<OrgRow>,
) -> Result<bool, StoreError> {
    let Some(row) = org(envelope.head().iss()) else { return Ok(false) };
    Ok(may_be_published(envelope) && is_named(db, &row)?)
}

#[cfg(test)]
mod tests {
    use super::{is_named_by_default, is_public_event};

    #[test]
    fn a_shop_that_packs_is_a_shop() {
        let rows = [
            (&["producer"][..], true),
            (&["processor", "packer"], true),
            (&["processor"], false),
            (&["retailer", "packer"], false),
            (&["packer", "shipper"], false),
            (&["producer", "broker"], false),
            (&[], false),
        ];
        for (roles, expected) in rows {
            let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
            assert_eq!(is_named_by_default(&roles), expected, "{roles:?}");
        }
    }

    #[test]
    fn crates_containers_and_pallets_are_for_nobody_else() {
        let rows = [
            ("https://id.gs1.org/01/09520101000019/21/7", true),
            ("https://chain.example/x/9520101000002/animal/FR7195201104", true),
            ("urn:gdst:farm.example:product:serial:obj:1", true),
            ("https://id.gs1.org/00/095201020004170069", false),
            ("https://id.gs1.org/8003/09520101000019A1", false),
            ("https://id.gs1.org/8004/9520101TRUCK", false),
            ("urn:epc:id:grai:9520101.00001.A1", false),
            ("urn:epc:id:giai:9520101.TRUCK", false),
            ("urn:bic:CSNU3054383", false),
        ];
        for (thing, expected) in rows {
            let event = format!(r#"{{"type":"ObjectEvent","epcList":["{thing}"]}}"#);
            let limits = json::Limits { bytes_max: 1_000, depth_max: 8, values_max: 100 };
            let event = json::parse(event.as_bytes(), &limits).unwrap();
            assert_eq!(is_public_event(&event), expected, "{thing}");
        }
        let text = r#"{"sensorElementList":[{"sensorMetadata":{"deviceID":"https://id.gs1.org/8004/9520101T1"}}]}"#;
        let limits = json::Limits { bytes_max: 1_000, depth_max: 8, values_max: 100 };
        assert!(is_public_event(&json::parse(text.as_bytes(), &limits).unwrap()), "a thermometer");
    }
}
