//! The validators of an epoch: rule S21.

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
    let validators: Vec<Validator> = serde_json::from_str(&value.to_string()).map_err(|error| {
        fault(21, at, format!("these are not validators as row 0 holds them: {error}"))
    })?;
    check_validators(&validators).map(|()| validators).map_err(|text| fault(21, at, text))
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
