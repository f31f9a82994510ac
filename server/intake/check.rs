//! The checks of one statement, in the protocol's order.

use super::admission;
use super::rejection::Rejection;
use super::status;
use crate::commit::{Receipt, View};
use crate::store::{Pooled, leaves, vault};
use ledger::state::{At, Rule};
use ledger::statement::{Claims, Statement, Verified, VerifyError, kid_of};
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

/// Size, header, key known, form, id unused, signature, authority, admission: a stranger, who has no
/// key, never has a payload parsed here.
pub(super) fn check(
    bytes: &[u8],
    origin: &str,
    view: &View,
    now_ms: u64,
    db: &mut Pooled,
) -> Result<Checked, Rejection> {
    if bytes.contains(&b'~') {
        return Err(Rejection::Disclosures);
    }
    let kid = kid_of(bytes)?;
    let members = view.state.members();
    if members.jwk(&kid).is_none() {
        return Err(Rejection::KeyUnknown { kid, pointer: None });
    }
    let statement = Statement::read(bytes, origin)?;
    if let Some(receipt) = replayed(&statement, origin, db)? {
        return Ok(Checked::Replayed(receipt));
    }
    // Its own key is known: another that is not can only be that of the statement in it.
    let verified = statement.verify(|kid| members.jwk(kid)).map_err(|error| match error {
        VerifyError::KeyUnknown(kid) => Rejection::KeyUnknown { kid, pointer: Some(ORIG) },
        VerifyError::Signature(_) | VerifyError::Possession(_) => {
            Rejection::Signature(error.to_string())
        }
    })?;
    let next = At {
        height: view.tip.height + 1,
        time_ms: now_ms.max(view.tip.time_ms + 1),
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
    admit_event(verified.statement(), db)?;
    Ok(Checked::New(Arc::new(verified)))
}

/// The first receipt, if the statement is there already; a refusal if its id has other content.
/// What was vouched for is there with the statement that carries it, and the other way round.
fn replayed(
    statement: &Statement,
    origin: &str,
    db: &mut Pooled,
) -> Result<Option<Receipt>, Rejection> {
    for part in parts(statement) {
        let (iss, jti) = (part.iss(), part.jti());
        let Some(leaf) = leaves::taken_by(db, iss, *jti.as_bytes())? else { continue };
        let there = leaves::bytes(db, leaf)?.unwrap_or_default();
        let same = Statement::read(&there, origin).is_ok_and(|there| {
            parts(&there).any(|there| there.signing_input() == part.signing_input())
        });
        if same {
            return Ok(status::receipt_of(db, leaf)?);
        }
        let (iss, jti) = (iss.as_str().to_owned(), jti.to_string());
        return Err(Rejection::IdTaken { iss, jti });
    }
    Ok(None)
}

/// The statement itself, and the one that it vouches for.
fn parts(statement: &Statement) -> impl Iterator<Item = &Statement> {
    let inner = statement.inner();
    let carried = (inner.jti() != statement.jti()).then_some(inner);
    std::iter::once(statement).chain(carried)
}

/// Events are held against EPCIS 2.0, opened with the disclosures that are in the vault.
fn admit_event(statement: &Statement, db: &mut Pooled) -> Result<(), Rejection> {
    match statement.inner().claims() {
        Claims::Event { epcis, .. } => {
            let mut disclosures = vault::of(db, statement.leaf_hash())?;
            if disclosures.is_empty() {
                disclosures = vault::of(db, statement.inner().leaf_hash())?;
            }
            admission::judge(epcis, &disclosures)
        }
        Claims::Vouched { .. } | Claims::Governance(_) | Claims::Recall(_) | Claims::Access(_) => {
            Ok(())
        }
    }
}
