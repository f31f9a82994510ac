//! Concealed fields: kept on the issuer's own node before the statement is sent.

use super::check::Checked;
use super::rejection::Rejection;
use super::submit::{Intake, Shut};
use crate::commit::{Chain, CommitError, View};
use crate::store::{Db, StoreError, forgetting, leaves, vault};
use json::Json;
use ledger::disclosure::{self, DIGESTS_MAX};
use ledger::statement::{Claims, FormError, Statement, VerifyError};
use ledger::{Hash, OrgId, tree};

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
    /// The disk is nearly full.
    #[error(transparent)]
    Shut(#[from] Shut),
    /// It is no event.
    #[error("only events conceal fields")]
    NoEvent,
    /// The members voted it out, and with it what it concealed.
    #[error(
        "this record was removed by decision of the members: its concealed fields are not taken again"
    )]
    Removed,
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
        self.room()?;
        let (origin, view) = (self.origin().to_owned(), self.commit().view());
        let sd_jwt = sd_jwt.to_owned();
        // Up to 4 MiB of hashes and JSON: no async worker stands still for it.
        let checking = tokio::task::spawn_blocking(move || check(leaf, &sd_jwt, &origin, &view));
        let opened = checking.await.map_err(VaultError::Panicked)??;
        let now_ms = self.clock().now_ms();
        let keep = move |db: &mut Db| -> Result<Result<(), VaultError>, StoreError> {
            vault::sweep(db, now_ms.saturating_sub(ORPHAN_MS), SWEEP_MAX)?;
            if opened.is_removed(db)? {
                return Ok(Err(VaultError::Removed));
            }
            if let Err(told) = fits(db, leaf, &opened.text, &opened.epcis)? {
                return Ok(Err(VaultError::Disclosures(told)));
            }
            vault::put(db, leaf, &opened.text, now_ms).map(Ok)
        };
        self.commit().run(move |chain| chain.db().write(keep)).await??
    }
}

impl Intake {
    /// What a device concealed was kept under the hash of its own statement. Once that is vouched
    /// for, the leaf is the statement around it, and the fields belong to that.
    pub(super) async fn keep_vouched(
        &self,
        checked: &[Result<Checked, Rejection>],
    ) -> Result<(), Shut> {
        let vouched = |one: &Result<Checked, Rejection>| match one {
            Ok(Checked::New(verified)) => {
                let statement = verified.statement();
                let orig = statement.inner().leaf_hash();
                (orig != statement.leaf_hash()).then(|| (orig, statement.leaf_hash()))
            }
            Ok(Checked::Replayed(_)) | Err(_) => None,
        };
        let moves: Vec<(Hash, Hash)> = checked.iter().filter_map(vouched).collect();
        if moves.is_empty() {
            return Ok(());
        }
        let now_ms = self.clock().now_ms();
        let act = move |chain: &mut Chain| {
            chain.db().write(|db| {
                let copy = |(from, to): (Hash, Hash)| vault::copy(db, from, to, now_ms);
                moves.into_iter().try_for_each(copy)
            })
        };
        // Without its fields the statement is not taken; whoever sent it sends it again.
        let done = self.commit().run(act).await.and_then(|kept| Ok(kept?));
        done.map_err(|error| {
            tracing::error!(cause = %error, "concealed fields could not be kept");
            Shut::Busy
        })
    }
}

/// Disclosures that belong to a statement.
struct Opened {
    /// Joined by `~`.
    text: String,
    /// The event, as it was signed.
    epcis: Json,
    /// Organisation and id of the statement, and of the one that it vouches for.
    pairs: Vec<(OrgId, [u8; 16])>,
}

impl Opened {
    /// Whether the members voted it out. Asked by the ids that it takes: that holds for the statement
    /// that an office vouched for, and for the same one signed again, whose leaf hash is another.
    fn is_removed(&self, db: &mut Db) -> Result<bool, StoreError> {
        for (iss, jti) in &self.pairs {
            if let Some(leaf) = leaves::taken_by(db, iss, *jti)?
                && forgetting::redacted_at(db, leaf)?.is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The disclosures, if they are those of the leaf's statement.
fn check(leaf: Hash, sd_jwt: &str, origin: &str, view: &View) -> Result<Opened, VaultError> {
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
    let pairs = verified.statement().pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes()));
    Ok(Opened { text: disclosures.join("~"), epcis: epcis.clone(), pairs: pairs.collect() })
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
    epcis: &Json,
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
