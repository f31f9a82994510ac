//! The firms, their keys and the codes that they own. Keys are public and worth nothing.

use ledger::genesis::Genesis;
use ledger::key::{Ed25519Secret, P256Secret};
use ledger::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use ledger::{Hash, OrgId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub(super) const CHAIN: &str = "sim.furlong.example";

/// 2026-03-02T06:00:00Z.
pub(super) const CREATED_MS: u64 = 1_772_431_200_000;

/// A firm: its place in the list, from 0. The first six may keep the chain.
pub(super) type Firm = usize;

pub(super) const FIRMS: usize = 10;
pub(super) const KEEPERS: usize = 6;
pub(super) const AGENCY: Firm = 9;

/// A P-256 key with what is slow to work out.
pub(super) struct Key {
    pub(super) secret: P256Secret,
    pub(super) kid: String,
}

/// The key of that firm and name, the same in every run.
pub(super) fn key(firm: Firm, name: &str) -> Arc<Key> {
    static KEYS: Mutex<BTreeMap<String, Arc<Key>>> = Mutex::new(BTreeMap::new());
    let name = format!("{firm}.{name}");
    let mut keys = KEYS.lock().unwrap();
    let made = keys.entry(name).or_insert_with_key(|name| {
        let secret = P256Secret::from_bytes(Hash::of(&[name.as_bytes()]).as_bytes()).unwrap();
        let kid = secret.public().kid();
        Arc::new(Key { secret, kid })
    });
    Arc::clone(made)
}

/// An Ed25519 key. Validators have others in each epoch.
pub(super) fn edwards(firm: Firm, name: &str, epoch: u64) -> Ed25519Secret {
    let name = format!("{firm}.{name}.{epoch}");
    Ed25519Secret::from_bytes(Hash::of(&[name.as_bytes()]).as_bytes())
}

pub(super) fn org(firm: Firm) -> OrgId {
    let digits = format!("952{:09}", firm + 1);
    let gln = format!("{digits}{}", gs1::check_digit(&digits));
    OrgId::parse(&format!("https://id.gs1.org/417/{gln}")).unwrap()
}

pub(super) fn firm_of(iss: &OrgId) -> Option<Firm> {
    (0..FIRMS).find(|firm| org(*firm) == *iss)
}

pub(super) fn prefix(firm: Firm) -> String {
    format!("952{:04}", firm + 1)
}

/// The product of a firm, or one of its lots.
pub(super) fn code(firm: Firm, lot: Option<usize>) -> String {
    let digits = format!("0{}00001", prefix(firm));
    let gtin = format!("{digits}{}", gs1::check_digit(&digits));
    let lot = lot.map(|lot| format!("/10/L{lot}")).unwrap_or_default();
    format!("https://id.gs1.org/01/{gtin}{lot}")
}

/// The keys that a firm has from its first day.
pub(super) const FIRST_KEYS: [(&str, Purpose); 3] =
    [("admin", Purpose::Admin), ("spare", Purpose::Admin), ("event", Purpose::Event)];

/// A firm's row in an epoch. The vote key stays, as no vote is signed here.
pub(super) fn validator(firm: Firm, epoch: u64) -> Validator {
    Validator {
        cosign: edwards(firm, "cosign", epoch).public(),
        cosign_p256: key(firm, "cosign_p256").secret.public(),
        host: format!("firm{firm}.example"),
        iss: org(firm),
        log: edwards(firm, "log", epoch).public(),
        node: edwards(firm, "node", epoch).public(),
        vote: key(firm, "vote").secret.public(),
    }
}

/// A chain that the first `keepers` firms keep.
pub(super) fn genesis(keepers: usize) -> Genesis {
    let mut genesis = Genesis {
        v: 1,
        name: CHAIN.to_owned(),
        nonce: Hash::of(&[b"a simulated chain"]),
        created_ms: CREATED_MS,
        rules: 1,
        validators: (0..keepers).map(|firm| validator(firm, 0)).collect(),
        orgs: (0..keepers).map(row).collect(),
        keys: Vec::new(),
    };
    for firm in 0..keepers {
        for (name, purpose) in FIRST_KEYS {
            genesis.keys.push(key_row(firm, name, purpose));
        }
    }
    genesis.check().unwrap();
    genesis
}

fn row(firm: Firm) -> OrgRow {
    OrgRow {
        iss: org(firm),
        name: format!("Firm {firm}"),
        prefixes: vec![prefix(firm)],
        roles: vec!["packer".to_owned()],
        since: 0,
        sponsor: None,
        status: OrgStatus::Active,
    }
}

fn key_row(firm: Firm, name: &str, purpose: Purpose) -> KeyRow {
    let key = key(firm, name);
    KeyRow {
        added: 0,
        compromised_since: None,
        held_by: None,
        iss: org(firm),
        kid: key.kid.clone(),
        jwk: key.secret.public(),
        not_after: None,
        purpose,
        retired: None,
    }
}
