//! The cursor's walk.

use super::authority::Authority;
use super::leaf;
use super::redacted::{self, Databases};
use crate::commit::{Commit, CommitError, Committed, View};
use crate::metrics::Metrics;
use crate::store::blocks::{self, Block};
use crate::store::read::Sheet;
use crate::store::read::cursor::{self, Cursor};
use crate::store::{Db, QueryError, StoreError};
use ledger::statement::Verified;
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Raised with every change of what a block leaves in `read_*`: rows of another version are made
/// anew at the next start.
const VERSION: u64 = 3;

/// A database that is locked is asked so often, each time after twice the pause; some ten seconds
/// in all, beside what the database itself waits.
const TRIES: u32 = 8;
/// The first pause.
const PAUSE: Duration = Duration::from_millis(40);

/// The read model could not follow the ledger.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database, inside a transaction.
    #[error("the database did not answer")]
    Query(#[from] QueryError),
    /// What was voted out could not be taken out.
    #[error("a record that was voted out could not be taken out")]
    Commit(#[source] CommitError),
    /// The thread that projects ended.
    #[error("the projector's thread ended")]
    Join(#[source] tokio::task::JoinError),
    /// The writing thread ended: there is nothing more to follow.
    #[error("the writing thread has ended")]
    Gone,
}

impl ProjectError {
    /// Whether the same may work a moment later.
    fn may_pass(&self) -> bool {
        match self {
            Self::Store(error) | Self::Commit(CommitError::Store(error)) => error.may_pass(),
            Self::Query(error) => crate::store::is_locked(error),
            Self::Commit(_) | Self::Join(_) | Self::Gone => false,
        }
    }
}

/// The projector's own connections: readers who take all of theirs do not stop it.
struct Connections {
    chain: Db,
    read: Db,
}

/// A projector that runs.
pub struct Following {
    /// Its task.
    pub task: JoinHandle<()>,
    /// The reason, on one line, once it has ended by itself.
    pub ended: watch::Receiver<Option<String>>,
}

/// Follows the ledger.
pub struct Projector {
    origin: String,
    commit: Commit,
    connections: Option<Connections>,
    reached: watch::Sender<u64>,
    metrics: Option<Metrics>,
}

impl Projector {
    /// A projector that reads blocks through `chain` and writes through `read`, and a way to see
    /// how far it is. Rows of another chain of blocks, or of an older projector, are dropped.
    pub fn new(
        origin: String,
        commit: Commit,
        mut chain: Db,
        mut read: Db,
    ) -> Result<(Self, watch::Receiver<u64>), ProjectError> {
        let at = take_up(&mut chain, &mut read)?;
        let (reached, watch) = watch::channel(at.unwrap_or(0));
        let connections = Some(Connections { chain, read });
        Ok((Self { origin, commit, connections, reached, metrics: None }, watch))
    }

    /// Times its blocks there from now on.
    #[must_use]
    pub fn measured_by(self, metrics: Metrics) -> Self {
        Self { metrics: Some(metrics), ..self }
    }

    /// Projects what is there and then every block. It ends with the reason only; then pages stand
    /// still, and the node must end.
    async fn run(mut self) -> ProjectError {
        let mut view = self.commit.watch();
        loop {
            let target = view.borrow_and_update().clone();
            if let Err(error) = self.catch_up(target).await {
                return error;
            }
            if view.changed().await.is_err() {
                return ProjectError::Gone;
            }
        }
    }

    /// Lets it run.
    pub fn follow(self) -> Following {
        let (tell, ended) = watch::channel(None);
        let task = tokio::spawn(async move {
            let reason = with_causes(&self.run().await);
            tell.send_replace(Some(format!("pages cannot follow the record: {reason}")));
        });
        Following { task, ended }
    }

    async fn catch_up(&mut self, target: View) -> Result<(), ProjectError> {
        let Some(mut connections) = self.connections.take() else { return Ok(()) };
        let (origin, reached) = (self.origin.clone(), self.reached.clone());
        let (commit, metrics) = (self.commit.clone(), self.metrics.clone());
        let connections = tokio::task::spawn_blocking(move || {
            let Connections { chain, read } = &mut connections;
            let next =
                patiently(|| cursor::at(read), StoreError::may_pass)?.map_or(0, |at| at.height + 1);
            let mut databases = Databases { chain, read };
            // What a process that was killed left undone.
            take_out(&origin, &mut databases, &commit, next.saturating_sub(1))?;
            for height in next..=target.tip.height {
                let _project =
                    tracing::debug_span!("project.block", block.height = height).entered();
                let begun = Timed::begin(metrics.as_ref());
                let fresh = commit.take_fresh(height);
                patiently(
                    || project(&origin, databases.both(), height, fresh.as_ref()),
                    ProjectError::may_pass,
                )?;
                take_out(&origin, &mut databases, &commit, height)?;
                begun.end();
                reached.send_replace(height);
            }
            Ok::<Connections, ProjectError>(connections)
        })
        .await
        .map_err(ProjectError::Join)??;
        self.connections = Some(connections);
        Ok(())
    }
}

/// A block whose projection is timed where somebody wants to know.
struct Timed<'m>(Option<(&'m Metrics, u64)>);

