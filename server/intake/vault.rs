//! Concealed fields: kept on the issuer's own node before the statement is sent.

use super::submit::Intake;
use crate::commit::CommitError;
use crate::store::{Db, StoreError, leaves, vault};
use ledger::disclosure::{self, DIGESTS_MAX};
use ledger::statement::{Claims, FormError, Statement};
use ledger::{Hash, tree};

/// Disclosures whose statement does not come are dropped after so long.
const ORPHAN_MS: u64 = 24 * 60 * 60 * 1_000;

/// So many orphans are dropped at a time.
const SWEEP_MAX: i64 = 1_000;

/// Why disclosures are not kept.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Not an SD-JWT with disclosures.
    #[error("send the whole SD-JWT: the statement, then each disclosure, each followed by ~")]
    Shape,
    /// The statement in it is none.
    #[error("{0}")]
    Form(#[from] FormError),
    /// The address names another leaf.
    #[error("the statement has the leaf hash {0}, and the address names another")]
    OtherLeaf(Hash),
    /// Its signature is not good, or its key is not known.
    #[error("{0}")]
    Signature(String),
    /// It is no event.
    #[error("only events conceal fields")]
    NoEvent,
    /// The disclosures do not fit.
    #[error("{0}")]
    Disclosures(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writing thread.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Intake {
    /// Keeps the disclosures of a statement: signature, key and digests are checked first.
    pub async fn keep_disclosures(&self, leaf: Hash, sd_jwt: &str) -> Result<(), VaultError> {
        let (jws, disclosures) = split(sd_jwt)?;
        let found = tree::leaf_hash(jws.as_bytes());
        if found != leaf {
            return Err(VaultError::OtherLeaf(found));
        }
        let statement = Statement::read(jws.as_bytes(), self.origin())?;
        let view = self.commit().view();
        let verified = statement
            .verify(|kid| view.state.members().jwk(kid))
            .map_err(|error| VaultError::Signature(error.to_string()))?;
        let Claims::Event { epcis, .. } = verified.statement().inner().claims() else {
            return Err(VaultError::NoEvent);
        };
        disclosure::open(epcis, &disclosures)
            .map_err(|error| VaultError::Disclosures(error.to_string()))?;
        let now_ms = self.clock().now_ms();
        let (text, epcis) = (disclosures.join("~"), epcis.clone());
        let keep = move |db: &mut Db| -> Result<Result<(), String>, StoreError> {
            sweep(db, now_ms)?;
            if let Err(told) = fits(db, leaf, &text, &epcis)? {
                return Ok(Err(told));
            }
            vault::put(db, leaf, &text, now_ms).map(Ok)
        };
        let kept = self.commit().run(move |chain| chain.db().write(keep)).await??;
        kept.map_err(VaultError::Disclosures)
    }
}

fn split(sd_jwt: &str) -> Result<(&str, Vec<&str>), VaultError> {
    let mut parts = sd_jwt.strip_suffix('~').ok_or(VaultError::Shape)?.split('~');
    let jws = parts.next().ok_or(VaultError::Shape)?;
    let disclosures: Vec<&str> = parts.collect();
    if disclosures.is_empty() {
        return Err(VaultError::Shape);
    }
    if disclosures.len() > DIGESTS_MAX {
        let told = format!(
            "a statement conceals at most {DIGESTS_MAX} fields, and these are {} disclosures",
            disclosures.len()
        );
        return Err(VaultError::Disclosures(told));
    }
    Ok((jws, disclosures))
}

/// Whether new disclosures go together with those that are kept. What was erased here is not taken
/// again, whoever still has a copy.
fn fits(
    db: &mut Db,
    leaf: Hash,
    added: &str,
    epcis: &json::Json,
) -> Result<Result<(), String>, StoreError> {
    let erased = vault::erased(db, leaf)?;
    let mut all = vault::of(db, leaf)?;
    for text in added.split('~') {
        if erased.contains(&Hash::of(&[text.as_bytes()])) {
            let told = "a field of this statement was erased here, and is not taken again";
            return Ok(Err(told.to_owned()));
        }
        if !all.iter().any(|kept| kept == text) {
            all.push(text.to_owned());
        }
    }
    Ok(disclosure::open(epcis, &all).map(drop).map_err(|error| error.to_string()))
}

/// Forgets disclosures whose statement was not committed within a day.
fn sweep(db: &mut Db, now_ms: u64) -> Result<(), StoreError> {
    for hash in vault::stored_before(db, now_ms.saturating_sub(ORPHAN_MS), SWEEP_MAX)? {
        if leaves::find(db, hash)?.is_none() {
            vault::forget(db, hash)?;
        }
    }
    Ok(())
}
