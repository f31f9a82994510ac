//! Making anew what follows from the records: hashes, look-ups, names, subtrees, versions of the
//! state, columns of blocks. Bodies, certificates, checkpoints of epochs and the vault follow from
//! nothing and are never touched.

use super::finding::{Finding, Report};
use super::replay::{Applied, Broken, Replay};
use super::run::{self, FsckError, Progress, Subject};
use crate::store::leaves::NewLeaf;
use crate::store::{Db, Pool, QueryError, StoreError, anew, blocks, leaves, state, subtrees};
use ledger::Hash;
use ledger::genesis::Genesis;
use std::collections::BTreeMap;

/// Why nothing was made anew.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// What is wrong does not follow from anything.
    #[error(
        "nothing was repaired: the records themselves are damaged, or may be, and nothing follows \
         from damaged records; put back a copy of the database that passes this check"
    )]
    Damaged,
    /// A block did not stand when it was written again.
    #[error("nothing was repaired: {}: {}", .0.place, .0.what)]
    Broken(Finding),
    /// The check could not begin.
    #[error(transparent)]
    Check(#[from] FsckError),
    /// The database.
    #[error("nothing was repaired: the database could not be written")]
    Store(#[from] StoreError),
    /// The database, inside a transaction.
    #[error("nothing was repaired: the database could not be written")]
    Query(#[from] QueryError),
}

/// So many blocks are looked at together.
const STRETCH: u64 = 32;

/// Makes anew what a report says is wrong beside the records. The caller has the folder alone.
pub fn repair(
    subject: &Subject<'_>,
    report: &Report,
    mut tell: impl FnMut(Progress),
) -> Result<(), RepairError> {
    if report.needs_a_copy() {
        return Err(RepairError::Damaged);
    }
    let pool = run::pool(subject.place)?;
    let mut db = subject.place.chain_writer()?;
    let tell: &mut dyn FnMut(Progress) = &mut tell;
    db.write(|db| anew::lifted(db, |db| write_all(db, &pool, subject.genesis, tell)))
}

/// In one transaction: either all of it is as the records lead to, or nothing is different. The pool
/// meanwhile sees the database as it was.
fn write_all(
    db: &mut Db,
    pool: &Pool,
    genesis: &Genesis,
    tell: &mut dyn FnMut(Progress),
) -> Result<(), RepairError> {
    let kept = voted_out(db)?;
    let of = blocks::newest(db)?.map_or(0, |newest| newest.height + 1);
    anew::clear(db)?;
    let mut replay = Replay::new(genesis);
    let mut next = 0;
    while next < of {
        let end = of.min(next + STRETCH);
        let state = replay.state.clone();
        for looked in run::look(&replay.origin, &state, pool, next..end) {
            let checked = looked.map_err(RepairError::Broken)?;
            let applied = replay.apply(checked);
            let applied = applied.map_err(|Broken(finding)| RepairError::Broken(finding))?;
            write(db, &applied, &kept)?;
        }
        next = end;
        tell(Progress { done: next, of });
    }
    Ok(())
}

/// The rows of leaves whose bytes are gone.
fn voted_out(db: &mut Db) -> Result<BTreeMap<u64, NewLeaf>, StoreError> {
    let mut kept = BTreeMap::new();
    for leaf in state::redactions(db)? {
        kept.insert(leaf, anew::kept_leaf(db, leaf)?);
    }
    Ok(kept)
}

/// Writes what a block leads to, as its commit did.
fn write(db: &mut Db, applied: &Applied, kept: &BTreeMap<u64, NewLeaf>) -> Result<(), RepairError> {
    let plain = |leaf, hash| NewLeaf { leaf, hash, signer: None, jti: None, taken: Vec::new() };
    let mut rows = Vec::with_capacity(applied.hashes.len());
    let mut statements = applied.statements.iter();
    for (leaf, hash) in (applied.record.start..).zip(applied.hashes.iter().copied()) {
        // The record comes first, and block 0 has no statements.
        let is_statement = leaf > applied.record.start && applied.record.height > 0;
        let statement = if is_statement { statements.next() } else { None };
        rows.push(match statement {
            None => plain(leaf, hash),
            Some(None) => kept.get(&leaf).cloned().unwrap_or_else(|| plain(leaf, hash)),
            Some(Some(verified)) => row(leaf, hash, verified.statement()),
        });
    }
    anew::put_columns(db, &applied.block())?;
    leaves::put(db, &rows)?;
    let full: Vec<(u8, u64, Hash)> =
        applied.nodes.iter().map(|node| (node.level, node.index, node.hash)).collect();
    subtrees::put(db, &full)?;
    state::put(db, applied.record.height, &applied.versions)?;
    Ok(())
}

fn row(leaf: u64, hash: Hash, statement: &ledger::statement::Statement) -> NewLeaf {
    NewLeaf {
        leaf,
        hash,
        signer: Some((statement.kid().to_owned(), statement.iss().clone())),
        jti: Some(*statement.jti().as_bytes()),
        taken: statement.pairs().map(|(iss, jti)| (iss.clone(), *jti.as_bytes())).collect(),
    }
}
