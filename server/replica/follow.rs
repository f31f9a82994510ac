//! Reading what others have decided: a member without a vote does nothing else, and a validator that
//! was away does it before it votes.
//!
//! Each block comes with the votes of a quorum of the validators of its height, which this node knows
//! from the block before. So it matters not who hands it over.

use super::anchors::{Anchors, OtherPast};
use super::feed::Feed;
use super::node::Node;
use crate::commit::{Commit, CommitError};
use engine::{Committed, Fatal, Ledger as _, Received, Source, verify_certificate};
use std::time::Duration;
use tokio::sync::watch;

/// Where nobody has a newer block, they are asked again after so long.
const AGAIN: Duration = Duration::from_millis(500);

/// How often a long way is told.
const TELL_EVERY: u64 = 1_000;

/// Why nothing more is read.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The record is another one.
    #[error("stopped: {0}")]
    OtherPast(#[from] OtherPast),
    /// The ledger.
    #[error("stopped: {0}")]
    Ledger(#[from] Fatal),
    /// The writing thread.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Why reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// The node ends.
    Told,
    /// The last block ended the epoch.
    Epoch,
    /// There is nothing more to read.
    There,
}

/// What is read, and where it goes.
pub(super) struct Follower<'a> {
    pub(super) origin: &'a str,
    pub(super) node: &'a Node,
    pub(super) commit: &'a Commit,
    pub(super) feed: &'a dyn Feed,
    pub(super) anchors: &'a Anchors,
}

impl Follower<'_> {
    /// Reads until the epoch ends, the node is told to, or it has come to where it wants to be.
    pub(super) async fn run(
        &self,
        mut stopped: watch::Receiver<bool>,
        is_there: impl Fn() -> bool,
    ) -> Result<Read, FollowError> {
        let epoch = self.node.epoch();
        loop {
            let took = tokio::select! {
                took = self.take() => took?,
                _told = stopped.wait_for(|stop| *stop) => return Ok(Read::Told),
            };
            if self.node.epoch() != epoch {
                return Ok(Read::Epoch);
            }
            if is_there() {
                return Ok(Read::There);
            }
            if took == 0 {
                tokio::select! {
                    () = tokio::time::sleep(AGAIN) => {}
                    _told = stopped.wait_for(|stop| *stop) => return Ok(Read::Told),
                }
            }
        }
    }

    /// Reads until none of the others has more, or the epoch ends.
    pub(super) async fn catch_up(&self) -> Result<Read, FollowError> {
        let (epoch, mut without) = (self.node.epoch(), 0);
        while without < self.feed.count() {
            let took = self.take().await?;
            if self.node.epoch() != epoch {
                return Ok(Read::Epoch);
            }
            without = if took == 0 { without + 1 } else { 0 };
        }
        Ok(Read::There)
    }

    /// What one of the others has; the count of blocks that were good. Nothing of the next epoch is
    /// taken: its blocks are read by its validators.
    async fn take(&self) -> Result<usize, FollowError> {
        let (mut took, epoch) = (0, self.node.epoch());
        for block in self.feed.blocks(self.node.tip() + 1).await {
            if self.node.epoch() != epoch || !self.commit_one(block).await? {
                break;
            }
            took += 1;
        }
        Ok(took)
    }

    /// Whether a block was good.
    async fn commit_one(&self, block: Committed) -> Result<bool, FollowError> {
        let before = self.commit.view().tip;
        let height = before.height + 1;
        let keys = self.node.validators(height);
        let certificate = block.certificate.clone();
        let certified = match verify_certificate(self.origin, &keys, certificate).await {
            Ok(certified) if certified.height == height => certified,
            Ok(other) => {
                tracing::debug!(height, other = other.height, "a node gave another block");
                return Ok(false);
            }
            Err(fault) => {
                tracing::warn!(block.height = height, %fault, "a node gave a block without votes");
                return Ok(false);
            }
        };
        let received = Received {
            height,
            round: certified.round,
            valid_round: -1,
            proposer: [0; 20],
            body: block.body,
            source: Source::Synced,
        };
        let considered = self.node.consider(received).await?;
        if !considered.valid || considered.id != certified.id {
            tracing::warn!(
                block.height = height,
                "the block that a node gave is not the one that a quorum decided, or this program \
                 knows other rules than theirs"
            );
            return Ok(false);
        }
        self.node.decided(height, certified.round, certified.id, block.certificate).await?;
        let (anchors, after) = (self.anchors.clone(), before.size);
        self.commit.run(move |chain| anchors.check(chain, after)).await???;
        if height.is_multiple_of(TELL_EVERY) {
            tracing::info!(block.height = height, "reading what others have decided");
        }
        Ok(true)
    }
}
