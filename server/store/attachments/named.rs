//! Which files a statement of the ledger names, and whether everybody may read the names.

use super::super::connection::Db;
use super::super::error::StoreError;
use super::super::{leaves, vault};
use super::files::{FileError, Files};
use super::rows;
use json::Json;
use ledger::Hash;
use ledger::attachment::{FileName, names_in};
use ledger::disclosure;
use ledger::statement::{Claims, Statement};

/// The files of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Those whose names everybody may read.
    pub clear: Vec<FileName>,
    /// Those that only what it conceals names, as far as this node was given it.
    pub concealed: Vec<FileName>,
}

impl Named {
    /// The files that an event names, opened by these disclosures.
    pub fn of(epcis: &Json, disclosures: &[String]) -> Self {
        let clear = names_in(epcis);
        // Damaged ones open nothing; fsck tells of them.
        let opened = disclosure::open(epcis, disclosures).ok();
        let mut concealed = opened.as_ref().map(names_in).unwrap_or_default();
        concealed.retain(|name| !clear.contains(name));
        Self { clear, concealed }
    }

    /// The name of a file, and whether it is concealed.
    pub fn find(&self, digest: Hash) -> Option<(&FileName, bool)> {
        let by = |names: &'_ [FileName]| names.iter().position(|name| name.digest == digest);
        let clear = by(&self.clear).and_then(|at| self.clear.get(at)).map(|name| (name, false));
        let concealed = || by(&self.concealed).and_then(|at| self.concealed.get(at));
        clear.or_else(|| concealed().map(|name| (name, true)))
    }
}

/// The files that a statement names; `None` if it is not in the ledger. Of one that was voted out
/// nothing is left.
pub fn named(db: &mut Db, origin: &str, leaf: Hash) -> Result<Option<Named>, StoreError> {
    let Some(index) = leaves::find(db, leaf)? else { return Ok(None) };
    let bytes = leaves::bytes(db, index)?.unwrap_or_default();
    let Ok(statement) = Statement::read(&bytes, origin) else { return Ok(Some(Named::default())) };
    let inner = statement.inner();
    let Claims::Event { epcis, .. } = inner.claims() else { return Ok(Some(Named::default())) };
    let mut disclosures = vault::of(db, leaf)?;
    if disclosures.is_empty() {
        disclosures = vault::of(db, inner.leaf_hash())?;
    }
    Ok(Some(Named::of(epcis, &disclosures)))
}

/// Takes away files that were written before `before_ms` and that no statement has here: their node
/// was killed before it told anybody that they are kept. Answers how many.
pub fn sweep(db: &mut Db, files: &Files, before_ms: u64) -> Result<usize, SweepError> {
    let mut gone = 0;
    for (digest, written_ms) in files.all()? {
        if written_ms < before_ms && rows::naming(db, digest, 1)?.is_empty() {
            files.remove(digest)?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// The folder of files could not be held against the database.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The folder.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}
