//! Taking statements in, one or many.

use super::check::{Against, Checked, check, first_receipt, pairs_of};
use super::rejection::Rejection;
use crate::clock::Clock;
use crate::commit::{Commit, Receipt};
use crate::disk::DiskWatch;
use crate::metrics::{Metrics, Refused};
use crate::replica::{Brought, Outcome, Pending, Refusal, Told, Waits};
use crate::store::attachments::Files;
use crate::store::{Db, Pool, StoreError, leaves, vault};
use crate::telemetry::within;
use ledger::Hash;
use ledger::statement::{Statement, Verified};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One request brings at most so many statements.
pub const STATEMENTS_MAX: usize = 1_000;

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
    /// Files that statements name.
    pub files: Files,
    /// How many bytes one of them may have.
    pub file_bytes_max: u64,
}

/// The door for statements; clones share it.
#[derive(Clone)]
pub struct Intake {
    parts: Arc<Parts>,
    checking: Arc<Semaphore>,
    /// The same for what other nodes bring: clients do not stand in their way, nor they in theirs.
    checking_of_peers: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    metrics: Metrics,
}

/// So many files arrive at once; each is on the disk as it comes, and in memory once it is whole.
const UPLOADS_MAX: usize = 8;

/// Why the door is shut for everybody; nothing was taken.
#[derive(Debug, thiserror::Error)]
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
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A bug.
    #[error("the check of a statement panicked")]
    Panicked(#[source] tokio::task::JoinError),
}

/// A statement that was taken.
#[derive(Debug)]
pub enum Answer {
    /// It had been taken before.
    Replayed(Receipt),
    /// It waits for a block.
    Waiting(Waiting),
}

/// A statement that waits for a block.
#[derive(Debug)]
pub struct Waiting {
    /// The leaf that waits: its own, or that of the same statement, signed before.
    pub leaf_hash: Hash,
    /// The leaf that was sent.
    pub sent: Hash,
    told: Told,
    statement: Arc<Verified>,
}

/// What became of a statement that waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is in the ledger.
    Committed(Receipt),
    /// It stopped being valid before it was ordered.
    Dropped(String),
    /// The node ends, and does not know it any more: send it again.
    Lost,
}

/// The answers to a request, in its order.
pub type Answers = Vec<Result<Answer, Rejection>>;

impl Intake {
    /// Opens the door.
    pub fn new(parts: Parts) -> Self {
        let checking = Arc::new(Semaphore::new(parts.checking_max));
        let checking_of_peers = Arc::new(Semaphore::new(parts.checking_max));
        let uploads = Arc::new(Semaphore::new(UPLOADS_MAX));
        let metrics = Metrics::new(Arc::clone(&parts.clock));
        Self { parts: Arc::new(parts), checking, checking_of_peers, uploads, metrics }
    }

    pub(super) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    /// A place for a file that arrives.
    pub(super) fn upload(&self) -> Result<OwnedSemaphorePermit, Shut> {
        Arc::clone(&self.uploads).try_acquire_owned().map_err(|_cause| Shut::Busy)
    }

