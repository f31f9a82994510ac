//! What the goods are called and whose they are.

use super::dossier::Dossier;
use super::telling::words;
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
        names: all.reduce(|one, next| one.beside(&next)).unwrap_or_default(),
        brand: told.and_then(|told| Some(Words::one("und", told.brand.as_ref()?))),
        net: told.filter(|_| is_pack).and_then(|told| told.net.as_ref()).map(quantity),
        producer: owner.map(|owner| dossier.people.alone(owner)),
        contact: told.and_then(|told| told.contact.as_ref()).and_then(contact),
    }
}

fn quantity(net: &governance::Net) -> Quantity {
    Quantity { amount: net.quantity.clone(), unit: Some(net.uom.clone()) }
}

fn contact(told: &governance::Contact) -> Option<Contact> {
    let contact = Contact { phone: told.phone.clone(), web: told.url.clone() };
    (contact != Contact::default()).then_some(contact)
}
