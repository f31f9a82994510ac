//! Taking statements in, one or many.

use super::check::{Checked, check};
use super::rejection::Rejection;
use super::status::Status;
use crate::clock::Clock;
use crate::commit::{Commit, Receipt, View};
use crate::disk::DiskWatch;
use crate::replica::{Outcome, Pending, Refusal, Told};
use crate::store::{Pool, StoreError};
use ledger::Hash;
use ledger::statement::Verified;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// One request brings at most so many statements.
pub const STATEMENTS_MAX: usize = 1_000;

/// Statements that one thread checks with one database connection.
const SHARE: usize = 64;

/// What intake needs.
pub struct Parts {
    /// The chain.
    pub origin: String,
    /// What is committed.
    pub commit: Commit,
    /// Where statements wait.
    pub pending: Pending,
    /// Connections for look-ups.
    pub pool: Pool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The room on the disk.
    pub disk: DiskWatch,
    /// How many statements may be in the works at once.
    pub checking_max: usize,
}

/// The door for statements; clones share it.
#[derive(Clone)]
pub struct Intake {
    parts: Arc<Parts>,
    checking: Arc<Semaphore>,
}

/// Why the door is shut for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    /// Too much is in the works: come back in a moment.
    #[error("this node is checking as many statements as it can")]
    Busy,
    /// The disk is nearly full (`protocol.md` section 9).
    #[error(
        "this node's disk is nearly full, so it takes no records; what it has can still be read. \
         Keep your copy and send it again when its operator has made room"
    )]
    NoRoom,
}

/// A statement that was taken.
#[derive(Debug)]
pub enum Answer {
    /// It had been taken before.
    Replayed(Receipt),
    /// It waits for a block.
    Waiting {
        /// Its name here.
        leaf_hash: Hash,
        /// Where its outcome will be told.
        told: Told,
    },
}

/// The answers to a request, in its order.
pub type Answers = Vec<Result<Answer, Rejection>>;

impl Intake {
    /// Opens the door.
    pub fn new(parts: Parts) -> Self {
        let checking = Arc::new(Semaphore::new(parts.checking_max));
        Self { parts: Arc::new(parts), checking }
    }

    pub(super) fn pending(&self) -> &Pending {
        &self.parts.pending
    }

    pub(super) fn pool(&self) -> &Pool {
        &self.parts.pool
    }

    pub(super) fn commit(&self) -> &Commit {
        &self.parts.commit
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.parts.clock.as_ref()
    }

    /// Whether there is room for more.
    pub(super) fn room(&self) -> Result<(), Shut> {
        if self.parts.disk.takes_statements() { Ok(()) } else { Err(Shut::NoRoom) }
    }

    /// The chain.
    pub fn origin(&self) -> &str {
        &self.parts.origin
    }

    /// Checks statements on all cores and puts the good ones into the queue.
    pub async fn submit(&self, statements: Vec<Vec<u8>>) -> Result<Answers, Shut> {
        self.room()?;
        let count = u32::try_from(statements.len()).map_err(|_cause| Shut::Busy)?;
        let permit = Arc::clone(&self.checking)
            .try_acquire_many_owned(count)
            .map_err(|_cause| Shut::Busy)?;
        let checked = self.check_all(statements, permit).await.ok_or(Shut::Busy)?;
        self.keep_vouched(&checked).await?;
        let mut fresh: Vec<Arc<Verified>> = Vec::new();
        for one in &checked {
            if let Ok(Checked::New(verified)) = one {
                fresh.push(Arc::clone(verified));
            }
        }
        let mut waiting = self.parts.pending.add(fresh).into_iter();
        let answers = checked.into_iter().map(|one| match one? {
            Checked::Replayed(receipt) => Ok(Answer::Replayed(receipt)),
            Checked::New(verified) => answer(&verified, waiting.next()),
        });
        Ok(answers.collect())
    }

    /// Off the async workers: a signature costs some 60 µs, a thousand of them a noticeable pause.
    async fn check_all(
        &self,
        statements: Vec<Vec<u8>>,
        permit: OwnedSemaphorePermit,
    ) -> Option<Vec<Result<Checked, Rejection>>> {
        let (tell, told) = oneshot::channel();
        let parts = Arc::clone(&self.parts);
        rayon::spawn(move || {
            let view = parts.commit.view();
            let now_ms = parts.clock.now_ms();
            let all = || -> Vec<_> {
                let shares = statements.par_chunks(SHARE);
                shares.flat_map_iter(|share| check_share(share, &parts, &view, now_ms)).collect()
            };
            // A panic that left this task would end the whole process.
            let answers = catch_unwind(AssertUnwindSafe(all))
                .unwrap_or_else(|_panic| refuse_each(&statements, || Rejection::Failed));
            drop(permit);
            // The request may have been given up; nothing was taken yet.
            drop(tell.send(answers));
        });
        told.await.ok()
    }

    /// Waits for the outcome of a statement that was taken.
    pub async fn outcome(&self, leaf_hash: Hash, told: Told) -> Result<Outcome, StoreError> {
        let outcome = told.await;
        if let Ok(Outcome::Committed(receipt)) = outcome {
            return Ok(Outcome::Committed(receipt));
        }
        // The same statement may have been committed between its check and its turn in the queue.
        match (self.status(leaf_hash)?, outcome) {
            (Status::Committed(receipt), _) => Ok(Outcome::Committed(receipt)),
            (_, Ok(dropped)) => Ok(dropped),
            (Status::Dropped(reason), Err(_)) => Ok(Outcome::Dropped(reason)),
            (Status::Pending | Status::Unknown, Err(_)) => {
                Ok(Outcome::Dropped("the node stopped before it was ordered: send it again".into()))
            }
        }
    }
}

fn check_share(
    share: &[Vec<u8>],
    parts: &Parts,
    view: &View,
    now_ms: u64,
) -> Vec<Result<Checked, Rejection>> {
    let Ok(mut db) = parts.pool.chain() else { return refuse_each(share, || Rejection::Full) };
    let check_one = |bytes: &Vec<u8>| caught(|| check(bytes, &parts.origin, view, now_ms, &mut db));
    share.iter().map(check_one).collect()
}

fn refuse_each(
    statements: &[Vec<u8>],
    why: impl Fn() -> Rejection,
) -> Vec<Result<Checked, Rejection>> {
    statements.iter().map(|_| Err(why())).collect()
}

/// One statement that upsets the checker does not take the others of its request with it. What the
/// check works on is shared for reading only, so nothing is left half changed.
fn caught<T>(check: impl FnOnce() -> Result<T, Rejection>) -> Result<T, Rejection> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or(Err(Rejection::Failed))
}

fn answer(verified: &Verified, waits: Option<Result<Told, Refusal>>) -> Result<Answer, Rejection> {
    let statement = verified.statement();
    match waits {
        Some(Ok(told)) => Ok(Answer::Waiting { leaf_hash: statement.leaf_hash(), told }),
        Some(Err(Refusal::Taken)) => Err(Rejection::IdTaken {
            iss: statement.iss().as_str().to_owned(),
            jti: statement.jti().to_string(),
        }),
        Some(Err(Refusal::Full)) | None => Err(Rejection::Full),
    }
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
