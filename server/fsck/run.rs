//! Going through the ledger, some blocks at a time.

use super::attachments;
use super::certificates::{self, Decided};
use super::finding::{Advice, Finding, Report};
use super::leaves::{self, Checked, Looked};
use super::pages::Pages;
use super::read::{self, told};
use super::replay::{Applied, Broken, Replay};
use super::{beside, rows};
use crate::replica::{Guard, GuardError, Signed};
use crate::store::attachments::Files;
use crate::store::{Db, Place, Pool, StoreError, blocks};
use ledger::genesis::Genesis;
use ledger::state::State;
use rayon::prelude::*;
use std::ops::Range;
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

/// So many blocks are looked at together, while those before are applied: enough work for all cores,
/// at most some tens of MiB.
const STRETCH: u64 = 32;

/// Checks everything. The node may run meanwhile; what it commits is checked, too.
pub fn check(subject: &Subject<'_>, mut tell: impl FnMut(Progress)) -> Result<Report, FsckError> {
    let guard = match Guard::open(subject.guard, &subject.genesis.origin()) {
        Ok(guard) => Some(guard.signed()),
        Err(GuardError::Missing(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let pool = pool(subject.place)?;
    let mut db = pool.chain()?;
    let origin = subject.genesis.origin();
    let mut check = Check {
        pages: Pages::begin(&origin, subject.place, &mut db),
        pool: &pool,
        replay: Replay::new(subject.genesis),
        report: Report { has_guard: guard.is_some(), ..Report::default() },
        is_broken: false,
    };
    check.blocks(&mut db, &mut tell)?;
    check.rows(&mut db, guard.as_ref());
    let Check { mut report, pages, replay, .. } = check;
    if report.is_whole {
        let redactions = !replay.left.versions.redactions.is_empty();
        let compared =
            pages.and_then(|pages| pages.map(|pages| pages.compare(redactions)).transpose());
        match compared {
            Ok(Some((height, findings))) => {
                report.pages = Some(height);
                report.add(findings);
            }
            Ok(None) => {}
            Err(finding) => report.add([finding]),
        }
    }
    attachments::check(&mut db, &Files::of(subject.folder), &mut report);
    Ok(report)
}

/// A connection a core for those who look at leaves, and one for whoever applies blocks.
pub(super) fn pool(place: &Place) -> Result<Pool, StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Pool::of_chain(place, u32::try_from(cores).unwrap_or(1).saturating_add(1))
}

/// What a look at the leaves of a block gave, or why there is no such block.
pub(super) type Look = Result<Checked, Finding>;

/// Looks at the leaves of some blocks, on all cores. Keys that later blocks add are not known yet.
pub(super) fn look(origin: &str, state: &State, pool: &Pool, heights: Range<u64>) -> Vec<Look> {
    let heights: Vec<u64> = heights.collect();
    let one = |height: u64| -> Look {
        let failed = |error: &StoreError| Finding::of_block(height, told(error));
        // Given back before the leaves are looked at: whoever waits for another thread's work must
        // hold none.
        let stored = read::block(&mut *pool.chain().map_err(|error| failed(&error))?, height)?;
        Ok(leaves::check(origin, state.members(), pool, stored))
    };
    heights.into_par_iter().map(one).collect()
}

struct Check<'a> {
    pool: &'a Pool,
    replay: Replay,
    /// The tables of pages, or why they cannot be compared.
    pages: Result<Option<Pages>, Finding>,
    report: Report,
    /// A block does not stand: later ones are looked at leaf by leaf only.
    is_broken: bool,
}

impl Check<'_> {
    /// Follows the ledger until nothing new was committed.
    fn blocks(&mut self, db: &mut Db, tell: &mut impl FnMut(Progress)) -> Result<(), StoreError> {
        let mut next = 0;
        let mut looked = Vec::new();
        loop {
            let newest = blocks::newest(db)?;
            let of = newest.as_ref().map_or(0, |newest| newest.height + 1);
            let end = of.min(next + STRETCH);
            if next >= end && looked.is_empty() {
                break;
            }
            let origin = self.replay.origin.clone();
            let (state, pool) = (self.replay.state.clone(), self.pool);
            let done = next;
            let (ahead, ()) = rayon::join(
                || look(&origin, &state, pool, next..end.max(next)),
                || self.apply(looked),
            );
            looked = ahead;
            next = end.max(next);
            tell(Progress { done, of });
        }
        if next == 0 {
            let place = "the database".to_owned();
            self.report.add([Finding::new(place, "it holds no blocks", Advice::Restore)]);
            self.is_broken = true;
        }
        Ok(())
    }

    /// The rows of the state belong to the newest block; more may have come meanwhile.
    fn rows(&mut self, db: &mut Db, guard: Option<&Signed>) {
        while !self.is_broken {
            match rows::read(db) {
                Ok(stored) if stored.height >= self.replay.next => {
                    let heights = self.replay.next..stored.height + 1;
                    let state = self.replay.state.clone();
                    let looked = look(&self.replay.origin, &state, self.pool, heights);
                    self.apply(looked);
                }
                Ok(stored) => {
                    self.report.is_whole = true;
                    self.report.add(rows::check(&self.replay, &stored, guard));
                    return;
                }
                Err(error) => {
                    let place = "the rows of the state".to_owned();
                    self.report.add([Finding::new(place, told(&error), Advice::Restore)]);
                    return;
                }
            }
        }
    }

    /// Applies blocks whose leaves were looked at, one after the other.
    fn apply(&mut self, looked: Vec<Look>) {
        let mut decided = Vec::new();
        for one in looked {
            match one {
                Ok(checked) => decided.extend(self.block(checked)),
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

    fn block(&mut self, mut checked: Checked) -> Option<Decided> {
        let mut found = std::mem::take(&mut checked.findings);
        let whole = checked.statements.iter().filter(|one| !matches!(one, Looked::Redacted));
        let (leaves, statements) = (checked.hashes.len(), whole.count());
        self.report.files_absent += checked.files_absent;
        self.report.leaves += if found.is_empty() { leaves as u64 } else { 0 };
        if self.is_broken {
            self.report.add(found);
            return None;
        }
        match self.replay.apply(checked) {
            Ok(applied) => {
                // The block's id vouches for the bytes: what differs from them follows from them.
                for finding in found.iter_mut().filter(|one| one.advice == Advice::Restore) {
                    finding.advice = Advice::Derived;
                }
                self.report.add(found);
                let beside = self.pool.chain().map(|mut db| {
                    self.enter(&mut db, &applied);
                    beside::check(&mut db, &applied)
                });
                self.report.add(beside.unwrap_or_else(|error| {
                    vec![Finding::of_block(applied.record.height, told(&error))]
                }));
                self.report.blocks += 1;
                let signed = if applied.record.height == 0 { 0 } else { statements };
                self.report.signatures += signed as u64;
                applied.decided()
            }
            Err(Broken(finding)) => {
                self.report.add(found);
                self.report.add([finding]);
                self.is_broken = true;
                None
            }
        }
    }

    /// Makes the tables of pages as the block leaves them, until something stops that.
    fn enter(&mut self, db: &mut Db, applied: &Applied) {
        if let Ok(Some(pages)) = &mut self.pages
            && let Err(finding) = pages.enter(db, applied)
        {
            self.pages = Err(finding);
        }
    }
}