impl<'m> Timed<'m> {
    fn begin(metrics: Option<&'m Metrics>) -> Self {
        Self(metrics.map(|metrics| (metrics, metrics.begin())))
    }

    fn end(self) {
        if let Some((metrics, begun)) = self.0 {
            metrics.stages().project.block.observe_us(metrics.since(begun));
        }
    }
}

/// Each leaf is taken out in a transaction of its own: to begin again is to go on.
fn take_out(
    origin: &str,
    databases: &mut Databases<'_>,
    commit: &Commit,
    height: u64,
) -> Result<(), ProjectError> {
    patiently(|| redacted::take_out(origin, databases, commit, height), ProjectError::may_pass)
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(below) = source {
        let more = below.to_string();
        if !told.contains(&more) {
            told = format!("{told}: {more}");
        }
        source = below.source();
    }
    told
}

/// Does it again while what went wrong may pass, a bounded number of times.
fn patiently<T, E: std::fmt::Display>(
    mut act: impl FnMut() -> Result<T, E>,
    may_pass: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let mut pause = PAUSE;
    for _ in 1..TRIES {
        match act() {
            Err(error) if may_pass(&error) => {
                tracing::warn!(cause = %error, "the projector waits for the database");
                std::thread::sleep(pause);
                pause = pause.saturating_mul(2);
            }
            other => return other,
        }
    }
    act()
}

/// Where the rows of an earlier run stand; those of other blocks or of another version are dropped.
fn take_up(chain: &mut Db, read: &mut Db) -> Result<Option<u64>, ProjectError> {
    let height = projected(chain, read)?;
    if height.is_none()
        && let Some(at) = cursor::at(read)?
    {
        tracing::warn!(
            block.height = at.height,
            "what pages read belongs to other blocks or to another version: it is made anew"
        );
        read.write(cursor::clear)?;
    }
    Ok(height)
}

/// The height that the rows stand for; none if there are none, or none that belong to this chain and
/// this projector.
pub fn projected(chain: &mut Db, read: &mut Db) -> Result<Option<u64>, ProjectError> {
    let Some(at) = cursor::at(read)? else { return Ok(None) };
    let block = blocks::at_height(chain, at.height)?.map(|block| block.id);
    Ok((block == Some(at.block) && at.version == VERSION).then_some(at.height))
}

/// Projects one block from its rows, in one transaction with the cursor.
pub fn project_block(
    origin: &str,
    chain: &mut Db,
    read: &mut Db,
    height: u64,
) -> Result<(), ProjectError> {
    project(origin, (chain, read), height, None)
}

/// Projects one block: from its statements as they were committed, where those are at hand.
fn project(
    origin: &str,
    (chain, read): (&mut Db, &mut Db),
    height: u64,
    fresh: Option<&Committed>,
) -> Result<(), ProjectError> {
    let block = blocks::at_height(chain, height)?
        .ok_or_else(|| StoreError::corrupt(format!("no block at height {height}")))?;
    let told: Vec<Option<leaf::Told>> =
        if let Some(fresh) = fresh.filter(|fresh| fresh.id == block.id) {
            let statements = fresh.statements.par_iter().cloned();
            statements.map(|one| Some(leaf::Told::of(one))).collect()
        } else {
            let body = blocks::body(chain, block.id)?
                .ok_or_else(|| StoreError::corrupt(format!("no body at height {height}")))?;
            let indexed: Vec<_> = (block.first + 1..).zip(&body.statements).collect();
            let told = indexed.par_iter().map(|(index, bytes)| leaf::read(origin, *index, bytes));
            told.collect::<Result<_, _>>()?
        };
    enter(origin, (chain, read), &block, &told)
}

/// Projects a block whose statements the caller has checked; nothing stands for one that was voted
/// out.
pub fn project_checked(
    origin: &str,
    databases: (&mut Db, &mut Db),
    block: &Block,
    statements: &[Option<Arc<Verified>>],
) -> Result<(), ProjectError> {
    let statements = statements.par_iter().cloned();
    let told: Vec<_> = statements.map(|one| one.map(leaf::Told::of)).collect();
    enter(origin, databases, block, &told)
}

fn enter(
    origin: &str,
    (chain, read): (&mut Db, &mut Db),
    block: &Block,
    told: &[Option<leaf::Told>],
) -> Result<(), ProjectError> {
    let height = block.height;
    read.write(|read| -> Result<(), ProjectError> {
        let mut sheet = Sheet::default();
        sheet.look_up(read, told.iter().flatten().flat_map(leaf::Told::codes))?;
        let authority = Authority::before(height);
        let mut tables = leaf::Tables { origin, chain, read, sheet, authority };
        for (told, index) in told.iter().zip(block.first + 1..) {
            let leaf = leaf::Leaf { index, time_ms: block.time_ms };
            leaf::project(&mut tables, &leaf, told.as_ref())?;
        }
        tables.sheet.enter(tables.read)?;
        cursor::put(read, &Cursor { height, block: block.id, version: VERSION })?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_nothing_else() {
        for (fault, times) in [("locked", 3), ("broken", 1)] {
            let mut asked = 0;
            let act = || {
                asked += 1;
                (asked >= 3).then_some(()).ok_or(fault)
            };
            let done = patiently(act, |fault| *fault == "locked");
            assert_eq!((asked, done.is_ok()), (times, times == 3), "{fault}");
        }
    }
}
