//! The quiet chain: no height starts while nothing waits.
//!
//! After a block, the engine asks what to do next and waits for the answer. Holding that answer
//! costs nothing: no rounds, no votes, no empty blocks.

use super::answer::send;
use super::context::ChainContext;
use super::ids::Height;
use super::ledger::Ledger;
use super::malachite::Reply;
use super::malachite::app::engine::host::Next;
use super::malachite::app::types::core::{HeightParams, Round};
use super::run::{Engine, Stopped};
use tokio::time::Instant;

/// The question that starts the next height when it is answered.
pub(super) enum Held {
    /// The engine has started.
    Ready(Reply<(Height, HeightParams<ChainContext>)>),
    /// The last height is done.
    Finalized(Reply<Next<ChainContext>>),
}

/// The engine wants a block for this round and there was none to give.
pub(super) struct Asked {
    pub(super) height: Height,
    pub(super) round: Round,
    /// Not asking the ledger again before: it may find again that nothing is worth a block.
    pub(super) not_before: Instant,
}

impl<L: Ledger> Engine<L> {
    /// Whether the height that is held belongs to another epoch than this engine: it is not for
    /// this engine to start.
    pub(super) fn is_over(&self) -> bool {
        self.held.is_some() && self.ledger.epoch() != self.epoch
    }

    /// Starts the next height now or keeps it for later.
    pub(super) async fn hold(&mut self, held: Held) -> Result<(), Stopped> {
        if self.ledger.epoch() != self.epoch {
            self.held = Some(held);
            return Ok(());
        }
        let next = self.next_height();
        let reason = self.ledger.waiting()
            || self.parts.heard.has(next.0)
            || self.must_start(&held, next).await?;
        self.held = Some(held);
        if reason { self.release() } else { Ok(()) }
    }

    /// Whether a height starts also without work.
    async fn must_start(&self, held: &Held, next: Height) -> Result<bool, Stopped> {
        let set = self.validators(next.0)?;
        // A follower cannot disturb anybody, and hears of the next block only in the next height.
        if !set.contains(self.parts.me) {
            return Ok(true);
        }
        match held {
            Held::Finalized(_) => Ok(false),
            // A height that a crash cut short goes on. And before its first height the engine
            // gives no blocks to nodes that ask for them; alone, a node has nobody to disturb.
            Held::Ready(_) => {
                let stored = self.ledger.undecided(next.0, Round::ZERO.as_i64()).await?;
                Ok(set.is_of_one() || !stored.is_empty())
            }
        }
    }

    /// Starts the next height, if one is held.
    pub(super) fn release(&mut self) -> Result<(), Stopped> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let height = self.next_height();
        let params = Self::params(self.validators(height.0)?, self.parts.pace);
        self.parts.heard.forget();
        match held {
            Held::Ready(reply) => send(reply, (height, params)),
            Held::Finalized(reply) => send(reply, Next::Start(height, params)),
        }
        Ok(())
    }

    /// Something is pending: start the height that is held, or propose in the round that waits.
    pub(super) async fn work_came(&mut self) -> Result<(), Stopped> {
        if self.held.is_some() {
            return self.release();
        }
        match self.asked.take() {
            Some(asked) => self.propose_late(asked).await,
            None => Ok(()),
        }
    }
}
