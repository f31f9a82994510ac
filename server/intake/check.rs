//! The checks of statements, in the protocol's order: size, form, key known, id unused, signature,
//! authority, admission.
//!
//! What needs the database is asked in between, on one connection, so that no core waits for one.

use super::admission;
use super::rejection::Rejection;
use super::status;
use crate::commit::{Receipt, View};
use crate::metrics::Metrics;
use crate::store::leaves::{self, Pair};
use crate::store::{Db, StoreError, vault};
use ledger::Hash;
use ledger::state::{At, Rule};
use ledger::statement::{Claims, Statement, Verified, VerifyError, kid_of};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A statement that may be taken.
#[derive(Debug, Clone)]
pub enum Checked {
    /// It was taken before: its first receipt.
    Replayed(Receipt),
    /// Its signatures are good and it may wait for a block.
    New(Arc<Verified>),
}

/// The statement that a vouched one carries.
const ORIG: &str = "/vouched/orig";

/// What statements are held against.
pub(super) struct Against<'a> {
    /// The chain.
    pub(super) origin: &'a str,
    /// What is committed.
    pub(super) view: &'a View,
    /// The time.
    pub(super) now_ms: u64,
    /// Where signatures are timed.
    pub(super) metrics: &'a Metrics,
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
        let read: Vec<_> = share.par_iter().map(|bytes| caught(|| read(bytes, against))).collect();
        let good = read.iter().filter_map(|one| one.as_ref().ok());
        let taken = leaves::taken(db, good.clone().flat_map(pairs_of))?;
        let kept = vault::of_any(db, &good.flat_map(keys_of).collect::<Vec<_>>())?;
        let mut looked = Vec::with_capacity(read.len());
        for one in read {
            looked.push(match one {
                Ok(statement) => look_up(statement, (&taken, &kept), against.origin, db)?,
                Err(rejection) => Err(rejection),
            });
        }
        answers.par_extend(looked.into_par_iter().map(|one| caught(|| judge(one?, against))));
    }
    Ok(answers)
}

/// One statement that upsets the checker does not take the others of its request with it. What the
/// check works on is shared for reading only, so nothing is left half changed.
fn caught<T>(check: impl FnOnce() -> Result<T, Rejection>) -> Result<T, Rejection> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or(Err(Rejection::Failed))
}

/// A statement and what the database says of it.
enum Looked<'k> {
    Replayed(Receipt),
    New { statement: Box<Statement>, disclosures: &'k [String] },
}

/// The pairs that a statement takes.
pub(super) fn pairs_of(statement: &Statement) -> impl Iterator<Item = Pair> + '_ {
    statement.pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes()))
}

/// Size, header, key known, form: a stranger, who has no key, never has a payload parsed here.
fn read(bytes: &[u8], against: &Against<'_>) -> Result<Statement, Rejection> {
    if bytes.contains(&b'~') {
        return Err(Rejection::Disclosures);
    }
    let kid = kid_of(bytes)?;
    if against.view.state.members().jwk(&kid).is_none() {
        return Err(Rejection::KeyUnknown { kid, pointer: None });
    }
    Ok(Statement::read(bytes, against.origin)?)
}

/// Id unused; what this node keeps of its concealed fields.
fn look_up<'k>(
    statement: Statement,
    (taken, kept): (&BTreeMap<Pair, u64>, &'k BTreeMap<Hash, Vec<String>>),
    origin: &str,
    db: &mut Db,
) -> Result<Result<Looked<'k>, Rejection>, StoreError> {
    match first_receipt(&statement, taken, origin, db)? {
        Err(rejection) => return Ok(Err(rejection)),
        Ok(Some(receipt)) => return Ok(Ok(Looked::Replayed(receipt))),
        Ok(None) => {}
    }
    let disclosures = keys_of(&statement).find_map(|key| kept.get(&key));
    let disclosures = disclosures.map_or(&[][..], Vec::as_slice);
    Ok(Ok(Looked::New { statement: Box::new(statement), disclosures }))
}

/// Where the vault keeps an event's disclosures: under the leaf, or under the statement of a device
/// that kept them before it was vouched for.
fn keys_of(statement: &Statement) -> impl Iterator<Item = Hash> {
    let inner = statement.inner();
    let is_event = matches!(inner.claims(), Claims::Event { .. });
    let carried = (inner.jti() != statement.jti()).then(|| inner.leaf_hash());
    std::iter::once(statement.leaf_hash()).chain(carried).filter(move |_| is_event)
}

/// The first receipt, if what it says is there already; a refusal if its id has other content.
/// What was vouched for is there with the statement that carries it, and the other way round.
pub(super) fn first_receipt(
    statement: &Statement,
    taken: &BTreeMap<Pair, u64>,
    origin: &str,
    db: &mut Db,
) -> Result<Result<Option<Receipt>, Rejection>, StoreError> {
    for part in parts(statement) {
        let Some(leaf) = taken.get(&(part.iss().clone(), *part.jti().as_bytes())) else { continue };
        let there = leaves::bytes(db, *leaf)?.unwrap_or_default();
        if Statement::read(&there, origin).is_ok_and(|there| there.says(part)) {
            return Ok(Ok(status::receipt_of(db, *leaf)?));
        }
        let (iss, jti) = (part.iss().as_str().to_owned(), part.jti().to_string());
        return Ok(Err(Rejection::IdTaken { iss, jti }));
    }
    Ok(Ok(None))
}

/// The statement itself, and the one that it vouches for.
fn parts(statement: &Statement) -> impl Iterator<Item = &Statement> {
    let inner = statement.inner();
    let carried = (inner.jti() != statement.jti()).then_some(inner);
    std::iter::once(statement).chain(carried)
}

/// Signature, authority, admission.
fn judge(looked: Looked<'_>, against: &Against<'_>) -> Result<Checked, Rejection> {
    let (statement, disclosures) = match looked {
        Looked::Replayed(receipt) => return Ok(Checked::Replayed(receipt)),
        Looked::New { statement, disclosures } => (statement, disclosures),
    };
    let view = against.view;
    let members = view.state.members();
    // Its own key is known: another that is not can only be that of the statement in it.
    let took = &against.metrics.stages().intake.signature;
    let verified = against.metrics.time(took, || statement.verify(|kid| members.jwk(kid)));
    let verified = verified.map_err(|error| match error {
        VerifyError::KeyUnknown(kid) => Rejection::KeyUnknown { kid, pointer: Some(ORIG) },
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
        Rule::KeyKnown => {
            let kid = verified.statement().kid().to_owned();
            Rejection::KeyUnknown { kid, pointer: None }
        }
        rule => Rejection::NotAllowed {
            text: refusal.to_string(),
            pointer: (rule == Rule::Vouched).then_some(ORIG),
        },
    })?;
    admission::judge(&verified, disclosures)?;
    Ok(Checked::New(Arc::new(verified)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_panics_refuses_one_statement_and_ends_nothing() {
        let found = caught::<()>(|| panic!("as an arithmetic error would"));
        assert!(matches!(found, Err(Rejection::Failed)), "{found:?}");
        assert!(matches!(caught(|| Ok(7)), Ok(7)));
    }
}
