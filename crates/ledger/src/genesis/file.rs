//! `genesis.json`.

use crate::governance::{check_prefixes, check_roles, check_validators, is_text, keys_of};
use crate::key::Jwk;
use crate::members::Members;
use crate::org::is_chain_name;
use crate::rows::{EpochRow, KeyRow, OrgRow, OrgStatus, Purpose, Validator};
use crate::{Hash, OrgId};
use serde::{Deserialize, Serialize};

/// Who begins a chain, and by which rules.
///
/// The bytes are this object without spaces, members in this order, rows as their trees hold them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    /// Always 1.
    pub v: u64,
    /// The chain's name: a lower-case DNS name.
    pub name: String,
    /// 32 random bytes, so that no two chains have one origin.
    pub nonce: Hash,
    /// Milliseconds since 1970.
    pub created_ms: u64,
    /// The rules of epoch 0.
    pub rules: u64,
    /// The validators of epoch 0, sorted by `iss`.
    pub validators: Vec<Validator>,
    /// The first organisations, in the order of their rows.
    pub orgs: Vec<OrgRow>,
    /// Their keys, in the order of their rows.
    pub keys: Vec<KeyRow>,
}

/// The genesis is leaf 1, and a C2SP entry bundle counts the bytes of an entry in 16 bits.
pub const GENESIS_BYTES_MAX: usize = 65_535;

const EXACT_MAX: u64 = (1 << 53) - 1;

/// One admin key of an organisation is kept offline.
const ADMINS_MIN: usize = 2;

/// Why bytes are no genesis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenesisError {
    /// Longer than an entry of the log.
    #[error("a genesis has at most 65,535 bytes")]
    TooLong,
    /// Not the members of one.
    #[error("this is no genesis: {0}")]
    Shape(String),
    /// The same object, but not its one spelling.
    #[error("a genesis has no spaces, no line end, and its members in the stated order")]
    Spelling,
    /// It cannot begin a chain.
    #[error("this genesis cannot begin a chain: {0}")]
    Content(String),
}

impl Genesis {
    /// Reads `genesis.json`, as a node that is to keep the chain does: rebuilt, it must give the same
    /// bytes, and it must be able to begin a chain.
    pub fn read(bytes: &[u8]) -> Result<Self, GenesisError> {
        let genesis = Self::read_known(bytes)?;
        genesis.check()?;
        Ok(genesis)
    }

    /// Reads a genesis whose hash is known, as whoever checks evidence does: its shape and spelling,
    /// its numbers and name, its validators, and that every key is one. Who may stand in it is
    /// vouched for by the hash and by those who run the chain (`docs/protocol/evidence.md`, step
    /// chain).
    pub fn read_known(bytes: &[u8]) -> Result<Self, GenesisError> {
        if bytes.len() > GENESIS_BYTES_MAX {
            return Err(GenesisError::TooLong);
        }
        let genesis: Self = serde_json::from_slice(bytes)
            .map_err(|error| GenesisError::Shape(error.to_string()))?;
        if genesis.text().as_bytes() != bytes {
            return Err(GenesisError::Spelling);
        }
        genesis.check_head()?;
        Ok(genesis)
    }

    /// The bytes of the file and of leaf 1.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the file.
    pub fn hash(&self) -> Hash {
        Hash::of(&[self.text().as_bytes()])
    }

    /// `<name>/<64 hex digits>`: the chain's name for ever, and a whole trust anchor.
    pub fn origin(&self) -> String {
        format!("{}/{}", self.name, self.hash())
    }

    /// What every genesis key that can sign signs.
    pub fn signing_text(&self) -> String {
        format!("furlong/genesis/v1\n{}\n", self.hash())
    }

    /// The keys that sign it, in the order of `genesis.sigs`: those of the organisations but
    /// `agree` keys, then for each validator `vote`, `log`, `cosign`, `cosign_p256`, `node`.
    pub fn signers(&self) -> Vec<&Jwk> {
        let of_orgs = self.keys.iter().filter(|row| row.purpose != Purpose::Agree);
        let of_validators = self.validators.iter().flat_map(keys_of);
        of_orgs.map(|row| &row.jwk).chain(of_validators).collect()
    }

    /// The first row of the members tree.
    pub(crate) fn epoch_row(&self) -> EpochRow {
        EpochRow { epoch: 0, rules: self.rules, validators: self.validators.clone() }
    }

