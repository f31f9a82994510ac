//! What each founder brings to a genesis: the public halves of its keys, and its organisations.

use super::found::FoundingError;
use super::plan::{OrgPlan, Ours, Reach};
use crate::home::Home;
use crate::keys::{KeyFile, Kind, Secret, VALIDATOR_KEYS};
use ledger::OrgId;
use ledger::genesis::{Genesis, GenesisError};
use ledger::key::Jwk;
use ledger::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `founder.json`: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// 1.
    pub v: u64,
    /// The chain's name, on which the founders have agreed.
    pub name: String,
    /// Where the other nodes reach its own.
    pub reach: Reach,
    /// The member's validator.
    pub validator: Validator,
    /// The member itself, then those that it answers for.
    pub orgs: Vec<OrgRow>,
    /// Their keys.
    pub keys: Vec<KeyRow>,
}

impl Share {
    /// Whether a genesis holds all of it, unchanged.
    pub(super) fn stands_in(&self, genesis: &Genesis) -> bool {
        genesis.name == self.name
            && genesis.validators.contains(&self.validator)
            && self.orgs.iter().all(|org| genesis.orgs.contains(org))
            && self.keys.iter().all(|key| genesis.keys.contains(key))
    }
}

/// Purposes of an organisation's first keys, and the names of their files.
const ORG_KEYS: [(&str, Purpose); 3] =
    [("admin-1", Purpose::Admin), ("admin-2", Purpose::Admin), ("event", Purpose::Event)];

/// A share with its secrets; nothing is written yet.
pub(super) struct Drawn {
    pub(super) share: Share,
    /// By purpose.
    pub(super) validator: Vec<(&'static str, KeyFile)>,
    /// Organisation, name of the file, what stands in it.
    pub(super) orgs: Vec<(OrgId, &'static str, KeyFile)>,
    /// All of them, by kid.
    pub(super) secrets: BTreeMap<String, Secret>,
}

impl Drawn {
    /// Writes all key files; one that is there is never overwritten.
    pub(super) fn write_keys(&self, home: &Home) -> Result<(), FoundingError> {
        for (purpose, file) in &self.validator {
            file.write(&home.validator_key(purpose))?;
        }
        for (iss, name, file) in &self.orgs {
            file.write(&home.org_key(iss, name))?;
        }
        Ok(())
    }
}

/// Draws all keys of a founder.
pub(super) fn draw(name: &str, ours: &Ours) -> Result<Drawn, FoundingError> {
    let founder = &ours.founder.org.iss;
    let (mut secrets, mut validator) = (BTreeMap::new(), Vec::new());
    for (purpose, kind) in VALIDATOR_KEYS {
        let secret = Secret::draw(kind)?;
        validator.push((purpose, KeyFile::new(&secret, founder.clone(), purpose)));
        secrets.insert(purpose, secret);
    }
    let key = |purpose: &str| {
        let found = secrets.get(purpose).map(Secret::public);
        found.ok_or_else(|| GenesisError::Content(format!("no {purpose} key")))
    };
    let row = Validator {
        cosign: key("cosign")?,
        cosign_p256: key("cosign_p256")?,
        host: ours.founder.host.clone(),
        iss: founder.clone(),
        log: key("log")?,
        node: key("node")?,
        vote: key("vote")?,
    };
    let mut by_kid: BTreeMap<String, Secret> =
        secrets.into_values().map(|secret| (secret.public().kid(), secret)).collect();
    let (mut keys, mut files) = (Vec::new(), Vec::new());
    let orgs: Vec<&OrgPlan> = std::iter::once(&ours.founder.org).chain(&ours.others).collect();
    for org in &orgs {
        for (file, purpose) in ORG_KEYS {
            let secret = Secret::draw(Kind::P256)?;
            let content = KeyFile::new(&secret, org.iss.clone(), purpose_name(purpose));
            files.push((org.iss.clone(), file, content));
            keys.push(key_row(&org.iss, secret.public(), purpose));
            by_kid.insert(secret.public().kid(), secret);
        }
    }
    let orgs = orgs.into_iter().map(org_row).collect();
    let (v, name, reach) = (1, name.to_owned(), ours.reach.clone());
    let share = Share { v, name, reach, validator: row, orgs, keys };
    Ok(Drawn { share, validator, orgs: files, secrets: by_kid })
}

fn key_row(iss: &OrgId, jwk: Jwk, purpose: Purpose) -> KeyRow {
    KeyRow {
        added: 0,
        compromised_since: None,
        held_by: None,
        iss: iss.clone(),
        kid: jwk.kid(),
        jwk,
        not_after: None,
        purpose,
        retired: None,
    }
}

/// The name of a purpose in a key file.
const fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Admin => "admin",
        Purpose::Event => "event",
        Purpose::System => "system",
        Purpose::Registrar => "registrar",
        Purpose::Agree => "agree",
    }
}

fn org_row(org: &OrgPlan) -> OrgRow {
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list.dedup();
        list
    };
    OrgRow {
        iss: org.iss.clone(),
        name: org.name.clone(),
        prefixes: sorted(&org.prefixes),
        roles: sorted(&org.roles),
        since: 0,
        sponsor: org.sponsor.clone(),
        status: OrgStatus::Active,
    }
}
