//! Signing for the companies of the demonstration, the same way every time.

use crate::home::Home;
use crate::keys::{KeyFile, KeyFileError};
use ledger::key::P256Secret;
use ledger::statement::{Body, Draft, Jti};
use ledger::{Hash, OrgId};
use std::collections::BTreeMap;

/// The keys of the companies, read once.
pub(super) struct Signers {
    /// The folders of the nodes at which the companies are.
    homes: Vec<Home>,
    origin: String,
    /// When the chain was founded: ids and `iat` follow from it, so that a second run is a replay.
    created_ms: u64,
    keys: BTreeMap<(OrgId, String), P256Secret>,
}

impl Signers {
    pub(super) const fn new(homes: Vec<Home>, origin: String, created_ms: u64) -> Self {
        Self { homes, origin, created_ms, keys: BTreeMap::new() }
    }

    /// At which node a company is: where its keys are.
    pub(super) fn node_of(&self, iss: &OrgId) -> usize {
        let holds = |home: &Home| home.org_key(iss, "event").exists();
        self.homes.iter().position(holds).unwrap_or_default()
    }

    fn key(&mut self, iss: &OrgId, name: &str) -> Result<P256Secret, KeyFileError> {
        let at = (iss.clone(), name.to_owned());
        if let Some(key) = self.keys.get(&at) {
            return Ok(key.clone());
        }
        let home = self.homes.get(self.node_of(iss));
        let path = home.map(|home| home.org_key(iss, name)).unwrap_or_default();
        let secret = KeyFile::read(&path)?.secret();
        let key = secret
            .as_ref()
            .and_then(|secret| secret.as_p256().cloned())
            .ok_or(KeyFileError::Form(path))?;
        self.keys.insert(at, key.clone());
        Ok(key)
    }

    /// A statement whose id follows from `name`.
    pub(super) fn sign(
        &mut self,
        iss: &OrgId,
        key: &str,
        name: &str,
        body: Body,
    ) -> Result<String, KeyFileError> {
        let secret = self.key(iss, key)?;
        let draft = Draft {
            iss: iss.clone(),
            origin: self.origin.clone(),
            jti: self.jti(iss, name),
            iat: self.created_ms / 1_000,
            body,
        };
        Ok(draft.sign(&secret))
    }

    fn jti(&self, iss: &OrgId, name: &str) -> Jti {
        let digest = Hash::of(&[
            b"demo/jti",
            self.origin.as_bytes(),
            iss.as_str().as_bytes(),
            name.as_bytes(),
        ]);
        Jti::from_parts(self.created_ms, first_bytes(digest))
    }

    /// Salts that nobody without the company's key can guess.
    pub(super) fn salts(
        &mut self,
        iss: &OrgId,
        name: &str,
    ) -> Result<impl FnMut() -> [u8; 16] + use<>, KeyFileError> {
        let seed = Hash::of(&[b"demo/salt", &self.key(iss, "event")?.to_bytes(), name.as_bytes()]);
        let mut count = 0_u64;
        Ok(move || {
            count += 1;
            let digest = Hash::of(&[seed.as_bytes(), &count.to_be_bytes()]);
            first_bytes(digest)
        })
    }
}

/// The first `N` of the 32 bytes of a digest.
fn first_bytes<const N: usize>(digest: Hash) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(digest.as_bytes()) {
        *to = *from;
    }
    bytes
}
