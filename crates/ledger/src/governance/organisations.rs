//! Organisations that come in: rule S20.

use super::fields::{Fields, list, org, text};
use super::write::object;
use crate::OrgId;
use crate::rows::{OrgRow, OrgStatus};
use crate::statement::{FormError, fault};
use json::{Json, Pointer};

/// An organisation to be enrolled or sponsored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrg {
    /// Its name on the chain.
    pub iss: OrgId,
    /// Its name in words.
    pub name: String,
    /// GS1 company prefixes, sorted.
    pub prefixes: Vec<String>,
    /// Roles, sorted.
    pub roles: Vec<String>,
}

const ROLES_MAX: usize = 20;
const PREFIXES_MAX: usize = 100;

impl NewOrg {
    /// The row of this organisation, once enrolled.
    pub fn row(&self, sponsor: Option<OrgId>, since: u64) -> OrgRow {
        OrgRow {
            iss: self.iss.clone(),
            name: self.name.clone(),
            prefixes: self.prefixes.clone(),
            roles: self.roles.clone(),
            since,
            sponsor,
            status: OrgStatus::Active,
        }
    }

    /// Whether a role carries authority, which only a ballot gives.
    pub fn has_authority(&self) -> bool {
        self.roles.iter().any(|role| role == "certifier" || role.starts_with("regulator:"))
    }

    pub(super) fn read(value: &Json, at: &Pointer) -> Result<Self, FormError> {
        let fields = Fields::of(value, at, 20, (&["iss", "name", "prefixes", "roles"], &[]))?;
        Ok(Self {
            iss: fields.take("iss", org)?,
            name: fields.take("name", text)?,
            prefixes: fields.take("prefixes", prefixes)?,
            roles: fields.take("roles", |value, at| {
                let roles = list(value, at, ROLES_MAX, text)?;
                check_roles(&roles).map(|()| roles).map_err(|text| fault(20, at, text))
            })?,
        })
    }

    pub(super) fn to_json(&self) -> Json {
        let texts = |list: &[String]| Json::Array(list.iter().cloned().map(Json::String).collect());
        Json::Object(object([
            ("iss", Json::from(self.iss.as_str())),
            ("name", Json::from(self.name.as_str())),
            ("prefixes", texts(&self.prefixes)),
            ("roles", texts(&self.roles)),
        ]))
    }
}

pub(super) fn prefixes(value: &Json, at: &Pointer) -> Result<Vec<String>, FormError> {
    let prefixes = list(value, at, PREFIXES_MAX, text)?;
    check_prefixes(&prefixes).map(|()| prefixes).map_err(|text| fault(20, at, text))
}

/// GS1 company prefixes as a row holds them.
pub(crate) fn check_prefixes(prefixes: &[String]) -> Result<(), &'static str> {
    let digits = |prefix: &String| {
        (4..=12).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !prefixes.iter().all(digits) {
        return Err("a GS1 company prefix has 4 to 12 digits");
    }
    if is_sorted(prefixes) { Ok(()) } else { Err("prefixes are sorted, none twice") }
}

/// Roles as a row holds them.
pub(crate) fn check_roles(roles: &[String]) -> Result<(), &'static str> {
    if !roles.iter().all(|role| is_role(role)) {
        return Err("a role is a lower-case word such as producer, or regulator:DE");
    }
    if is_sorted(roles) { Ok(()) } else { Err("roles are sorted, none twice") }
}

fn is_role(text: &str) -> bool {
    match text.strip_prefix("regulator:") {
        Some(place) => is_iso_3166(place),
        None => {
            (1..=32).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                && !text.starts_with('-')
        }
    }
}

/// A country, or a country and a part of it: `DE`, `US-CA`.
fn is_iso_3166(text: &str) -> bool {
    let (country, part) = text.split_once('-').unwrap_or((text, "X"));
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=3).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_sorted(texts: &[String]) -> bool {
    texts.is_sorted_by(|left, right| left < right)
}
