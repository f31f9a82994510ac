//! Going through the ledger, some blocks at a time.

use super::attachments;
use super::certificates::{self, Decided};
use super::finding::{Advice, Finding, Report};
use super::leaves::{self, Checked, Looked};
use super::read::{self, told};
use super::replay::{Broken, Replay};
use super::rows;
use crate::replica::{Guard, GuardError, Signed};
use crate::store::attachments::Files;
use crate::store::{Db, Place, Pool, StoreError, blocks};
use ledger::genesis::Genesis;
use std::path::Path;

/// What to check.
pub struct Subject<'a> {
    /// Where the tables are.
    pub place: &'a Place,
    /// Whose chain it is.
    pub genesis: &'a Genesis,
    /// The guard file; it may be missing.
    pub guard: &'a Path,
    /// The data folder, in which files that records name lie.
    pub folder: &'a Path,
}

/// How far the check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Blocks that were looked at.
    pub done: u64,
    /// Blocks in all.
    pub of: u64,
}

/// The check could not begin.
#[derive(Debug, thiserror::Error)]
pub enum FsckError {
    /// The database.
    #[error("the database could not be opened for the check")]
    Store(#[from] StoreError),
    /// The guard file.
    #[error(transparent)]
    Guard(#[from] GuardError),
}

/// So many blocks are looked at together: enough work for all cores, at most a few MiB.
const STRETCH: u64 = 16;

/// Checks everything. The node may run meanwhile; what it commits is checked, too.
pub fn check(subject: &Subject<'_>, tell: impl FnMut(Progress)) -> Result<Report, FsckError> {
    let guard = match Guard::open(subject.guard, &subject.genesis.origin()) {
        Ok(guard) => Some(guard.signed()),
        Err(GuardError::Missing(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let pool = Pool::open(subject.place, u32::try_from(cores).unwrap_or(1).saturating_add(1))?;
    let mut db = pool.chain()?;
    let mut check = Check {
        pool: &pool,
        replay: Replay::new(subject.genesis),
        report: Report { has_guard: guard.is_some(), ..Report::default() },
        is_broken: false,
    };
    check.blocks(&mut db, tell)?;
    if !check.is_broken {
        check.rows(&mut db, guard.as_ref());
    }
    attachments::check(&mut db, &Files::of(subject.folder), &mut check.report);
    Ok(check.report)
}

struct Check<'a> {
    pool: &'a Pool,
    replay: Replay,
    report: Report,
    /// A block does not stand: later ones are looked at leaf by leaf only.
    is_broken: bool,
}

impl Check<'_> {
    /// Follows the ledger until nothing new was committed.
    fn blocks(&mut self, db: &mut Db, mut tell: impl FnMut(Progress)) -> Result<(), StoreError> {
        let mut next = 0;
        while let Some(newest) = blocks::newest(db)?.filter(|newest| newest.height >= next) {
            let end = newest.height.min(next + STRETCH - 1);
            self.stretch(db, next, end);
            next = end + 1;
            tell(Progress { done: next, of: newest.height + 1 });
        }
        if next == 0 {
            let place = "the database".to_owned();
            self.report.add([Finding::new(place, "it holds no blocks", Advice::Restore)]);
            self.is_broken = true;
        }
        Ok(())
    }

    /// The rows of the state belong to the newest block; one more may have come meanwhile.
    fn rows(&mut self, db: &mut Db, guard: Option<&Signed>) {
        while !self.is_broken {
            match rows::read(db) {
                Ok(stored) if stored.height >= self.replay.next => {
                    self.stretch(db, self.replay.next, stored.height);
                }
                Ok(stored) => {
                    self.report.is_whole = true;
                    self.report.add(rows::check(&self.replay, &stored, guard));
                    return;
                }
                Err(error) => {
                    let place = "the rows of the state".to_owned();
                    self.report.add([Finding::new(place, told(&error), Advice::Derived)]);
                    return;
                }
            }
        }
    }

    fn stretch(&mut self, db: &mut Db, first: u64, last: u64) {
        let mut decided = Vec::new();
        let checked: Vec<Result<Checked, Finding>> = (first..=last)
            .map(|height| {
                let stored = read::block(db, height)?;
                let members = self.replay.state.members();
                Ok(leaves::check(&self.replay.origin, members, self.pool, stored))
            })
            .collect();
        for one in checked {
            match one {
                Ok(checked) => decided.extend(self.block(db, checked)),
                Err(finding) => {
                    self.report.add([finding]);
                    self.is_broken = true;
                }
            }
        }
        let wrong = certificates::check(&self.replay.origin, &decided);
        self.report.certificates += (decided.len() - wrong.len()) as u64;
        self.report.add(wrong);
    }

    fn block(&mut self, db: &mut Db, mut checked: Checked) -> Option<Decided> {
        let found = std::mem::take(&mut checked.findings);
        let whole = checked.statements.iter().filter(|one| !matches!(one, Looked::Redacted));
        let (leaves, statements) = (checked.hashes.len(), whole.count());
        let had_faults = !found.is_empty();
        self.report.files_absent += checked.files_absent;
        self.report.leaves += if had_faults { 0 } else { leaves as u64 };
        self.report.add(found);
        if self.is_broken {
            return None;
        }
        let height = self.replay.next;
        let mut findings = Vec::new();
        let applied = self.replay.apply(db, checked, &mut findings);
        self.report.add(findings);
        match applied {
            Ok(decided) => {
                self.report.blocks += 1;
                self.report.signatures += if height == 0 { 0 } else { statements as u64 };
                decided
            }
            Err(Broken(finding)) => {
                self.report.add([finding]);
                self.is_broken = true;
                None
            }
        }
    }
}
