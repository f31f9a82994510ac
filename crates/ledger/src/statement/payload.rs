//! The payload: its members and their values. Rules S5 to S16.

use super::{FormError, Jti, VOUCHED_BYTES_MAX, fault};
use crate::OrgId;
use crate::disclosure::{DigestError, Trail, digests_of, none_in};
use json::{Json, Limits, Object, Pointer};

/// What kind of statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vct {
    /// An EPCIS event.
    Event,
    /// An event of a key that is no longer active, vouched for by one that is.
    Vouched,
    /// Organisations, keys, ballots, products.
    Governance,
    /// A hold, a recall, or its withdrawal.
    Recall,
    /// A look-up by an authority.
    Access,
}

impl Vct {
    /// The word of the claim `vct`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Vouched => "vouched",
            Self::Governance => "governance",
            Self::Recall => "recall",
            Self::Access => "access",
        }
    }

    /// The claim that holds its body.
    pub const fn member(self) -> &'static str {
        match self {
            Self::Event => "epcis",
            Self::Vouched => "vouched",
            Self::Governance => "gov",
            Self::Recall => "recall",
            Self::Access => "access",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Event, Self::Vouched, Self::Governance, Self::Recall, Self::Access]
            .into_iter()
            .find(|vct| vct.as_str() == text)
    }
}

/// The claims, each in its type; the body still as JSON.
pub(super) struct Payload {
    pub(super) iss: OrgId,
    pub(super) jti: Jti,
    pub(super) iat: u64,
    pub(super) corrects: Option<Jti>,
    pub(super) vct: Vct,
    pub(super) body: Json,
}

/// Every value of a JSON text takes two bytes at least, so the count never decides.
const LIMITS: Limits =
    Limits { bytes_max: VOUCHED_BYTES_MAX, depth_max: 16, values_max: VOUCHED_BYTES_MAX };

const EXACT_MAX: u64 = (1 << 53) - 1;

/// Reads the payload of a statement for the chain `origin`.
pub(super) fn read(bytes: &[u8], origin: &str) -> Result<Payload, FormError> {
    let root = Pointer::root();
    let mut payload = json::parse(bytes, &LIMITS).map_err(|error| FormError {
        rule: 5,
        pointer: error.pointer.to_string(),
        text: format!("the payload is not strict JSON: {}", error.reason),
    })?;
    check_numbers(&payload, Trail::Root)?;
    let Some(claims) = payload.as_object_mut() else {
        return Err(fault(5, &root, "the payload is an object"));
    };
    let vct = vct_of(claims)?;
    check_names(claims, vct)?;
    let iss = OrgId::parse(text_of(claims, "iss", 8)?)
        .map_err(|error| fault(8, &root.member("iss"), error.to_string()))?;
    if text_of(claims, "aud", 9)? != origin {
        return Err(fault(9, &root.member("aud"), format!("aud is this chain, {origin}")));
    }
    let jti = jti_of(claims, "jti")?;
    let corrects =
        if claims.contains("corrects") { Some(jti_of(claims, "corrects")?) } else { None };
    let iat = claims
        .get("iat")
        .and_then(Json::as_number)
        .and_then(json::Number::as_u64)
        .filter(|seconds| *seconds <= EXACT_MAX)
        .ok_or_else(|| fault(11, &root.member("iat"), "iat is whole seconds since 1970"))?;
    check_body(claims, vct)?;
    check_digests(claims, vct)?;
    if corrects.is_some() && !matches!(vct, Vct::Event | Vct::Vouched) {
        return Err(fault(15, &root.member("corrects"), "only an event corrects another"));
    }
    let body = claims.remove(vct.member()).unwrap_or(Json::Null);
    Ok(Payload { iss, jti, iat, corrects, vct, body })
}

fn check_numbers(value: &Json, at: Trail<'_>) -> Result<(), FormError> {
    match value {
        Json::Null | Json::Bool(_) | Json::String(_) => Ok(()),
        Json::Number(number) if number.is_interoperable() => Ok(()),
        Json::Number(number) => {
            let text = format!("{number} is not the same number for every JSON reader");
            Err(fault(6, &at.pointer(), text))
        }
        Json::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| check_numbers(item, Trail::Item(&at, index))),
        Json::Object(members) => members
            .iter()
            .try_for_each(|(name, below)| check_numbers(below, Trail::Member(&at, name))),
    }
}

/// The kind is read before the names, because it says which of them there should be.
fn vct_of(claims: &Object) -> Result<Vct, FormError> {
    let Some(value) = claims.get("vct") else {
        return Err(fault(7, &Pointer::root(), "the claim vct is missing"));
    };
    value.as_str().and_then(Vct::parse).ok_or_else(|| {
        let at = Pointer::root().member("vct");
        fault(12, &at, "vct is event, vouched, governance, recall or access")
    })
}

fn check_names(claims: &Object, vct: Vct) -> Result<(), FormError> {
    let needed = ["iss", "aud", "jti", "iat", "vct", vct.member()];
    let root = Pointer::root();
    if let Some(missing) = needed.iter().find(|name| !claims.contains(name)) {
        return Err(fault(7, &root, format!("the claim {missing} is missing")));
    }
    let known = |name: &str| needed.contains(&name) || matches!(name, "_sd_alg" | "corrects");
    match claims.names().find(|name| !known(name)) {
        Some(other) => {
            let text = format!("a {} statement has no claim of that name", vct.as_str());
            Err(fault(7, &root.member(other), text))
        }
        None => Ok(()),
    }
}

fn text_of<'c>(claims: &'c Object, name: &str, rule: u8) -> Result<&'c str, FormError> {
    claims
        .get(name)
        .and_then(Json::as_str)
        .ok_or_else(|| fault(rule, &Pointer::root().member(name), format!("{name} is a text")))
}

fn jti_of(claims: &Object, name: &str) -> Result<Jti, FormError> {
    Jti::parse(text_of(claims, name, 10)?)
        .map_err(|error| fault(10, &Pointer::root().member(name), error.to_string()))
}

fn check_body(claims: &Object, vct: Vct) -> Result<(), FormError> {
    if claims.get(vct.member()).is_some_and(|body| body.as_object().is_some()) {
        Ok(())
    } else {
        let at = Pointer::root().member(vct.member());
        Err(fault(12, &at, format!("{} is an object", vct.member())))
    }
}

fn check_digests(claims: &Object, vct: Vct) -> Result<(), FormError> {
    let root = Pointer::root();
    let place = |error: DigestError| FormError {
        rule: 14,
        pointer: format!("/{}{}", vct.member(), error.pointer),
        text: error.text,
    };
    let body = claims.get(vct.member()).unwrap_or(&Json::Null);
    let there = match vct {
        Vct::Event => !digests_of(body).map_err(place)?.is_empty(),
        Vct::Vouched | Vct::Governance | Vct::Recall | Vct::Access => {
            none_in(body).map_err(place)?;
            false
        }
    };
    match (there, claims.get("_sd_alg")) {
        (false, None) => Ok(()),
        (true, Some(Json::String(alg))) if alg == "sha-256" => Ok(()),
        (true, _) => Err(fault(13, &root, "with any _sd there is _sd_alg, and it is sha-256")),
        (false, Some(_)) => {
            Err(fault(13, &root.member("_sd_alg"), "_sd_alg stands only where there is an _sd"))
        }
    }
}
