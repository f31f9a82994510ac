//! The validators of an epoch: rule S21.

use super::fields::{Fields, jwk, list, org, text};
use crate::key::Jwk;
use crate::org::is_chain_name;
use crate::rows::Validator;
use crate::statement::{FormError, fault};
use json::{Json, Pointer};
use std::collections::BTreeSet;

/// A checkpoint carries a cosignature line of each of a quorum, and readers take 16 signatures:
/// q(21) = 15.
pub const VALIDATORS_MAX: usize = 21;

pub(super) fn read(value: &Json, at: &Pointer) -> Result<Vec<Validator>, FormError> {
    let validators =
        list(value, at, VALIDATORS_MAX, one).map_err(|error| FormError { rule: 21, ..error })?;
    check_validators(&validators).map(|()| validators).map_err(|text| fault(21, at, text))
}

/// Exactly the members of a validator in row 0, in any order.
fn one(value: &Json, at: &Pointer) -> Result<Validator, FormError> {
    let names = &["cosign", "cosign_p256", "host", "iss", "log", "node", "vote"];
    let fields = Fields::of(value, at, 21, (names, &[]))?;
    let key = |name: &str| fields.take(name, |value, at| jwk(value, at, 21));
    Ok(Validator {
        cosign: key("cosign")?,
        cosign_p256: key("cosign_p256")?,
        host: fields.take("host", text)?,
        iss: fields.take("iss", org)?,
        log: key("log")?,
        node: key("node")?,
        vote: key("vote")?,
    })
}

/// Whether row 0 may hold these: 1 to 21, sorted by `iss`, each host and each key once, each key
/// of the kind of its place.
pub fn check_validators(validators: &[Validator]) -> Result<(), &'static str> {
    if !(1..=VALIDATORS_MAX).contains(&validators.len()) {
        return Err("a chain has 1 to 21 validators");
    }
    if !validators.is_sorted_by(|left, right| left.iss < right.iss) {
        return Err("validators are sorted by iss, one for each member");
    }
    let hosts: BTreeSet<&str> = validators.iter().map(|one| one.host.as_str()).collect();
    if hosts.len() < validators.len() || !hosts.iter().all(|host| is_host(host)) {
        return Err("each validator has a host of its own: a lower-case DNS name, or name:port");
    }
    let kinds_fit = validators.iter().all(|one| {
        [&one.vote, &one.cosign_p256].iter().all(|key| key.as_p256().is_some())
            && [&one.log, &one.cosign, &one.node].iter().all(|key| key.as_ed25519().is_some())
    });
    if !kinds_fit {
        return Err("vote and cosign_p256 are P-256 keys; log, cosign and node are Ed25519 keys");
    }
    let keys: BTreeSet<&Jwk> = validators.iter().flat_map(keys_of).collect();
    if keys.len() < validators.len().saturating_mul(5) {
        return Err("no two keys of the validators are the same");
    }
    Ok(())
}

/// In the order in which they sign the genesis.
pub(crate) fn keys_of(validator: &Validator) -> [&Jwk; 5] {
    let Validator { cosign, cosign_p256, log, node, vote, .. } = validator;
    [vote, log, cosign, cosign_p256, node]
}

fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let is_port = !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok();
    is_chain_name(name) && is_port
}
