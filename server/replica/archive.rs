//! What this node has, for nodes that lack it: read beside the writing thread, so that one who joins
//! slows nobody down.

use crate::store::{Db, Pool, StoreError, blocks, state};
use engine::Committed;
use ledger::checkpoint::SignedCheckpoint;
use ledger::evidence::Boundary;

/// Decided blocks and the ends of epochs; clones share the connections.
#[derive(Clone)]
pub struct Archive(Pool);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The thread that read ended.
    #[error("reading what was decided panicked")]
    Join(#[from] tokio::task::JoinError),
}

impl Archive {
    /// Over the connections for readers.
    pub const fn new(pool: Pool) -> Self {
        Self(pool)
    }

    /// Blocks from a height on: up to the first gap, to so many, or to the one that makes so many
    /// bytes full.
    pub async fn blocks(
        &self,
        from: u64,
        (count, bytes): (u64, usize),
    ) -> Result<Vec<Committed>, ArchiveError> {
        let pool = self.0.clone();
        let read = tokio::task::spawn_blocking(move || {
            let mut db = pool.chain()?;
            let (mut found, mut length) = (Vec::new(), 0);
            let mut heights = (from.max(1)..).take(usize::try_from(count).unwrap_or(usize::MAX));
            while length < bytes
                && let Some(height) = heights.next()
                && let Some(block) = read(&mut db, height)?
            {
                length += block.body.len() + block.certificate.len();
                found.push(block);
            }
            Ok::<_, StoreError>(found)
        });
        Ok(read.await??)
    }

    /// The checkpoint that ended an epoch, once it is kept.
    pub async fn end_of(&self, epoch: u64) -> Result<Option<SignedCheckpoint>, ArchiveError> {
        let pool = self.0.clone();
        let read = tokio::task::spawn_blocking(move || {
            let kept = state::boundaries(&mut *pool.chain()?)?;
            let text = usize::try_from(epoch).ok().and_then(|epoch| kept.into_iter().nth(epoch));
            let read = |text: String| serde_json::from_str::<Boundary>(&text);
            let kept = text.map(read).transpose();
            kept.map_err(|error| StoreError::corrupt(format!("the end of epoch {epoch}: {error}")))
        });
        Ok(read.await??.map(|kept| kept.checkpoint))
    }
}

fn read(db: &mut Db, height: u64) -> Result<Option<Committed>, StoreError> {
    let Some(block) = blocks::at_height(db, height)? else { return Ok(None) };
    let missing = || StoreError::corrupt(format!("no body for the block {}", block.id));
    let body = blocks::body(db, block.id)?.ok_or_else(missing)?.encode();
    let body = body.map_err(|error| StoreError::corrupt(error.to_string()))?;
    Ok(Some(Committed { body: body.into(), certificate: block.certificate.into() }))
}