    /// Whether it can begin a chain. [`Genesis::read`] asks it too; a founder asks before signing.
    pub fn check(&self) -> Result<(), GenesisError> {
        self.check_head()?;
        self.check_rows()
    }

    /// What evidence needs of it.
    fn check_head(&self) -> Result<(), GenesisError> {
        let wrong = |text: String| Err(GenesisError::Content(text));
        if self.v != 1 || self.rules != 1 || self.created_ms > EXACT_MAX {
            return wrong("v and rules are 1, created_ms is in milliseconds".to_owned());
        }
        if !is_chain_name(&self.name) {
            return wrong(format!("{} is no lower-case DNS name of 1 to 63 characters", self.name));
        }
        check_validators(&self.validators).or_else(|text| wrong(text.to_owned()))?;
        match self.keys.iter().find(|row| row.jwk.as_p256().is_none()) {
            Some(row) => wrong(format!("key {}: keys of organisations are P-256 keys", row.kid)),
            None => Ok(()),
        }
    }

    /// What a node that begins needs besides.
    fn check_rows(&self) -> Result<(), GenesisError> {
        let wrong = |text: String| Err(GenesisError::Content(text));
        let mut members = Members::of_epoch(self.epoch_row());
        for row in &self.orgs {
            check_org(row).or_else(|text| wrong(format!("{}: {text}", row.iss)))?;
            let party = format!("https://{}/party/", self.name);
            let iss = row.iss.as_str();
            if !iss.starts_with("https://id.gs1.org/417/") && !iss.starts_with(&party) {
                return wrong(format!("{iss}: without a GLN its name starts {party}"));
            }
            if !members.takes_org(row) {
                return wrong(format!("{}: its name or a prefix is taken", row.iss));
            }
            members.add_org(row.clone());
        }
        for row in &self.keys {
            check_key(row).or_else(|text| wrong(format!("key {}: {text}", row.kid)))?;
            if !members.takes_key(row) {
                return wrong(format!(
                    "key {}: its organisation is missing, or the kid is wrong or taken",
                    row.kid
                ));
            }
            members.add_key(row.clone());
        }
        self.check_together(&members)
    }

    fn check_together(&self, members: &Members) -> Result<(), GenesisError> {
        let wrong = |iss: &OrgId, text: &str| Err(GenesisError::Content(format!("{iss}: {text}")));
        for row in members.orgs() {
            let admins = members.keys_of(&row.iss).filter(|key| key.purpose == Purpose::Admin);
            if admins.count() < ADMINS_MIN {
                return wrong(&row.iss, "an organisation has two admin keys, one of them offline");
            }
            let sponsor = row.sponsor.as_ref().map(|sponsor| members.org(sponsor));
            if sponsor.is_some_and(|sponsor| sponsor.is_none_or(|row| row.sponsor.is_some())) {
                return wrong(&row.iss, "its sponsor is no member");
            }
        }
        for iss in self.validators.iter().map(|validator| &validator.iss) {
            if members.org(iss).is_none_or(|row| row.sponsor.is_some()) {
                return wrong(iss, "a validator is run by a member of the genesis");
            }
        }
        for (holder, iss) in
            self.keys.iter().filter_map(|key| Some((key.held_by.as_ref()?, &key.iss)))
        {
            if members.org(holder).is_none() {
                return wrong(iss, "the firm that holds its system key is not in the genesis");
            }
        }
        Ok(())
    }
}

fn check_org(row: &OrgRow) -> Result<(), &'static str> {
    check_roles(&row.roles)?;
    check_prefixes(&row.prefixes)?;
    if !is_text(&row.name) {
        return Err("a name has 1 to 500 characters");
    }
    if row.since != 0 || row.status != OrgStatus::Active {
        return Err("an organisation of the genesis is active since height 0");
    }
    Ok(())
}

fn check_key(row: &KeyRow) -> Result<(), &'static str> {
    if row.added != 0 || row.retired.is_some() || row.compromised_since.is_some() {
        return Err("a key of the genesis is added at height 0 and not retired");
    }
    if row.not_after.is_some_and(|ms| ms > EXACT_MAX) {
        return Err("not_after is in milliseconds");
    }
    if (row.purpose == Purpose::System) != row.held_by.is_some() {
        return Err("a system key names in held_by the firm that holds it, no other key does");
    }
    Ok(())
}
