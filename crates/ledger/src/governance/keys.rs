//! Keys that a statement brings: rule S19.

use super::fields::{Fields, choice, jwk, list, number, org};
use super::write::object;
use crate::key::{Jwk, P256Secret};
use crate::rows::{KeyRow, Purpose};
use crate::statement::{FormError, fault};
use crate::{OrgId, b64};
use json::{Json, Pointer};
use std::collections::BTreeSet;

/// A key to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    jwk: Jwk,
    kid: String,
    purpose: Purpose,
    held_by: Option<OrgId>,
    not_after: Option<u64>,
    proof: Option<[u8; 64]>,
}

/// An organisation brings at most so many keys at once.
pub(super) const KEYS_MAX: usize = 20;

/// One of them is kept offline.
const ADMINS_MIN: usize = 2;

pub(super) const PURPOSES: [(&str, Purpose); 5] = [
    ("admin", Purpose::Admin),
    ("agree", Purpose::Agree),
    ("event", Purpose::Event),
    ("registrar", Purpose::Registrar),
    ("system", Purpose::System),
];

impl NewKey {
    /// A key of `iss` on the chain `origin`, with the proof that its secret half is at hand.
    pub fn make(secret: &P256Secret, purpose: Purpose, iss: &OrgId, origin: &str) -> Self {
        let jwk = secret.public();
        let kid = jwk.kid();
        let proof = match purpose {
            Purpose::Agree => None,
            Purpose::Admin | Purpose::Event | Purpose::System | Purpose::Registrar => {
                Some(secret.sign(possession_text(origin, iss, &kid, purpose).as_bytes()))
            }
        };
        Self { jwk, kid, purpose, held_by: None, not_after: None, proof }
    }

    /// Names the firm that holds a system key.
    #[must_use]
    pub fn held_by(self, firm: OrgId) -> Self {
        Self { held_by: Some(firm), ..self }
    }

    /// Bounds the time (block time, ms) until which the key signs.
    #[must_use]
    pub fn until(self, not_after_ms: u64) -> Self {
        Self { not_after: Some(not_after_ms), ..self }
    }

    /// Its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What it is for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Who holds a system key.
    pub const fn holder(&self) -> Option<&OrgId> {
        self.held_by.as_ref()
    }

    /// Whether its proof of possession is by this very key, for that owner on that chain.
    pub fn is_proved(&self, origin: &str, owner: &OrgId) -> bool {
        self.purpose == Purpose::Agree
            || self.proof.is_some_and(|proof| {
                let text = possession_text(origin, owner, &self.kid, self.purpose);
                self.jwk.verifies(text.as_bytes(), &proof)
            })
    }

    /// The row of this key, once added.
    pub fn row(&self, iss: &OrgId, added: u64) -> KeyRow {
        KeyRow {
            added,
            compromised_since: None,
            held_by: self.held_by.clone(),
            iss: iss.clone(),
            jwk: self.jwk.clone(),
            kid: self.kid.clone(),
            not_after: self.not_after,
            purpose: self.purpose,
            retired: None,
        }
    }

    pub(super) fn read(value: &Json, at: &Pointer) -> Result<Self, FormError> {
        let names = (&["jwk", "purpose"][..], &["held_by", "not_after", "proof"][..]);
        let fields = Fields::of(value, at, 19, names)?;
        let jwk = fields.take("jwk", p256)?;
        let purpose = fields.take("purpose", |value, at| choice(value, at, &PURPOSES))?;
        let key = Self {
            kid: jwk.kid(),
            jwk,
            purpose,
            held_by: fields.maybe("held_by", org)?,
            not_after: fields.maybe("not_after", number)?,
            proof: fields.maybe("proof", proof)?,
        };
        if (purpose == Purpose::System) != key.held_by.is_some() {
            let text = "a system key names in held_by the firm that holds it, no other key does";
            return Err(fault(19, at, text));
        }
        if (purpose == Purpose::Agree) == key.proof.is_some() {
            return Err(fault(19, at, "every key but one to agree brings a proof of possession"));
        }
        Ok(key)
    }

    pub(super) fn to_json(&self) -> Json {
        let jwk = json::parse(self.jwk.text().as_bytes(), &JWK_LIMITS).unwrap_or(Json::Null);
        let mut members =
            object([("jwk", jwk), ("purpose", Json::from(purpose_word(self.purpose)))]);
        if let Some(held_by) = &self.held_by {
            members.insert("held_by", held_by.as_str());
        }
        if let Some(not_after) = self.not_after {
            members.insert("not_after", not_after);
        }
        if let Some(proof) = &self.proof {
            members.insert("proof", b64::encode(proof));
        }
        Json::Object(members)
    }
}

const JWK_LIMITS: json::Limits = json::Limits { bytes_max: 300, depth_max: 1, values_max: 5 };

/// What a new key signs to show that it is in its owner's hands.
fn possession_text(origin: &str, iss: &OrgId, kid: &str, purpose: Purpose) -> String {
    format!("furlong/key/v1\n{origin}\n{iss}\n{kid}\n{}\n", purpose_word(purpose))
}

const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Admin => "admin",
        Purpose::Agree => "agree",
        Purpose::Event => "event",
        Purpose::Registrar => "registrar",
        Purpose::System => "system",
    }
}

/// The keys of an organisation that comes in, or that lost all it had: two of them are admin keys,
/// so that one can be kept offline.
pub(super) fn founding_keys(value: &Json, at: &Pointer) -> Result<Vec<NewKey>, FormError> {
    let keys = list(value, at, KEYS_MAX, NewKey::read)?;
    let kids: BTreeSet<&str> = keys.iter().map(NewKey::kid).collect();
    if kids.len() < keys.len() {
        return Err(fault(19, at, "a key stands twice"));
    }
    let admins = keys.iter().filter(|key| key.purpose == Purpose::Admin).count();
    if admins < ADMINS_MIN {
        return Err(fault(19, at, "an organisation has two admin keys, one of them kept offline"));
    }
    Ok(keys)
}

fn p256(value: &Json, at: &Pointer) -> Result<Jwk, FormError> {
    let jwk = jwk(value, at, 19)?;
    if jwk.as_p256().is_some() {
        Ok(jwk)
    } else {
        Err(fault(19, at, "keys of organisations are P-256 keys"))
    }
}

fn proof(value: &Json, at: &Pointer) -> Result<[u8; 64], FormError> {
    b64::decode_array(value.as_str().unwrap_or_default())
        .map_err(|_cause| fault(19, at, "a proof is base64url of 64 bytes"))
}
