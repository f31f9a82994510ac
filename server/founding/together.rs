//! Founding a chain of several members, each on its own machine. Files go between them, and none of
//! those is secret:
//!
//! 1. each founder prepares: keys are drawn in its folder, and `founder.json` is what the others get;
//! 2. one of them drafts `genesis.json` from all of those, and sends it to everybody;
//! 3. each signs it, after a look whether what it brought stands in it, and sends its signatures round;
//! 4. each finishes with everybody's signatures. From then on its folder holds the chain.

use super::found::{FoundingError, write, write_private};
use super::plan::Ours;
use super::settings::write_settings_among;
use super::share::{Share, draw};
use crate::home::Home;
use crate::keys::{KeyFile, Secret, fill};
use crate::lock::Lock;
use crate::replica::Guard;
use ledger::genesis::{Genesis, GenesisError, SignaturesError, signature_line, verify_signatures};
use ledger::{Hash, b64};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Draws a founder's keys in a folder that holds none, and writes what the others need.
pub fn prepare(home: &Home, name: &str, ours: &Ours) -> Result<Share, FoundingError> {
    make(home.path())?;
    let _lock = Lock::alone(home.path())?;
    for path in [home.genesis(), home.keys(), home.founder()] {
        if path.exists() {
            return Err(FoundingError::Occupied(path));
        }
    }
    let drawn = draw(name, ours)?;
    // Alone it must be able to begin a chain, or it cannot with others.
    draft(0, std::slice::from_ref(&drawn.share))?;
    drawn.write_keys(home)?;
    write(&home.founder(), &text(&drawn.share)?)?;
    sync(home.path())?;
    Ok(drawn.share)
}

/// The genesis of several founders. Its validators are sorted by name, and take turns so.
pub fn draft(created_ms: u64, shares: &[Share]) -> Result<Genesis, FoundingError> {
    let content = |told: String| FoundingError::Genesis(GenesisError::Content(told));
    let first = shares.first().ok_or_else(|| content("no founder".to_owned()))?;
    if let Some(other) = shares.iter().find(|share| share.name != first.name) {
        let told = format!("one founder calls the chain {}, another {}", first.name, other.name);
        return Err(content(told));
    }
    let mut validators: Vec<_> = shares.iter().map(|share| share.validator.clone()).collect();
    validators.sort_unstable_by(|left, right| left.iss.cmp(&right.iss));
    let genesis = Genesis {
        v: 1,
        name: first.name.clone(),
        nonce: Hash::from_bytes(fill()?),
        created_ms,
        rules: 1,
        validators,
        orgs: shares.iter().flat_map(|share| share.orgs.clone()).collect(),
        keys: shares.iter().flat_map(|share| share.keys.clone()).collect(),
    };
    genesis.check()?;
    Ok(genesis)
}

/// This founder's lines of `genesis.sigs`, if what it brought stands in the draft unchanged.
pub fn sign(home: &Home, genesis: &Genesis) -> Result<String, FoundingError> {
    let share = own_share(home)?;
    if !share.stands_in(genesis) {
        return Err(FoundingError::NotOurs);
    }
    let mut secrets: BTreeMap<String, Secret> = BTreeMap::new();
    let mut add = |path: &Path| -> Result<(), FoundingError> {
        if let Some(secret) = KeyFile::read(path)?.secret() {
            secrets.insert(secret.public().kid(), secret);
        }
        Ok(())
    };
    for (purpose, _) in crate::keys::VALIDATOR_KEYS {
        add(&home.validator_key(purpose))?;
    }
    for org in &share.orgs {
        for name in ["admin-1", "admin-2", "event"] {
            add(&home.org_key(&org.iss, name))?;
        }
    }
    Ok(lines(genesis, &secrets))
}

/// The lines of `genesis.sigs` of those keys that are at hand.
pub(super) fn lines(genesis: &Genesis, secrets: &BTreeMap<String, Secret>) -> String {
    let message = genesis.signing_text();
    let line = |key: &ledger::key::Jwk| {
        let secret = secrets.get(&key.kid())?;
        Some(signature_line(key, &secret.sign(message.as_bytes())))
    };
    genesis.signers().into_iter().filter_map(line).collect()
}