    /// Counts and times statements there from now on.
    #[must_use]
    pub fn measured_by(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
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
    #[tracing::instrument(
        level = "debug", name = "intake.submit", skip_all, fields(statements = statements.len())
    )]
    pub async fn submit(&self, statements: Vec<Vec<u8>>) -> Result<Answers, Shut> {
        self.brought(statements, Brought::ByClient).await
    }

    /// The same for what another member's node passes on: it is judged like what clients bring, and
    /// not passed on again.
    pub async fn passed_on(&self, statements: Vec<Vec<u8>>) -> Result<Answers, Shut> {
        self.brought(statements, Brought::ByPeer).await
    }

    async fn brought(&self, statements: Vec<Vec<u8>>, brought: Brought) -> Result<Answers, Shut> {
        let count = u64::try_from(statements.len()).unwrap_or(u64::MAX);
        self.metrics.stages().intake.received.inc_by(count);
        let answers = self.take(statements, brought).await;
        self.count(count, answers.as_deref());
        answers
    }

    fn count(&self, count: u64, answers: Result<&[Result<Answer, Rejection>], &Shut>) {
        let counts = &self.metrics.stages().intake;
        let answers = match answers {
            Ok(answers) => answers,
            Err(Shut::Busy) => return counts.refuse(Refused::Busy, count),
            Err(Shut::NoRoom) => return counts.refuse(Refused::NoRoom, count),
            Err(Shut::Store(_) | Shut::Panicked(_)) => {
                return counts.refuse(Refused::Failed, count);
            }
        };
        for answer in answers {
            match answer {
                Ok(Answer::Waiting(_)) => counts.taken.inc_by(1),
                Ok(Answer::Replayed(_)) => counts.replayed.inc_by(1),
                Err(rejection) => {
                    counts.refuse(rejection.counted(), 1);
                    continue;
                }
            };
        }
    }

    async fn take(&self, statements: Vec<Vec<u8>>, brought: Brought) -> Result<Answers, Shut> {
        self.room()?;
        let count = u32::try_from(statements.len()).map_err(|_cause| Shut::Busy)?;
        let checking = match brought {
            Brought::ByClient => &self.checking,
            Brought::ByPeer => &self.checking_of_peers,
        };
        let permit = Arc::clone(checking).try_acquire_many_owned(count);
        let permit = permit.map_err(|_cause| Shut::Busy)?;
        let checked = self.check_all(statements, permit).await?;
        self.keep_vouched(&checked).await?;
        let mut fresh: Vec<Arc<Verified>> = Vec::new();
        for one in &checked {
            if let Ok(Checked::New(verified)) = one {
                fresh.push(Arc::clone(verified));
            }
        }
        let mut waiting = self.parts.pending.add(fresh, brought).into_iter();
        let answers = checked.into_iter().map(|one| match one? {
            Checked::Replayed(receipt) => Ok(Answer::Replayed(receipt)),
            Checked::New(verified) => answer(verified, waiting.next()),
        });
        Ok(answers.collect())
    }

    /// Off the async workers: a signature costs some 60 µs, a thousand of them a noticeable pause.
    /// The thread that waits for a connection is none of those that check signatures: blocks are
    /// judged on them, too.
    async fn check_all(
        &self,
        statements: Vec<Vec<u8>>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Vec<Result<Checked, Rejection>>, Shut> {
        let (parts, metrics) = (Arc::clone(&self.parts), self.metrics.clone());
        let checking = tokio::task::spawn_blocking(within(move || {
            let begun = metrics.begin();
            let mut db = parts.pool.chain()?;
            let view = parts.commit.view();
            let now_ms = parts.clock.now_ms();
            let against = Against { origin: &parts.origin, view: &view, now_ms, metrics: &metrics };
            let answers = check(&statements, &against, &mut db)?;
            metrics.stages().intake.check.observe_us(metrics.since(begun));
            drop(permit);
            Ok::<_, StoreError>(answers)
        }));
        Ok(checking.await.map_err(Shut::Panicked)??)
    }

    /// Waits for the outcome of a statement that was taken.
    pub async fn outcome(&self, waiting: Waiting) -> Result<Settled, StoreError> {
        Ok(self.outcomes(vec![waiting]).await?.pop().unwrap_or(Settled::Lost))
    }

    /// Waits for the outcomes of statements that were taken; one for each, in order.
    pub async fn outcomes(&self, waiting: Vec<Waiting>) -> Result<Vec<Settled>, StoreError> {
        let mut heard = Vec::with_capacity(waiting.len());
        for Waiting { statement, told, .. } in waiting {
            heard.push((statement, told.await.ok()));
        }
        let is_told = |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Committed(_)));
        if heard.iter().all(|(_, outcome)| is_told(outcome)) {
            return Ok(heard.into_iter().map(|(_, outcome)| settled(outcome)).collect());
        }
        // The same statement may have been committed between its check and its turn in the queue.
        let parts = Arc::clone(&self.parts);
        let looking = tokio::task::spawn_blocking(within(move || {
            let mut db = parts.pool.chain()?;
            let one = |(statement, outcome): (Arc<Verified>, Option<Outcome>)| {
                look_again(statement.statement(), outcome, &parts.origin, &mut db)
            };
            heard.into_iter().map(one).collect::<Result<Vec<_>, StoreError>>()
        }));
        looking.await.unwrap_or_else(|panicked| Err(StoreError::Thread(panicked.to_string())))
    }
}

fn settled(outcome: Option<Outcome>) -> Settled {
    match outcome {
        Some(Outcome::Committed(receipt)) => Settled::Committed(receipt),
        Some(Outcome::Dropped(reason)) => Settled::Dropped(reason),
        None => Settled::Lost,
    }
}

/// What became of a statement; one that got no receipt is looked up.
fn look_again(
    statement: &Statement,
    outcome: Option<Outcome>,
    origin: &str,
    db: &mut Db,
) -> Result<Settled, StoreError> {
    if let Some(Outcome::Committed(receipt)) = outcome {
        return Ok(Settled::Committed(receipt));
    }
    let taken = leaves::taken(db, pairs_of(statement))?;
    if let Ok(Some(receipt)) = first_receipt(statement, &taken, origin, db)? {
        return Ok(Settled::Committed(receipt));
    }
    if let Some(outcome) = outcome {
        return Ok(settled(Some(outcome)));
    }
    let dropped = vault::dropped(db, statement.leaf_hash())?;
    Ok(dropped.map_or(Settled::Lost, Settled::Dropped))
}

fn answer(
    verified: Arc<Verified>,
    waits: Option<Result<Waits, Refusal>>,
) -> Result<Answer, Rejection> {
    let statement = verified.statement();
    match waits {
        Some(Ok(Waits { leaf_hash, told })) => {
            let sent = statement.leaf_hash();
            Ok(Answer::Waiting(Waiting { leaf_hash, sent, told, statement: verified }))
        }
        Some(Err(Refusal::Taken)) => Err(Rejection::IdTaken {
            iss: statement.iss().as_str().to_owned(),
            jti: statement.jti().to_string(),
        }),
        Some(Err(Refusal::Full)) | None => Err(Rejection::Full),
    }
}
