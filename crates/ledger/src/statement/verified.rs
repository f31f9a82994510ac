//! Statements whose signatures are good.

use super::{Claims, Statement};
use crate::governance::Gov;
use crate::key::Jwk;
use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A statement whose every signature is good under the key that it names: its own, that of the
/// statement it vouches for, and the proofs of possession of the keys it brings.
///
/// The key id is the thumbprint of the key, so this stays true for ever; that the key is active
/// is for [`State`](crate::state::State) to say. Keep it, and no signature is checked twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    statement: Statement,
    reading: Reading,
}

/// What a reader made of a statement. It follows from the statement, so that it makes no difference
/// between two of them.
#[derive(Clone, Default)]
struct Reading(OnceLock<Arc<dyn Any + Send + Sync>>);

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.get().is_some() { "read" } else { "unread" })
    }
}

impl PartialEq for Reading {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Reading {}

/// Why a signature is not good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Nobody knows the key; it may come later.
    #[error("the key {0} is not known here")]
    KeyUnknown(String),
    /// The signature is not by that key.
    #[error("the signature is not by the key {0}")]
    Signature(String),
    /// A new key was not shown to be in its owner's hands.
    #[error("the proof of possession of the key {0} is not by that key")]
    Possession(String),
}

impl Statement {
    /// Checks every signature. `key_of` finds the public key of a key id.
    ///
    /// This is the slow part of taking a statement: run it on every core.
    pub fn verify<'k>(
        self,
        key_of: impl Fn(&str) -> Option<&'k Jwk>,
    ) -> Result<Verified, VerifyError> {
        check_signature(&self, &key_of)?;
        match self.claims() {
            Claims::Vouched { orig, .. } => check_signature(orig, &key_of)?,
            Claims::Governance(gov) => check_possession(&self, gov)?,
            Claims::Event { .. } | Claims::Recall(_) | Claims::Access(_) => {}
        }
        Ok(Verified { statement: self, reading: Reading::default() })
    }
}

/// Every key that a statement brings is in the hands of whom it is for.
fn check_possession(statement: &Statement, gov: &Gov) -> Result<(), VerifyError> {
    let owner = gov.keys_owner(statement.iss());
    let origin = statement.head().origin();
    match gov.keys().iter().find(|key| !key.is_proved(origin, owner)) {
        Some(key) => Err(VerifyError::Possession(key.kid().to_owned())),
        None => Ok(()),
    }
}

fn check_signature<'k>(
    statement: &Statement,
    key_of: &impl Fn(&str) -> Option<&'k Jwk>,
) -> Result<(), VerifyError> {
    let kid = statement.kid();
    // A key under another id would make the kid of the leaf a lie.
    let key = key_of(kid)
        .filter(|key| key.as_p256().is_some() && key.kid() == kid)
        .ok_or_else(|| VerifyError::KeyUnknown(kid.to_owned()))?;
    if key.verifies(statement.signing_input(), statement.head().signature()) {
        Ok(())
    } else {
        Err(VerifyError::Signature(kid.to_owned()))
    }
}

impl Verified {
    /// The statement.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// What `read` makes of the statement, made once: the one reading is kept with it on its way from
    /// stage to stage. Another kind of reading is made anew each time.
    pub fn read_once<T: Any + Send + Sync>(&self, read: fn(&Statement) -> T) -> Arc<T> {
        let kept = self.reading.0.get_or_init(|| Arc::new(read(&self.statement)));
        Arc::clone(kept).downcast().unwrap_or_else(|_other| Arc::new(read(&self.statement)))
    }

    /// The statement, without the word that its signatures are good.
    pub fn into_statement(self) -> Statement {
        self.statement
    }
}
