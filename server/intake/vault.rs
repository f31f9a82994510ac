//! Concealed fields: kept on the issuer's own node before the statement is sent.

use super::submit::Intake;
use crate::commit::{CommitError, View};
use crate::store::{StoreError, leaves, vault};
use ledger::disclosure;
use ledger::statement::{Claims, FormError, Statement, VerifyError};
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
    /// Nobody here knows its key; it may come with a later block.
    #[error("the key {0} is not known here: if it was added a moment ago, send this again later")]
    KeyUnknown(String),
    /// Its signature is not good.
    #[error("{0}")]
    Signature(String),
    /// It is no event.
    #[error("only events conceal fields")]
    NoEvent,
    /// The disclosures do not fit.
    #[error("{0}")]
    Disclosures(String),
    /// A bug.
    #[error("the check of the disclosures panicked")]
    Panicked(#[source] tokio::task::JoinError),
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
        let (origin, view) = (self.origin().to_owned(), self.commit().view());
        let sd_jwt = sd_jwt.to_owned();
        // Up to 4 MiB of hashes and JSON: no async worker stands still for it.
        let checking = tokio::task::spawn_blocking(move || check(leaf, &sd_jwt, &origin, &view));
        let text = checking.await.map_err(VaultError::Panicked)??;
        let now_ms = self.clock().now_ms();
        self.commit()
            .run(move |chain| -> Result<(), StoreError> {
                chain.db().write(|db| {
                    sweep(db, now_ms)?;
                    vault::put(db, leaf, &text, now_ms)
                })
            })
            .await??;
        Ok(())
    }
}

/// The disclosures, joined by `~`, if they are those of the leaf's statement.
fn check(leaf: Hash, sd_jwt: &str, origin: &str, view: &View) -> Result<String, VaultError> {
    let (jws, disclosures) = split(sd_jwt)?;
    let found = tree::leaf_hash(jws.as_bytes());
    if found != leaf {
        return Err(VaultError::OtherLeaf(found));
    }
    let statement = Statement::read(jws.as_bytes(), origin)?;
    let verified =
        statement.verify(|kid| view.state.members().jwk(kid)).map_err(|error| match error {
            VerifyError::KeyUnknown(kid) => VaultError::KeyUnknown(kid),
            VerifyError::Signature(_) | VerifyError::Possession(_) => {
                VaultError::Signature(error.to_string())
            }
        })?;
    let Claims::Event { epcis, .. } = verified.statement().inner().claims() else {
        return Err(VaultError::NoEvent);
    };
    disclosure::open(epcis, &disclosures)
        .map_err(|error| VaultError::Disclosures(error.to_string()))?;
    Ok(disclosures.join("~"))
}

fn split(sd_jwt: &str) -> Result<(&str, Vec<&str>), VaultError> {
    let mut parts = sd_jwt.strip_suffix('~').ok_or(VaultError::Shape)?.split('~');
    let jws = parts.next().ok_or(VaultError::Shape)?;
    let disclosures: Vec<&str> = parts.collect();
    if disclosures.is_empty() { Err(VaultError::Shape) } else { Ok((jws, disclosures)) }
}

/// Forgets disclosures whose statement was not committed within a day.
fn sweep(db: &mut crate::store::Db, now_ms: u64) -> Result<(), StoreError> {
    for hash in vault::stored_before(db, now_ms.saturating_sub(ORPHAN_MS), SWEEP_MAX)? {
        if leaves::find(db, hash)?.is_none() {
            vault::forget(db, hash)?;
        }
    }
    Ok(())
}
