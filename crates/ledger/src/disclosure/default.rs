//! What is concealed unless its signer publishes it: quantities, prices, documents, exact places,
//! persons (`protocol.md` 9).

use super::digests::DIGESTS_MAX;
use super::spot::{QUANTITY_LISTS, SITES, Spot};
use json::{Json, Pointer};

/// Members of the event that name trade partners and documents.
const TRADE: [&str; 3] = ["bizTransactionList", "sourceList", "destinationList"];

/// A member whose name holds one of these words tells a price.
const PRICES: [&str; 5] = ["price", "cost", "invoice", "payment", "wage"];

/// A member whose name holds one of these words names a person.
const PERSONS: [&str; 16] = [
    "person",
    "driver",
    "captain",
    "skipper",
    "crew",
    "farmername",
    "grower_name",
    "contactname",
    "firstname",
    "lastname",
    "givenname",
    "familyname",
    "signatory",
    "inspector",
    "veterinarian",
    "employee",
];

/// RFC 6901 pointers to what [`conceal`](super::conceal()) should take out of this event.
///
/// The unit of a quantity stays clear where concealing it as well would need more digests than an
/// event may hold: alone it says little.
pub fn conceal_by_default(epcis: &Json) -> Vec<String> {
    let mut pointers = Vec::new();
    for name in TRADE {
        push_if_there(epcis, &Pointer::root().member(name), &mut pointers);
    }
    for site in SITES {
        push_if_there(epcis, &Pointer::root().member(site).member("id"), &mut pointers);
    }
    push_sensitive(epcis, Spot::Event, &Pointer::root(), &mut pointers);
    if let Some(ilmd) = epcis.get("ilmd") {
        push_sensitive(ilmd, Spot::Ilmd, &Pointer::root().member("ilmd"), &mut pointers);
    }
    let before = pointers.len();
    push_quantities(epcis, &["quantity", "uom"], &mut pointers);
    if pointers.len() > DIGESTS_MAX {
        pointers.truncate(before);
        push_quantities(epcis, &["quantity"], &mut pointers);
    }
    pointers
}

fn push_if_there(epcis: &Json, pointer: &Pointer, pointers: &mut Vec<String>) {
    let pointer = pointer.to_string();
    if epcis.at(&pointer).is_some() {
        pointers.push(pointer);
    }
}

fn push_quantities(epcis: &Json, names: &[&str], pointers: &mut Vec<String>) {
    for list in QUANTITY_LISTS {
        let items = epcis.get(list).and_then(Json::as_array).unwrap_or_default();
        for index in 0..items.len() {
            for name in names {
                let pointer = Pointer::root().member(list).item(index).member(name);
                push_if_there(epcis, &pointer, pointers);
            }
        }
    }
}

/// Whole members of this object that name, or hold something that names, a price or a person.
fn push_sensitive(object: &Json, spot: Spot, at: &Pointer, pointers: &mut Vec<String>) {
    let Some(members) = object.as_object() else { return };
    for (name, value) in members.iter() {
        let pointer = at.member(name).to_string();
        let sensitive = is_sensitive(name) || holds_sensitive(value);
        if sensitive && spot.hides(name) && !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
}

fn holds_sensitive(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
        Json::Array(items) => items.iter().any(holds_sensitive),
        Json::Object(members) => {
            members.iter().any(|(name, below)| is_sensitive(name) || holds_sensitive(below))
        }
    }
}

fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PRICES.iter().chain(&PERSONS).any(|word| name.contains(word))
}
