//! What the goods are called and whose they are.

use super::dossier::Dossier;
use super::telling::words;
use super::told;
use crate::views::model::{Contact, Product, Quantity, Words};
use ledger::governance;

/// The product as its owner tells it. A pallet has the name of what is on it, and no net content; a
/// mixed one has all names and nobody's brand.
pub(super) fn product(dossier: &Dossier<'_>) -> Product {
    let told = dossier.product().map(|told| &told.product);
    let named = told.map_or(dossier.goods, |told| &told.product);
    let owner = dossier.master.owner(named).map(|owner| owner.iss.as_str());
    let is_pack = dossier.goods.gtin().is_some();
    let all = dossier.products.iter().map(|told| words(&told.product.names));
    Product {
        kind: dossier.food,
        names: all
            .reduce(|one, next| one.beside(&next))
            .or_else(|| told_by_events(dossier))
            .unwrap_or_default(),
        brand: told.and_then(|told| Some(Words::one("und", told.brand.as_ref()?))),
        net: told.filter(|_| is_pack).and_then(|told| told.net.as_ref()).map(quantity),
        producer: owner.map(|owner| dossier.people.alone(owner)),
        contact: told.and_then(|told| told.contact.as_ref()).and_then(contact),
    }
}

/// Trade item names of CBV 2.0 section 9, the one that says most first.
const NAMES: [&str; 4] =
    ["regulatedProductName", "tradeItemDescription", "functionalName", "descriptionShort"];

/// What the events of the goods themselves call them, where no owner tells of a product.
fn told_by_events(dossier: &Dossier<'_>) -> Option<Words> {
    let fields =
        || dossier.made().rev().filter_map(|(_, entry)| dossier.shown(entry).ilmd.as_ref());
    let name = |name: &&str| fields().find_map(|fields| told::text(fields, name));
    NAMES.iter().find_map(name).map(|text| Words::one("und", text))
}

fn quantity(net: &governance::Net) -> Quantity {
    Quantity { amount: net.quantity.clone(), unit: Some(net.uom.clone()) }
}

fn contact(told: &governance::Contact) -> Option<Contact> {
    let contact = Contact { phone: told.phone.clone(), web: told.url.clone() };
    (contact != Contact::default()).then_some(contact)
}
