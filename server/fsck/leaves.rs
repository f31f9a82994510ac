//! Each leaf alone: its hash, its form, its signature, and the rows by which it is found.

use super::attachments;
use super::finding::{Advice, Finding};
use super::read::{Stored, told};
use crate::store::leaves::{self, Signer};
use crate::store::{Db, Pool, StoreError, vault};
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
    /// Files that it names and that never came here.
    pub(super) files_absent: u64,
}

/// What a look at one statement gave.
pub(super) enum Looked {
    /// Form and signature are good.
    Good(Box<Verified>),
    /// The key was added by a block of this very stretch: look again when that is applied.
    KeyLater,
    /// Its bytes were voted out.
    Redacted,
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
    let rows = &stored.signers;
    findings.extend(unsigned(height, first, rows.first()));
    let looked: Vec<(Hash, Looked, Vec<Finding>)> = stored
        .body
        .statements
        .par_chunks(SHARE)
        .zip((0_u64..).step_by(SHARE).take(stored.body.statements.len()).collect::<Vec<_>>())
        .flat_map_iter(|(share, offset)| {
            let mut db = pool.chain();
            let look = |(index, bytes): (u64, &Vec<u8>)| {
                let place = format!("leaf {index} (block {height})");
                if bytes.is_empty() && stored.redacted.contains(&index) {
                    return redacted(&stored, index);
                }
                let row = usize::try_from(index - first).ok().and_then(|at| rows.get(at));
                look(origin, members, db.as_deref_mut(), &Leaf { index, place, bytes, row })
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
    let files_absent = files_absent(pool, &statements);
    Checked { stored, hashes, statements, findings, files_absent }
}

fn files_absent(pool: &Pool, statements: &[Looked]) -> u64 {
    let good = statements.iter().filter_map(|one| match one {
        Looked::Good(verified) => Some(verified.statement()),
        Looked::KeyLater | Looked::Redacted | Looked::Bad => None,
    });
    let Ok(mut db) = pool.chain() else { return 0 };
    good.map(|statement| attachments::absent(&mut db, statement)).sum()
}

/// Without bytes the stored hash is what the tree is built from: the block's id says whether it is
/// the right one. That the members voted for it is held against their ballots at the end.
fn redacted(stored: &Stored, index: u64) -> (Hash, Looked, Vec<Finding>) {
    let place = usize::try_from(index.saturating_sub(stored.block.first)).unwrap_or(usize::MAX);
    let hash = stored.hashes.get(place).copied().unwrap_or(Hash::ZERO);
    (hash, Looked::Redacted, Vec::new())
}

struct Leaf<'b> {
    index: u64,
    place: String,
    bytes: &'b [u8],
    row: Option<&'b Signer>,
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
        return (hash, Looked::Bad, unsigned(0, leaf.index, leaf.row).into_iter().collect());
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
    let mut findings = db.map_or_else(|error| vec![unlooked(leaf, error)], rows);
    findings.extend(signer_row(leaf, &statement));
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

/// The row of a leaf names the key, the organisation and the id that its bytes name.
fn signer_row(leaf: &Leaf<'_>, statement: &Statement) -> Option<Finding> {
    let worked_out = Signer {
        signer: Some((statement.kid().to_owned(), statement.iss().as_str().to_owned())),
        jti: Some(statement.jti().as_bytes().to_vec()),
    };
    let wrong = |what: &str| Some(Finding::new(leaf.place.clone(), what, Advice::Derived));
    match leaf.row {
        Some(row) if row.signer != worked_out.signer => wrong("its row names another signer"),
        Some(row) if row.jti != worked_out.jti => wrong("its row has another id"),
        Some(_) => None,
        None => wrong("it has no row"),
    }
}

/// Block records and the genesis are signed by nobody.
fn unsigned(height: u64, index: u64, row: Option<&Signer>) -> Option<Finding> {
    let row = row.filter(|row| row.signer.is_some() || row.jti.is_some())?;
    let what = match row.signer {
        Some(_) => "its row names a signer, and nobody signs such a leaf",
        None => "its row has an id, and such a leaf has none",
    };
    Some(Finding::new(format!("leaf {index} (block {height})"), what, Advice::Derived))
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
