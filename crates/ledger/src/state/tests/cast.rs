//! The firms of the scenes, their keys and the codes that they own.
#![expect(clippy::arithmetic_side_effects, reason = "the numbers are small")]

use crate::genesis::Genesis;
use crate::key::{Ed25519Secret, P256Secret};
use crate::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use crate::{Hash, OrgId};

pub(super) const CHAIN: &str = "test.furlong.example";

/// Each firm has the GLN and the company prefix of its place in this list.
const FIRMS: [&str; 12] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "farm", "mill", "shop", "agency", "lab", "boat",
    "ghost",
];

/// Admin keys and event keys that a firm has from its first day.
pub(super) const FIRST_KEYS: [(&str, Purpose); 3] =
    [("admin", Purpose::Admin), ("spare", Purpose::Admin), ("event", Purpose::Event)];

pub(super) fn number(firm: &str) -> usize {
    FIRMS.iter().position(|name| *name == firm).unwrap_or_else(|| panic!("no firm {firm}")) + 1
}

/// `farm`, or `alpha#7` for the seventh party that alpha names.
pub(super) fn org(name: &str) -> OrgId {
    let gln = |firm: &str| {
        let digits = format!("952{:09}", number(firm));
        format!("{digits}{}", gs1::check_digit(&digits))
    };
    let iss = match name.split_once('#') {
        Some((firm, party)) => format!("https://{CHAIN}/party/{}/{party}", gln(firm)),
        None => format!("https://id.gs1.org/417/{}", gln(name)),
    };
    OrgId::parse(&iss).unwrap()
}

/// Prefix of seven digits under GS1's demonstration prefix.
pub(super) fn prefix(firm: &str) -> String {
    format!("952{:04}", number(firm))
}

/// `farm-1`: the first product of the farm; `farm-1/L7`: its lot L7; `farm-house/B2`: a house lot.
pub(super) fn code(name: &str) -> String {
    let (product, lot) = name.split_once('/').map_or((name, None), |(a, b)| (a, Some(b)));
    let (firm, item) = product.split_once('-').unwrap();
    if item == "house" {
        let party = gs1::HouseLot::party_of(CHAIN, org(firm).as_str()).unwrap();
        return format!("https://{CHAIN}/x/{party}/lot/{}", lot.unwrap());
    }
    let digits = format!("0{}{:05}", prefix(firm), item.parse::<u32>().unwrap());
    let gtin = format!("{digits}{}", gs1::check_digit(&digits));
    let lot = lot.map(|lot| format!("/10/{lot}")).unwrap_or_default();
    format!("https://id.gs1.org/01/{gtin}{lot}")
}

/// The key of that name, the same in every run.
pub(super) fn secret(name: &str) -> P256Secret {
    P256Secret::from_bytes(Hash::of(&[name.as_bytes()]).as_bytes()).unwrap()
}

pub(super) fn validator(firm: &str) -> Validator {
    let edwards = |what: &str| {
        Ed25519Secret::from_bytes(Hash::of(&[firm.as_bytes(), what.as_bytes()]).as_bytes()).public()
    };
    Validator {
        cosign: edwards("cosign"),
        cosign_p256: secret(&format!("{firm}.cosign_p256")).public(),
        host: format!("{firm}.example"),
        iss: org(firm),
        log: edwards("log"),
        node: edwards("node"),
        vote: secret(&format!("{firm}.vote")).public(),
    }
}

/// A chain of these members, each with its prefix and its first keys.
pub(super) fn genesis(members: &[&str]) -> Genesis {
    let mut genesis = Genesis {
        v: 1,
        name: CHAIN.to_owned(),
        nonce: Hash::of(&[b"a nonce"]),
        created_ms: 1_700_000_000_000,
        rules: 1,
        validators: members.iter().map(|firm| validator(firm)).collect(),
        orgs: Vec::new(),
        keys: Vec::new(),
    };
    for firm in members {
        genesis.orgs.push(OrgRow {
            iss: org(firm),
            name: (*firm).to_owned(),
            prefixes: vec![prefix(firm)],
            roles: vec!["packer".to_owned()],
            since: 0,
            sponsor: None,
            status: OrgStatus::Active,
        });
        for (name, purpose) in FIRST_KEYS {
            let jwk = secret(&format!("{firm}.{name}")).public();
            genesis.keys.push(KeyRow {
                added: 0,
                compromised_since: None,
                held_by: None,
                iss: org(firm),
                kid: jwk.kid(),
                jwk,
                not_after: None,
                purpose,
                retired: None,
            });
        }
    }
    genesis
}
