//! The goods of an event: items one by one, and amounts of a class.

use crate::amount::{Amount, Exact};
use crate::fault::FaultCode;
use crate::reader::Reader;
use crate::unit::Uom;
use gs1::{CodeError, Goods, Uri};
use json::{Json, Object};
use std::collections::BTreeSet;

/// One thing with an identity of its own, or a bigger unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is, in the one spelling that the system compares.
    pub goods: Goods,
    /// The text as sent.
    pub sent: String,
}

/// An amount of a lot or product: `quantityElement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The lot or product.
    pub class: Goods,
    /// `epcClass` as sent.
    pub sent: String,
    /// How much; none if not known, not told or concealed.
    pub amount: Option<Amount>,
}

/// A list of items and a list of amounts, which stand side by side everywhere in EPCIS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoodsSet {
    /// Things with an identity of their own.
    pub items: Vec<Item>,
    /// Amounts of lots and products.
    pub quantities: Vec<Quantity>,
}

impl GoodsSet {
    /// Whether it names nothing.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty() && self.quantities.is_empty()
    }

    /// The code of each item and each amount, in order.
    pub fn codes(&self) -> impl Iterator<Item = &Goods> {
        let items = self.items.iter().map(|item| &item.goods);
        items.chain(self.quantities.iter().map(|quantity| &quantity.class))
    }
}

/// The members that hold the two lists, and whether the first may repeat a value.
pub(super) struct Lists {
    pub(super) items: &'static str,
    pub(super) quantities: &'static str,
    pub(super) repeats: bool,
}

impl<'j> Reader<'j> {
    /// Reads both lists; what is absent or faulty is empty.
    pub(super) fn goods_set(&mut self, members: &'j Object, lists: &Lists) -> GoodsSet {
        let items = self.member(members, lists.items, |reader, value| {
            let items = reader.items(value, Self::item)?;
            if !lists.repeats {
                reader.each_once(value);
            }
            Some(items)
        });
        let quantities = self
            .member(members, lists.quantities, |reader, value| reader.items(value, Self::quantity));
        GoodsSet { items: items.unwrap_or_default(), quantities: quantities.unwrap_or_default() }
    }

    /// Notes the values that a list holds twice.
    pub(super) fn each_once(&mut self, list: &Json) {
        let mut seen = BTreeSet::new();
        for text in list.as_array().unwrap_or_default().iter().filter_map(Json::as_str) {
            if !seen.insert(text) {
                self.fault(FaultCode::Repeated, format!("\"{text}\" stands twice in this list"));
            }
        }
    }

    /// The code of one thing.
    pub(super) fn item(&mut self, value: &'j Json) -> Option<Item> {
        let sent = self.text(value)?;
        let goods = self.code(sent, Goods::parse, Goods::Other)?;
        Some(Item { goods, sent: sent.to_owned() })
    }

    /// Reads a code with `parse`. An EPC URN of a wrong length has no check digit that could show a
    /// slip, and firms have used such names for years: it is kept as a name like any other, by
    /// `other`, and remarked.
    pub(super) fn code<T>(
        &mut self,
        text: &str,
        parse: fn(&str) -> Result<T, CodeError>,
        other: fn(Uri) -> T,
    ) -> Option<T> {
        let error = match parse(text) {
            Ok(code) => return Some(code),
            Err(error) => error,
        };
        let keepable = is_urn(text) && matches!(error, CodeError::Urn(_) | CodeError::Key(_));
        if let Some(uri) = Uri::parse(text).ok().filter(|_| keepable) {
            self.remark(FaultCode::BadKey, format!("{error}; kept as a name without meaning"));
            return Some(other(uri));
        }
        self.fault(fault_code(&error), error.to_string());
        None
    }

    /// One `quantityElement`.
    fn quantity(&mut self, value: &'j Json) -> Option<Quantity> {
        let members = self.object(value)?;
        self.only(members, "a quantity", &["epcClass", "quantity", "uom"]);
        let class = self.required(members, "epcClass", Self::item);
        let number = self.member(members, "quantity", Self::number);
        let uom = self.member(members, "uom", Self::uom);
        let amount = self.amount(members, number, uom);
        let Item { goods, sent } = class?;
        Some(Quantity { class: goods, sent, amount })
    }

    fn uom(&mut self, value: &'j Json) -> Option<Uom> {
        let parsed = Uom::parse(self.text(value)?);
        parsed.map_err(|error| self.fault(FaultCode::BadUnit, error.to_string())).ok()
    }

    /// EPCIS 2.0 section 7.3.3.3: an amount is positive; without a unit it counts pieces, so it is
    /// whole; a unit without an amount means nothing.
    fn amount(
        &mut self,
        members: &Object,
        number: Option<Exact>,
        uom: Option<Uom>,
    ) -> Option<Amount> {
        let concealed = self.conceals(members);
        let Some(number) = number else {
            if uom.is_some() && !members.contains("quantity") && !concealed {
                let text = "there is a \"uom\" but no \"quantity\"; give both, or neither";
                self.fault(FaultCode::Rule, text);
            }
            return None;
        };
        let counts_pieces = uom.is_none() && !members.contains("uom") && !concealed;
        if number.value().is_sign_negative() || number.value().is_zero() {
            self.fault(FaultCode::BadNumber, "a quantity is more than 0; leave it out if unknown");
        } else if counts_pieces && !number.value().fract().is_zero() {
            let text = "a quantity without \"uom\" counts whole pieces; add the unit, such as KGM";
            self.fault(FaultCode::BadNumber, text);
        }
        Some(Amount { number, uom })
    }
}

fn is_urn(text: &str) -> bool {
    text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("urn:epc:"))
}

const fn fault_code(error: &CodeError) -> FaultCode {
    match error {
        CodeError::Key(_)
        | CodeError::DigitalLink(_)
        | CodeError::Urn(_)
        | CodeError::House(_)
        | CodeError::Typed(_) => FaultCode::BadKey,
        CodeError::Uri(_) | CodeError::TooLong { .. } | CodeError::Percent(_) => FaultCode::BadUri,
    }
}
