//! What a product and a place are, as their owner says.

use super::Words;
use super::fields::{Fields, code, decimal, hash, list, number, org, text};
use super::write;
use super::write::object;
use crate::statement::{FormError, fault};
use crate::{Hash, OrgId};
use json::{Json, Object, Pointer};

/// `product.set`: master data of a product; the last word of its owner counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// A GTIN, or any code that names goods.
    pub product: gs1::Goods,
    /// Its names.
    pub names: Words,
    /// Its brand.
    pub brand: Option<String>,
    /// What is in a pack.
    pub net: Option<Net>,
    /// From packing, unopened.
    pub shelf_life_days: Option<u64>,
    /// How it must be kept.
    pub storage: Option<Storage>,
    /// Allergens, as words or codes.
    pub allergens: Vec<String>,
    /// SHA-256 of its photograph.
    pub photo: Option<Hash>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Firms that may pack it.
    pub packers: Vec<OrgId>,
    /// A class of goods, such as a GPC brick.
    pub class: Option<String>,
    /// The species, such as an ASFIS code.
    pub species: Option<String>,
}

/// Net content, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Net {
    /// A decimal, as text.
    pub quantity: String,
    /// UN/ECE Recommendation 20.
    pub uom: String,
}

/// Limits of storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// At least, a decimal.
    pub min: Option<String>,
    /// At most, a decimal.
    pub max: Option<String>,
    /// UN/ECE Recommendation 20, such as `CEL`.
    pub uom: String,
}

/// Whom a shopper may ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// A telephone number.
    pub phone: Option<String>,
    /// A web address, `https://`.
    pub url: Option<String>,
    /// A mail address.
    pub email: Option<String>,
}

/// `place.set`: master data of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its canonical URI.
    pub place: String,
    /// Its names.
    pub names: Words,
    /// ISO 3166-1, two letters.
    pub country: String,
    /// The region, in words.
    pub region: Option<Words>,
    /// Where on earth.
    pub position: Option<Position>,
    /// An IANA time zone, such as `Europe/Madrid`.
    pub timezone: Option<String>,
}

/// Degrees, WGS 84.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// North, a decimal.
    pub lat: String,
    /// East, a decimal.
    pub lon: String,
}

const PRODUCT: (&[&str], &[&str]) = (
    &["op", "product", "names"],
    &[
        "brand",
        "net",
        "shelf_life_days",
        "storage",
        "allergens",
        "photo",
        "contact",
        "packers",
        "class",
        "species",
    ],
);

const PLACE: (&[&str], &[&str]) =
    (&["op", "place", "names", "country"], &["region", "position", "timezone"]);

impl Product {
    pub(super) fn read(gov: &Json, at: &Pointer) -> Result<Self, FormError> {
        let fields = Fields::of(gov, at, 17, PRODUCT)?;
        Ok(Self {
            product: fields.take("product", code)?,
            names: fields.take("names", Words::read)?,
            brand: fields.maybe("brand", text)?,
            net: fields.maybe("net", |value, at| {
                let fields = Fields::of(value, at, 18, (&["quantity", "uom"], &[]))?;
                Ok(Net {
                    quantity: fields.take("quantity", decimal)?,
                    uom: fields.take("uom", text)?,
                })
            })?,
            shelf_life_days: fields.maybe("shelf_life_days", number)?,
            storage: fields.maybe("storage", |value, at| {
                let fields = Fields::of(value, at, 18, (&["uom"], &["min", "max"]))?;
                let (min, max) = (fields.maybe("min", decimal)?, fields.maybe("max", decimal)?);
                Ok(Storage { min, max, uom: fields.take("uom", text)? })
            })?,
            allergens: fields
                .maybe("allergens", |value, at| list(value, at, 50, text))?
                .unwrap_or_default(),
            photo: fields.maybe("photo", hash)?,
            contact: fields.maybe("contact", contact)?,
            packers: fields
                .maybe("packers", |value, at| list(value, at, 100, org))?
                .unwrap_or_default(),
            class: fields.maybe("class", text)?,
            species: fields.maybe("species", text)?,
        })
    }

