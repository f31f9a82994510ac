//! Each leaf alone: its hash, its form, its signature, and the rows by which it is found.

use super::finding::{Advice, Finding};
use super::read::{Stored, told};
use crate::store::{Db, Pool, StoreError, leaves, vault};
use ledger::Hash;
use ledger::disclosure::open;
use ledger::members::Members;
use ledger::statement::{Claims, Statement, Verified, VerifyError};
use ledger::tree::leaf_hash;
use rayon::prelude::*;

/// A block whose leaves were looked at.
pub(super) struct Checked {
    pub(super) stored: Stored,
    /// Worked out from the bytes, the record's first.
    pub(super) hashes: Vec<Hash>,
    pub(super) statements: Vec<Looked>,
    pub(super) findings: Vec<Finding>,
}

/// What a look at one statement gave.
pub(super) enum Looked {
    /// Form and signature are good.
    Good(Box<Verified>),
    /// The key was added by a block of this very stretch: look again when that is applied.
    KeyLater,
    /// Not a statement, or not by its key; a finding says so.
    Bad,
}

/// Statements that one thread checks with one database connection.
const SHARE: usize = 64;

/// Looks at all leaves of a block, on all cores.
pub(super) fn check(origin: &str, members: &Members, pool: &Pool, stored: Stored) -> Checked {
    let (height, first) = (stored.block.height, stored.block.first);
    let record = leaf_hash(&stored.body.record);
    let mut hashes = vec![record];
    let mut findings = Vec::new();
    let mut statements = Vec::new();
    let looked: Vec<(Hash, Looked, Vec<Finding>)> = stored
        .body
        .statements
        .par_chunks(SHARE)
        .zip((0_u64..).step_by(SHARE).take(stored.body.statements.len()).collect::<Vec<_>>())
        .flat_map_iter(|(share, offset)| {
            let mut db = pool.chain();
            let look = |(index, bytes): (u64, &Vec<u8>)| {
                let place = format!("leaf {index} (block {height})");
                look(origin, members, db.as_deref_mut(), &Leaf { index, place, bytes })
            };
            let looked: Vec<_> = (first + 1 + offset..).zip(share).map(look).collect();
            looked
        })
        .collect();
    for (hash, one, found) in looked {
        hashes.push(hash);
        statements.push(one);
        findings.extend(found);
    }
    findings.extend(compare(height, first, &hashes, &stored.hashes));
    Checked { stored, hashes, statements, findings }
}

struct Leaf<'b> {
    index: u64,
    place: String,
    bytes: &'b [u8],
}

fn look(
    origin: &str,
    members: &Members,
    db: Result<&mut Db, &mut StoreError>,
    leaf: &Leaf<'_>,
) -> (Hash, Looked, Vec<Finding>) {
    let hash = leaf_hash(leaf.bytes);
    // The genesis is the one leaf that is no statement; the replay compares its bytes.
    if leaf.index == 1 {
        return (hash, Looked::Bad, Vec::new());
    }
    let bad = |what: String| {
        let finding = Finding::new(leaf.place.clone(), what, Advice::Restore);
        (hash, Looked::Bad, vec![finding])
    };
    if leaf.bytes.is_empty() {
        return bad("its bytes are missing".to_owned());
    }
    let statement = match Statement::read(leaf.bytes, origin) {
        Ok(statement) => statement,
        Err(error) => return bad(format!("it is no statement: {error}")),
    };
    let rows = |db: &mut Db| {
        let mut findings = index_rows(db, leaf, hash, &statement);
        findings.extend(vault_row(db, leaf, hash, &statement));
        findings
    };
    // What could not be looked at is not clean.
    let findings = db.map_or_else(|error| vec![unlooked(leaf, error)], rows);
    match statement.verify(|kid| members.jwk(kid)) {
        Ok(verified) => (hash, Looked::Good(Box::new(verified)), findings),
        Err(VerifyError::KeyUnknown(_)) => (hash, Looked::KeyLater, findings),
        Err(error) => bad(error.to_string()),
    }
}

fn unlooked(leaf: &Leaf<'_>, error: &StoreError) -> Finding {
    let what = format!("the rows beside it could not be read: {}", told(error));
    Finding::new(leaf.place.clone(), what, Advice::Derived)
}

/// The rows by which a statement is found by hash and by id. Each pair of organisation and id has
/// one row, so that two statements with one id cannot both pass.
fn index_rows(db: &mut Db, leaf: &Leaf<'_>, hash: Hash, statement: &Statement) -> Vec<Finding> {
    let wrong = |what: &str| Finding::new(leaf.place.clone(), what, Advice::Derived);
    let mut findings = Vec::new();
    match leaves::find(db, hash) {
        Ok(Some(found)) if found == leaf.index => {}
        Ok(_) => findings.push(wrong("it is not found by its hash")),
        Err(error) => findings.push(wrong(&told(&error))),
    }
    for (iss, jti) in statement.pairs() {
        match leaves::taken_by(db, iss, *jti.as_bytes()) {
            Ok(Some(found)) if found == leaf.index => {}
            Ok(_) => findings.push(wrong("it is not found by its organisation and id")),
            Err(error) => findings.push(wrong(&told(&error))),
        }
    }
    findings
}

/// What this node keeps of an event's concealed fields must be what was signed.
fn vault_row(db: &mut Db, leaf: &Leaf<'_>, hash: Hash, statement: &Statement) -> Option<Finding> {
    let Claims::Event { epcis, .. } = statement.inner().claims() else { return None };
    let wrong = |what: String| Some(Finding::new(leaf.place.clone(), what, Advice::Vault));
    match vault::of(db, hash) {
        Ok(kept) => open(epcis, &kept)
            .err()
            .and_then(|error| wrong(format!("its concealed fields are damaged: {error}"))),
        Err(error) => wrong(told(&error)),
    }
}

fn compare(height: u64, first: u64, worked_out: &[Hash], stored: &[Hash]) -> Vec<Finding> {
    if worked_out.len() != stored.len() {
        let what = format!(
            "{} leaf hashes are stored, and its bytes are {} leaves",
            stored.len(),
            worked_out.len()
        );
        return vec![Finding::of_block(height, what)];
    }
    let pairs = (first..).zip(worked_out.iter().zip(stored));
    let differ = pairs.filter(|(_, (one, other))| one != other);
    let finding = |(index, _): (u64, (&Hash, &Hash))| {
        let place = format!("leaf {index} (block {height})");
        Finding::new(place, "its bytes do not have the hash that is stored", Advice::Restore)
    };
    differ.map(finding).collect()
}
