//! The cursor's walk.

use super::authority::Authority;
use super::{leaf, redacted};
use crate::commit::{Commit, CommitError, View};
use crate::store::read::cursor;
use crate::store::{Db, Pool, QueryError, StoreError, blocks};
use tokio::sync::watch;

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
}

/// Follows the ledger.
pub struct Projector {
    origin: String,
    commit: Commit,
    pool: Pool,
    writer: Option<Db>,
    reached: watch::Sender<u64>,
}

impl Projector {
    /// A projector that writes through `writer`, and a way to see how far it is.
    pub fn new(
        origin: String,
        commit: Commit,
        pool: Pool,
        mut writer: Db,
    ) -> Result<(Self, watch::Receiver<u64>), ProjectError> {
        let at = cursor::height(&mut writer)?.unwrap_or(0);
        let (reached, watch) = watch::channel(at);
        Ok((Self { origin, commit, pool, writer: Some(writer), reached }, watch))
    }

    /// Projects what is there and then every block, until the commit stage ends.
    pub async fn run(mut self) -> Result<(), ProjectError> {
        let mut view = self.commit.watch();
        loop {
            let target = view.borrow_and_update().clone();
            self.catch_up(target).await?;
            if view.changed().await.is_err() {
                return Ok(());
            }
        }
    }

    async fn catch_up(&mut self, target: View) -> Result<(), ProjectError> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        let (origin, pool, reached) =
            (self.origin.clone(), self.pool.clone(), self.reached.clone());
        let commit = self.commit.clone();
        let writer = tokio::task::spawn_blocking(move || {
            let mut chain = pool.chain()?;
            let next = cursor::height(&mut writer)?.map_or(0, |height| height + 1);
            let mut databases = redacted::Databases { chain: &mut chain, read: &mut writer };
            // What a process that was killed left undone.
            redacted::take_out(&origin, &mut databases, &commit, next.saturating_sub(1))?;
            for height in next..=target.tip.height {
                project_block(&origin, databases.chain, databases.read, height)?;
                redacted::take_out(&origin, &mut databases, &commit, height)?;
                reached.send_replace(height);
            }
            Ok::<Db, ProjectError>(writer)
        })
        .await
        .map_err(ProjectError::Join)??;
        self.writer = Some(writer);
        Ok(())
    }
}

/// Projects one block, in one transaction with the cursor.
pub fn project_block(
    origin: &str,
    chain: &mut Db,
    read: &mut Db,
    height: u64,
) -> Result<(), ProjectError> {
    let block = blocks::at_height(chain, height)?
        .ok_or_else(|| StoreError::corrupt(format!("no block at height {height}")))?;
    let body = blocks::body(chain, block.id)?
        .ok_or_else(|| StoreError::corrupt(format!("no body at height {height}")))?;
    read.write(|read| -> Result<(), ProjectError> {
        let authority = Authority::before(height);
        let mut tables = leaf::Tables { origin, chain, read, authority };
        for (index, bytes) in (block.first + 1..).zip(&body.statements) {
            leaf::project(&mut tables, &leaf::Leaf { index, time_ms: block.time_ms, bytes })?;
        }
        cursor::put(read, height)?;
        Ok(())
    })
}