    pub(super) fn members(&self) -> Vec<(&'static str, Json)> {
        let mut members =
            vec![("product", Json::from(self.product.uri())), ("names", self.names.to_json())];
        let mut maybe =
            |name, value: Option<Json>| members.extend(value.map(|value| (name, value)));
        maybe("brand", word(self.brand.as_ref()));
        maybe(
            "net",
            self.net.as_ref().map(|net| {
                Json::Object(object([
                    ("quantity", Json::from(net.quantity.as_str())),
                    ("uom", Json::from(net.uom.as_str())),
                ]))
            }),
        );
        maybe("shelf_life_days", self.shelf_life_days.map(Json::from));
        maybe(
            "storage",
            self.storage.as_ref().map(|storage| {
                let bounds = [("min", &storage.min), ("max", &storage.max)];
                let mut object = texts(bounds);
                object.insert("uom", storage.uom.as_str());
                Json::Object(object)
            }),
        );
        maybe("allergens", some(write::list(&self.allergens, |text| Json::from(text.as_str()))));
        maybe("photo", self.photo.map(|photo| Json::from(photo.to_hex())));
        maybe(
            "contact",
            self.contact.as_ref().map(|contact| {
                let Contact { phone, url, email } = contact;
                Json::Object(texts([("phone", phone), ("url", url), ("email", email)]))
            }),
        );
        maybe("packers", some(write::list(&self.packers, |iss| Json::from(iss.as_str()))));
        maybe("class", word(self.class.as_ref()));
        maybe("species", word(self.species.as_ref()));
        members
    }
}

impl Place {
    pub(super) fn read(gov: &Json, at: &Pointer) -> Result<Self, FormError> {
        let fields = Fields::of(gov, at, 17, PLACE)?;
        Ok(Self {
            place: fields.take("place", place_uri)?,
            names: fields.take("names", Words::read)?,
            country: fields.take("country", country)?,
            region: fields.maybe("region", Words::read)?,
            position: fields.maybe("position", |value, at| {
                let fields = Fields::of(value, at, 18, (&["lat", "lon"], &[]))?;
                Ok(Position {
                    lat: fields.take("lat", |value, at| degrees(value, at, 90))?,
                    lon: fields.take("lon", |value, at| degrees(value, at, 180))?,
                })
            })?,
            timezone: fields.maybe("timezone", text)?,
        })
    }

    pub(super) fn members(&self) -> Vec<(&'static str, Json)> {
        let mut members = vec![
            ("place", Json::from(self.place.as_str())),
            ("names", self.names.to_json()),
            ("country", Json::from(self.country.as_str())),
        ];
        members.extend(self.region.as_ref().map(|region| ("region", region.to_json())));
        members.extend(self.position.as_ref().map(|position| {
            let (lat, lon) = (position.lat.as_str(), position.lon.as_str());
            ("position", Json::Object(object([("lat", Json::from(lat)), ("lon", Json::from(lon))])))
        }));
        members.extend(word(self.timezone.as_ref()).map(|timezone| ("timezone", timezone)));
        members
    }
}

fn contact(value: &Json, at: &Pointer) -> Result<Contact, FormError> {
    let fields = Fields::of(value, at, 18, (&[], &["phone", "url", "email"]))?;
    Ok(Contact {
        phone: fields.maybe("phone", text)?,
        url: fields.maybe("url", web_address)?,
        email: fields.maybe("email", text)?,
    })
}

/// `https://` only: a page will link to it.
pub(crate) fn web_address(value: &Json, at: &Pointer) -> Result<String, FormError> {
    let address = text(value, at)?;
    let plain =
        address.bytes().all(|byte| byte.is_ascii_graphic() && !br#"<>"\^`{|}"#.contains(&byte));
    if plain && address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) {
        Ok(address)
    } else {
        Err(fault(18, at, "a web address starts with https:// and has no spaces"))
    }
}

fn place_uri(value: &Json, at: &Pointer) -> Result<String, FormError> {
    let text = text(value, at)?;
    let place = gs1::Location::parse(&text)
        .map_err(|error| fault(18, at, format!("this names no place: {error}")))?;
    let uri = place.uri();
    if uri == text { Ok(text) } else { Err(fault(18, at, format!("the place is written {uri}"))) }
}

fn country(value: &Json, at: &Pointer) -> Result<String, FormError> {
    value
        .as_str()
        .filter(|text| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()))
        .map(str::to_owned)
        .ok_or_else(|| fault(18, at, "a country is two capital letters of ISO 3166-1"))
}

/// A decimal of at most `max` degrees either way.
fn degrees(value: &Json, at: &Pointer, max: u16) -> Result<String, FormError> {
    let text = decimal(value, at)?;
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let degrees: u64 = whole.parse().unwrap_or(u64::MAX);
    let none_over = fraction.bytes().all(|digit| digit == b'0');
    if degrees < u64::from(max) || (degrees == u64::from(max) && none_over) {
        Ok(text)
    } else {
        Err(fault(18, at, format!("degrees are from -{max} to {max} here")))
    }
}

fn word(text: Option<&String>) -> Option<Json> {
    text.map(|text| Json::from(text.as_str()))
}

fn texts<const N: usize>(members: [(&str, &Option<String>); N]) -> Object {
    members.into_iter().filter_map(|(name, text)| Some((name, word(text.as_ref())?))).collect()
}

/// A list, unless it is empty.
fn some(list: Json) -> Option<Json> {
    list.as_array().is_some_and(|items| !items.is_empty()).then_some(list)
}
