//! Drawing the keys and writing the files.

use super::plan::{Founded, OrgPlan, Plan};
use super::staging::Staging;
use crate::home::Home;
use crate::keys::{KeyFile, KeyFileError, Kind, RandomError, Secret, VALIDATOR_KEYS, fill};
use crate::lock::{Lock, LockError};
use crate::replica::{Guard, GuardError};
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
    /// Something lies where a file of the chain must go.
    #[error("{0} is there already, and no chain with it: choose an empty folder")]
    Occupied(PathBuf),
    /// Another process has the folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The guard file.
    #[error(transparent)]
    Guard(#[from] GuardError),
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

/// Founds a chain in a folder that holds none. Everything is written beside its place first, and
/// the genesis comes last: a folder with a genesis has everything, on the disk, and a founding that
/// was cut off leaves nothing that is in the way of the next one.
pub fn found(home: &Home, plan: &Plan) -> Result<Founded, FoundingError> {
    if home.genesis().exists() {
        return Err(FoundingError::There(home.path().to_owned()));
    }
    let drawn = draw(plan)?;
    let made = std::fs::create_dir_all(home.path());
    made.map_err(|source| FoundingError::File { path: home.path().to_owned(), source })?;
    let _lock = Lock::alone(home.path())?;
    let staging = Staging::begin(home)?;
    let (there, genesis) = (staging.home(), &drawn.genesis);
    for (path, file) in drawn.files(there) {
        file.write(&path)?;
    }
    write_private(&there.operator_token(), &format!("{}\n", b64::encode(&fill::<32>()?)))?;
    drop(Guard::create(&there.guard(), &genesis.origin())?);
    write(&there.signatures(), &signatures(genesis, &drawn.secrets))?;
    write(&there.genesis(), &genesis.text())?;
    staging.finish()?;
    Ok(Founded { origin: genesis.origin(), genesis: drawn.genesis })
}

/// What was drawn for a plan that is known to be good; nothing is written yet.
struct Drawn {
    genesis: Genesis,
    founder: OrgId,
    /// By purpose.
    validator: Vec<(&'static str, Secret)>,
    /// Organisation, name of the file, what stands in it.
    orgs: Vec<(OrgId, &'static str, KeyFile)>,
    /// All of them, by kid.
    secrets: BTreeMap<String, Secret>,
}

impl Drawn {
    /// The key files of a folder.
    fn files(&self, home: &Home) -> Vec<(PathBuf, KeyFile)> {
        let validator = self.validator.iter().map(|(purpose, secret)| {
            let file = KeyFile::new(secret, self.founder.clone(), purpose);
            (home.validator_key(purpose), file)
        });
        let orgs =
            self.orgs.iter().map(|(iss, name, file)| (home.org_key(iss, name), file.clone()));
        validator.chain(orgs).collect()
    }
}

fn draw(plan: &Plan) -> Result<Drawn, FoundingError> {
    let mut secrets: BTreeMap<String, Secret> = BTreeMap::new();
    let founder = &plan.founder.org.iss;
    let mut validator = Vec::new();
    for (purpose, kind) in VALIDATOR_KEYS {
        let secret = Secret::draw(kind)?;
        secrets.insert(secret.public().kid(), secret.clone());
        validator.push((purpose, secret));
    }
    let orgs: Vec<&OrgPlan> = std::iter::once(&plan.founder.org).chain(&plan.others).collect();
    let (mut keys, mut files) = (Vec::new(), Vec::new());
    for org in &orgs {
        for (file, secret, row) in org_keys(&org.iss)? {
            let content = KeyFile::new(&secret, org.iss.clone(), purpose_name(row.purpose));
            files.push((org.iss.clone(), file, content));
            secrets.insert(row.kid.clone(), secret);
            keys.push(row);
        }
    }
    let key = |purpose: &str| {
        let found = validator.iter().find(|(other, _)| *other == purpose);
        found.map(|(_, secret)| secret.public()).ok_or_else(|| {
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
    Ok(Drawn { genesis, founder: founder.clone(), validator, orgs: files, secrets })
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