/// Begins the chain in a founder's folder, with everybody's signatures. The genesis comes last: a
/// folder with a genesis has everything.
/// `peers` is what [`peers_text`](super::peers_text) made with the draft.
pub fn finish(
    home: &Home,
    genesis: &Genesis,
    signatures: &[String],
    peers: &str,
) -> Result<(), FoundingError> {
    let _lock = Lock::alone(home.path())?;
    if home.genesis().exists() {
        return Err(FoundingError::There(home.path().to_owned()));
    }
    let share = own_share(home)?;
    if !share.stands_in(genesis) {
        return Err(FoundingError::NotOurs);
    }
    let all = gathered(genesis, signatures)?;
    write_settings_among(home, &share.reach, peers)?;
    place(home, genesis, &all)
}

/// Writes what a node needs beside its keys and settings. The genesis comes last: a folder with a
/// genesis has everything. The caller holds the lock.
pub(super) fn place(home: &Home, genesis: &Genesis, signatures: &str) -> Result<(), FoundingError> {
    // A finish that was cut off may have left the guard of this same chain, which has signed nothing.
    if home.guard().exists() {
        drop(Guard::open(&home.guard(), &genesis.origin())?);
    } else {
        drop(Guard::create(&home.guard(), &genesis.origin())?);
    }
    for path in [home.operator_token(), home.signatures()] {
        let there = std::fs::remove_file(&path);
        if let Err(source) = there.or_else(missing) {
            return Err(FoundingError::File { path, source });
        }
    }
    write_private(&home.operator_token(), &format!("{}\n", b64::encode(&fill::<32>()?)))?;
    write(&home.signatures(), signatures)?;
    sync(home.path())?;
    let part = home.path().join("genesis.part");
    if let Err(source) = std::fs::remove_file(&part).or_else(missing) {
        return Err(FoundingError::File { path: part, source });
    }
    write(&part, &genesis.text())?;
    let placed = std::fs::rename(&part, home.genesis());
    placed.map_err(|source| FoundingError::File { path: home.genesis(), source })?;
    sync(home.path())
}

fn missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Everybody's lines in the order that `genesis.sigs` has, each once.
fn gathered(genesis: &Genesis, signatures: &[String]) -> Result<String, FoundingError> {
    let mut all = String::new();
    for key in genesis.signers() {
        let begins = format!("{{\"kid\":\"{}\",", key.kid());
        let line = signatures.iter().flat_map(|text| text.lines());
        let Some(line) = line.into_iter().find(|line| line.starts_with(&begins)) else {
            let owner = genesis.keys.iter().find(|row| row.jwk == *key).map(|row| &row.iss);
            let of_validator = genesis.validators.iter().find(|row| {
                [&row.vote, &row.log, &row.cosign, &row.cosign_p256, &row.node].contains(&key)
            });
            let owner = owner.or(of_validator.map(|row| &row.iss));
            let owner = owner.map(|iss| iss.as_str().to_owned()).unwrap_or_default();
            return Err(FoundingError::Unsigned(owner));
        };
        all.push_str(line);
        all.push('\n');
    }
    verify_signatures(genesis, &all)?;
    Ok(all)
}

fn own_share(home: &Home) -> Result<Share, FoundingError> {
    let path = home.founder();
    let failed = |source| FoundingError::NotPrepared { path: path.clone(), source };
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    read_share(&text)
}

/// Reads a `founder.json`.
pub fn read_share(text: &str) -> Result<Share, FoundingError> {
    let share: Share = serde_json::from_str(text)
        .map_err(|error| FoundingError::Genesis(GenesisError::Content(error.to_string())))?;
    if share.v == 1 {
        Ok(share)
    } else {
        let told = format!("a founder.json of form {}, and this program knows 1", share.v);
        Err(FoundingError::Genesis(GenesisError::Content(told)))
    }
}

fn text(share: &Share) -> Result<String, FoundingError> {
    serde_json::to_string_pretty(share)
        .map(|text| format!("{text}\n"))
        .map_err(|error| FoundingError::Genesis(GenesisError::Content(error.to_string())))
}

pub(super) fn make(folder: &Path) -> Result<(), FoundingError> {
    let failed = |source| FoundingError::File { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(failed)
}

pub(super) fn sync(folder: &Path) -> Result<(), FoundingError> {
    let failed = |source| FoundingError::File { path: folder.to_owned(), source };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

impl From<SignaturesError> for FoundingError {
    fn from(error: SignaturesError) -> Self {
        Self::Signatures(error)
    }
}
