//! Each leaf alone: its hash, its form, its signature, and the rows by which it is found.

use super::attachments;
use super::finding::{Advice, Finding};
use super::read::{Stored, told};
use super::sidecar::Rows;
use crate::store::Pool;
use crate::store::leaves::Signer;
use ledger::Hash;
use ledger::members::Members;
use ledger::statement::{Statement, Verified, VerifyError};
use ledger::tree::leaf_hash;
use rayon::prelude::*;
use std::sync::Arc;

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
    Good(Arc<Verified>),
    /// The key was added by a block of this very stretch: look again when that is applied.
    KeyLater,
    /// Its bytes were voted out.
    Redacted,
    /// Not a statement, or not by its key; a finding says so.
    Bad,
}

/// Statements whose rows one thread asks for together.
const SHARE: usize = 64;

/// The genesis, the one leaf that is no statement; the replay compares its bytes.
const GENESIS: u64 = 1;

/// Looks at all leaves of a block, on all cores.
pub(super) fn check(origin: &str, members: &Members, pool: &Pool, stored: Stored) -> Checked {
    let (height, first) = (stored.block.height, stored.block.first);
    let mut hashes = vec![leaf_hash(&stored.body.record)];
    let mut findings = Vec::new();
    let mut statements = Vec::new();
    let signer = stored.rows.get(&first).map(|(_, signer)| signer);
    findings.extend(unsigned(height, first, signer));
    let shares: Vec<(u64, &[Vec<u8>])> =
        (first + 1..).step_by(SHARE).zip(stored.body.statements.chunks(SHARE)).collect();
    let looked: Vec<(Hash, Looked, Vec<Finding>)> = shares
        .into_par_iter()
        .flat_map_iter(|(index, share)| {
            let read = |(index, bytes): (u64, &Vec<u8>)| Leaf::read(origin, &stored, index, bytes);
            let leaves: Vec<Leaf<'_>> = (index..).zip(share).map(read).collect();
            let rows = Rows::read(pool, leaves.iter().filter_map(Leaf::statement));
            leaves.into_iter().map(move |leaf| leaf.look(members, &rows)).collect::<Vec<_>>()
        })
        .collect();
    for (hash, one, found) in looked {
        hashes.push(hash);
        statements.push(one);
        findings.extend(found);
    }
    findings.extend(compare(&stored, &hashes));
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

/// A leaf with what its bytes are.
pub(super) struct Leaf<'b> {
    pub(super) index: u64,
    pub(super) hash: Hash,
    /// `leaf 57 (block 12)`
    pub(super) place: String,
    row: Option<&'b Signer>,
    is: Is,
}

enum Is {
    Genesis,
    Redacted,
    Statement(Box<Statement>),
    Bad(String),
}

impl<'b> Leaf<'b> {
    fn read(origin: &str, stored: &'b Stored, index: u64, bytes: &[u8]) -> Self {
        let place = format!("leaf {index} (block {})", stored.block.height);
        let stored_row = stored.rows.get(&index);
        let row = stored_row.map(|(_, signer)| signer);
        if bytes.is_empty() && stored.redacted.contains(&index) {
            // Without bytes the stored hash is what the tree is built from: the block's id says
            // whether it is the right one. That the members voted for it is held against their
            // ballots at the end.
            let hash = stored_row.map_or(Hash::ZERO, |(hash, _)| *hash);
            return Self { index, hash, place, row, is: Is::Redacted };
        }
        let is = match index {
            GENESIS => Is::Genesis,
            _ if bytes.is_empty() => Is::Bad("its bytes are missing".to_owned()),
            _ => match Statement::read(bytes, origin) {
                Ok(statement) => Is::Statement(Box::new(statement)),
                Err(error) => Is::Bad(format!("it is no statement: {error}")),
            },
        };
        Self { index, hash: leaf_hash(bytes), place, row, is }
    }

    fn statement(&self) -> Option<(Hash, &Statement)> {
        match &self.is {
            Is::Statement(statement) => Some((self.hash, statement)),
            Is::Genesis | Is::Redacted | Is::Bad(_) => None,
        }
    }

    fn look(self, members: &Members, rows: &Rows) -> (Hash, Looked, Vec<Finding>) {
        let Self { index, hash, place, row, is } = self;
        let bad = |what: String| {
            let finding = Finding::new(place.clone(), what, Advice::Restore);
            (hash, Looked::Bad, vec![finding])
        };
        let statement = match is {
            Is::Genesis => {
                return (hash, Looked::Bad, unsigned(0, index, row).into_iter().collect());
            }
            Is::Redacted => return (hash, Looked::Redacted, Vec::new()),
            Is::Bad(what) => return bad(what),
            Is::Statement(statement) => *statement,
        };
        let mut findings = rows.check(&place, (index, hash), &statement);
        findings.extend(signer_row(&place, row, &statement));
        match statement.verify(|kid| members.jwk(kid)) {
            Ok(verified) => (hash, Looked::Good(Arc::new(verified)), findings),
            Err(VerifyError::KeyUnknown(_)) => (hash, Looked::KeyLater, findings),
            Err(error) => bad(told(&error)),
        }
    }
}

/// The row of a leaf names the key, the organisation and the id that its bytes name.
fn signer_row(place: &str, row: Option<&Signer>, statement: &Statement) -> Option<Finding> {
    let worked_out = Signer {
        signer: Some((statement.kid().to_owned(), statement.iss().as_str().to_owned())),
        jti: Some(statement.jti().as_bytes().to_vec()),
    };
    let wrong = |what: &str| Some(Finding::new(place.to_owned(), what, Advice::Derived));
    match row {
        Some(row) if row.signer != worked_out.signer => wrong("its row names another signer"),
        Some(row) if row.jti != worked_out.jti => wrong("its row has another id"),
        // That there is none is told with the hashes.
        Some(_) | None => None,
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

/// Whether the stored hashes or the bytes are wrong is told by the block's id, later.
fn compare(stored: &Stored, worked_out: &[Hash]) -> Vec<Finding> {
    let height = stored.block.height;
    let finding = |(index, hash): (u64, &Hash)| {
        let what = match stored.rows.get(&index) {
            Some((there, _)) if there == hash => return None,
            Some(_) => "its bytes do not have the hash that is stored",
            None => "its row is missing",
        };
        Some(Finding::new(format!("leaf {index} (block {height})"), what, Advice::Restore))
    };
    (stored.block.first..).zip(worked_out).filter_map(finding).collect()
}
