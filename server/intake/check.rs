//! The checks of statements, in the protocol's order: size, form, key known, id unused, signature,
//! authority, admission.
//!
//! What needs the database is asked in between, on one connection, so that no core waits for one.

use super::admission;
use super::rejection::Rejection;
use super::status;
use crate::commit::{Receipt, View};
use crate::store::leaves::{self, Pair};
use crate::store::{Db, StoreError, vault};
use ledger::state::{At, Rule};
use ledger::statement::{Claims, Statement, Verified, VerifyError};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A statement that may be taken.
#[derive(Debug, Clone)]
pub enum Checked {
    /// It was taken before: its first receipt.
    Replayed(Receipt),
    /// Its signatures are good and it may wait for a block.
    New(Arc<Verified>),
}

/// What statements are held against.
pub(super) struct Against<'a> {
    /// The chain.
    pub(super) origin: &'a str,
    /// What is committed.
    pub(super) view: &'a View,
    /// The time.
    pub(super) now_ms: u64,
}

/// So many are looked at together: enough for all cores, and few enough that their concealed
/// fields fit into memory.
const SHARE: usize = 64;

/// Checks statements, on all cores; one answer for each, in order. Blocks on the database.
pub(super) fn check(
    statements: &[Vec<u8>],
    against: &Against<'_>,
    db: &mut Db,
) -> Result<Vec<Result<Checked, Rejection>>, StoreError> {
    let mut answers = Vec::with_capacity(statements.len());
    for share in statements.chunks(SHARE) {
        let read: Vec<_> = share.par_iter().map(|bytes| read(bytes, against)).collect();
        let good = read.iter().filter_map(|one| one.as_ref().ok());
        let taken = leaves::taken(db, good.flat_map(pairs_of))?;
        let mut looked = Vec::with_capacity(read.len());
        for one in read {
            looked.push(match one {
                Ok(statement) => look_up(statement, &taken, against.origin, db)?,
                Err(rejection) => Err(rejection),
            });
        }
        answers.par_extend(looked.into_par_iter().map(|one| judge(one?, against)));
    }
    Ok(answers)
}

/// A statement and what the database says of it.
enum Looked {
    Replayed(Receipt),
    New { statement: Box<Statement>, disclosures: Vec<String> },
}

/// The pairs that a statement takes.
pub(super) fn pairs_of(statement: &Statement) -> impl Iterator<Item = Pair> + '_ {
    statement.pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes()))
}

/// Size, form, key known.
fn read(bytes: &[u8], against: &Against<'_>) -> Result<Statement, Rejection> {
    if bytes.contains(&b'~') {
        return Err(Rejection::Disclosures);
    }
    let statement = Statement::read(bytes, against.origin)?;
    match against.view.state.members().jwk(statement.kid()) {
        Some(_) => Ok(statement),
        None => Err(Rejection::KeyUnknown { kid: statement.kid().to_owned() }),
    }
}

/// Id unused; what this node keeps of its concealed fields.
fn look_up(
    statement: Statement,
    taken: &BTreeMap<Pair, u64>,
    origin: &str,
    db: &mut Db,
) -> Result<Result<Looked, Rejection>, StoreError> {
    match first_receipt(&statement, taken, origin, db)? {
        Err(rejection) => return Ok(Err(rejection)),
        Ok(Some(receipt)) => return Ok(Ok(Looked::Replayed(receipt))),
        Ok(None) => {}
    }
    let disclosures = match statement.claims() {
        Claims::Event { .. } => vault::of(db, statement.leaf_hash())?,
        Claims::Vouched { .. } | Claims::Governance(_) | Claims::Recall(_) | Claims::Access(_) => {
            Vec::new()
        }
    };
    Ok(Ok(Looked::New { statement: Box::new(statement), disclosures }))
}

/// The first receipt, if what it says is there already, by itself or vouched for; a refusal if its
/// id has other content.
pub(super) fn first_receipt(
    statement: &Statement,
    taken: &BTreeMap<Pair, u64>,
    origin: &str,
    db: &mut Db,
) -> Result<Result<Option<Receipt>, Rejection>, StoreError> {
    let Some((pair, leaf)) =
        pairs_of(statement).find_map(|pair| taken.get(&pair).map(|leaf| (pair, *leaf)))
    else {
        return Ok(Ok(None));
    };
    let there = leaves::bytes(db, leaf)?.unwrap_or_default();
    if Statement::read(&there, origin).is_ok_and(|there| there.says(statement)) {
        return Ok(Ok(status::receipt_of(db, leaf)?));
    }
    let (iss, jti) = (pair.0.as_str().to_owned(), jti_of(statement, &pair));
    Ok(Err(Rejection::IdTaken { iss, jti }))
}

fn jti_of(statement: &Statement, (iss, jti): &Pair) -> String {
    let mut pairs = statement.pairs();
    let named = pairs.find(|(other, id)| *other == iss && id.as_bytes() == jti);
    named.map(|(_, jti)| jti.to_string()).unwrap_or_default()
}

/// Signature, authority, admission.
fn judge(looked: Looked, against: &Against<'_>) -> Result<Checked, Rejection> {
    let (statement, disclosures) = match looked {
        Looked::Replayed(receipt) => return Ok(Checked::Replayed(receipt)),
        Looked::New { statement, disclosures } => (statement, disclosures),
    };
    let view = against.view;
    let members = view.state.members();
    let verified = statement.verify(|kid| members.jwk(kid)).map_err(|error| match error {
        VerifyError::KeyUnknown(kid) => Rejection::KeyUnknown { kid },
        VerifyError::Signature(_) | VerifyError::Possession(_) => {
            Rejection::Signature(error.to_string())
        }
    })?;
    let next = At {
        height: view.tip.height + 1,
        time_ms: against.now_ms.max(view.tip.time_ms + 1),
        start: view.tip.size,
    };
    view.state.admit(&verified, &next).map_err(|refusal| match refusal.rule {
        Rule::KeyKnown => Rejection::KeyUnknown { kid: verified.statement().kid().to_owned() },
        _ => Rejection::NotAllowed(refusal.to_string()),
    })?;
    if let Claims::Event { epcis, .. } = verified.statement().claims() {
        admission::judge(epcis, &disclosures)?;
    }
    Ok(Checked::New(Arc::new(verified)))
}
