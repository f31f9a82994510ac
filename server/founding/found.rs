//! Drawing the keys and writing the files.

use super::plan::{Founded, OrgPlan, Plan};
use crate::home::Home;
use crate::keys::{KeyFile, KeyFileError, Kind, RandomError, Secret, VALIDATOR_KEYS, fill};
use ledger::genesis::{Genesis, GenesisError, signature_line};
use ledger::rows::{KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use ledger::{Hash, OrgId, b64};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Why no chain was founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// There is one already.
    #[error("{0} holds a chain already: choose another folder, or serve that one")]
    There(PathBuf),
    /// A file.
    #[error("{path} cannot be written")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// Randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The plan cannot begin a chain.
    #[error(transparent)]
    Genesis(#[from] GenesisError),
}

/// Purposes of an organisation's first keys, and the names of their files.
const ORG_KEYS: [(&str, Purpose); 3] =
    [("admin-1", Purpose::Admin), ("admin-2", Purpose::Admin), ("event", Purpose::Event)];

/// Founds a chain in a folder that holds none. The genesis is written last, so that a folder with
/// a genesis has everything.
pub fn found(home: &Home, plan: &Plan) -> Result<Founded, FoundingError> {
    if home.genesis().exists() {
        return Err(FoundingError::There(home.path().to_owned()));
    }
    let mut secrets: BTreeMap<String, Secret> = BTreeMap::new();
    let founder = &plan.founder.org.iss;
    let mut validator_keys = BTreeMap::new();
    // Nothing is written before the plan is known to be good.
    let mut files: Vec<(PathBuf, KeyFile)> = Vec::new();
    for (purpose, kind) in VALIDATOR_KEYS {
        let secret = Secret::draw(kind)?;
        files.push((home.validator_key(purpose), KeyFile::new(&secret, founder.clone(), purpose)));
        validator_keys.insert(purpose, secret.public());
        secrets.insert(secret.public().kid(), secret);
    }
    let orgs: Vec<&OrgPlan> = std::iter::once(&plan.founder.org).chain(&plan.others).collect();
    let mut keys = Vec::new();
    for org in &orgs {
        for (file, secret, row) in org_keys(&org.iss)? {
            let content = KeyFile::new(&secret, org.iss.clone(), purpose_name(row.purpose));
            files.push((home.org_key(&org.iss, file), content));
            secrets.insert(row.kid.clone(), secret);
            keys.push(row);
        }
    }
    let key = |purpose: &str| {
        validator_keys.get(purpose).cloned().ok_or_else(|| {
            FoundingError::Genesis(GenesisError::Content(format!("no {purpose} key")))
        })
    };
    let genesis = Genesis {
        v: 1,
        name: plan.name.clone(),
        nonce: Hash::from_bytes(fill()?),
        created_ms: plan.created_ms,
        rules: 1,
        validators: vec![Validator {
            cosign: key("cosign")?,
            cosign_p256: key("cosign_p256")?,
            host: plan.founder.host.clone(),
            iss: founder.clone(),
            log: key("log")?,
            node: key("node")?,
            vote: key("vote")?,
        }],
        orgs: orgs.iter().map(|org| row(org)).collect(),
        keys,
    };
    genesis.check()?;
    files.iter().try_for_each(|(path, file)| file.write(path))?;
    write_private(&home.operator_token(), &format!("{}\n", b64::encode(&fill::<32>()?)))?;
    write(&home.signatures(), &signatures(&genesis, &secrets))?;
    write(&home.genesis(), &genesis.text())?;
    Ok(Founded { origin: genesis.origin(), genesis })
}

fn org_keys(iss: &OrgId) -> Result<Vec<(&'static str, Secret, KeyRow)>, FoundingError> {
    let draw = |(file, purpose): (&'static str, Purpose)| {
        let secret = Secret::draw(Kind::P256)?;
        let jwk = secret.public();
        let row = KeyRow {
            added: 0,
            compromised_since: None,
            held_by: None,
            iss: iss.clone(),
            kid: jwk.kid(),
            jwk,
            not_after: None,
            purpose,
            retired: None,
        };
        Ok((file, secret, row))
    };
    ORG_KEYS.into_iter().map(draw).collect()
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

fn row(org: &OrgPlan) -> OrgRow {
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

fn signatures(genesis: &Genesis, secrets: &BTreeMap<String, Secret>) -> String {
    let message = genesis.signing_text();
    let line = |key: &ledger::key::Jwk| {
        let secret = secrets.get(&key.kid())?;
        Some(signature_line(key, &secret.sign(message.as_bytes())))
    };
    genesis.signers().into_iter().filter_map(line).collect()
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), FoundingError> {
    put(path, text, 0o644)
}

fn write_private(path: &Path, text: &str) -> Result<(), FoundingError> {
    put(path, text, 0o600)
}

fn put(path: &Path, text: &str, mode: u32) -> Result<(), FoundingError> {
    let failed = |source| FoundingError::File { path: path.to_owned(), source };
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(mode).open(path);
    let mut file = opened.map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}
