//! Blocks of others: parts of live proposals, and decided blocks handed over by another node.

use super::context::ChainContext;
use super::ids::{Address, BlockId, Height};
use super::ledger::{Considered, Ledger, Received, Source};
use super::malachite::app::engine::host::SyncedValueOutcome;
use super::malachite::app::streaming::StreamMessage;
use super::malachite::app::types::core::{Round, Validity};
use super::malachite::app::types::{PeerId, ProposedValue};
use super::part::{Assembled, BODY_BYTES_MAX, ProposalPart};
use super::run::{Engine, Stopped};
use bytes::Bytes;
use tokio::time::Instant;

/// Blocks that are kept until their height comes.
const EARLY_MAX: usize = 4;

impl<L: Ledger> Engine<L> {
    /// Takes a part in. Gives a value when its block is complete, stored and judged.
    pub(super) async fn part(
        &mut self,
        publisher: PeerId,
        message: StreamMessage<ProposalPart>,
    ) -> Result<Option<ProposedValue<ChainContext>>, Stopped> {
        let block = match self.assembler.add(publisher, message, Instant::now()) {
            Ok(None) => return Ok(None),
            Ok(Some(block)) => block,
            Err(fault) => {
                tracing::debug!(peer = %publisher, %fault, "a part of a block was thrown away");
                return Ok(None);
            }
        };
        let next = self.next_height();
        if next < block.heading.height {
            self.keep_early(block);
            return Ok(None);
        }
        if block.heading.height < next || !self.quota.allows(publisher, next, block.heading.round) {
            return Ok(None);
        }
        self.judge(block, next).await
    }

    /// The blocks that came before their height could be judged, and now can.
    pub(super) async fn early_blocks(
        &mut self,
        height: Height,
    ) -> Result<Vec<ProposedValue<ChainContext>>, Stopped> {
        let (due, later) = std::mem::take(&mut self.early)
            .into_iter()
            .filter(|block| height <= block.heading.height)
            .partition(|block| block.heading.height == height);
        self.early = later;
        let due: Vec<Assembled> = due;
        let mut values = Vec::new();
        for block in due {
            values.extend(self.judge(block, height).await?);
        }
        Ok(values)
    }

    fn keep_early(&mut self, block: Assembled) {
        if EARLY_MAX <= self.early.len() {
            self.early.remove(0);
        }
        self.early.push(block);
    }

    /// Judges a live proposal. The height after the tip is the only one that can be.
    async fn judge(
        &mut self,
        block: Assembled,
        next: Height,
    ) -> Result<Option<ProposedValue<ChainContext>>, Stopped> {
        let Assembled { heading, id, body } = block;
        if heading.height != next || self.next_height() != next {
            return Ok(None);
        }
        let proposer = self.validators(next.0)?.proposer(next, heading.round).address;
        if heading.proposer != proposer {
            tracing::debug!(block.height = next.0, "a block came from whose turn it is not");
            return Ok(None);
        }
        // Parts are not signed: anybody could send a block in our name. Ours are stored already.
        if proposer == self.parts.me {
            tracing::debug!(block.height = next.0, "a block came in this node's own name");
            return Ok(None);
        }
        let considered = self
            .ledger
            .consider(Received {
                height: next.0,
                round: heading.round.as_i64(),
                valid_round: heading.valid_round.as_i64(),
                proposer: proposer.0,
                body,
                source: Source::Live,
            })
            .await?;
        if considered.id != id.0 {
            tracing::debug!(block.height = next.0, "a block is not the one it was said to be");
            return Ok(None);
        }
        let rounds = (heading.round, heading.valid_round);
        Ok(Some(value(next, rounds, proposer, considered)))
    }

    /// Judges a decided block. Its certificate has been checked, its id not.
    pub(super) async fn synced(
        &mut self,
        height: Height,
        round: Round,
        proposer: Address,
        body: Bytes,
    ) -> Result<SyncedValueOutcome<ChainContext>, Stopped> {
        if BODY_BYTES_MAX < body.len() {
            return Ok(SyncedValueOutcome::PeerFault);
        }
        if height != self.next_height() {
            return Ok(SyncedValueOutcome::LocalTransientError);
        }
        let considered = self
            .ledger
            .consider(Received {
                height: height.0,
                round: round.as_i64(),
                valid_round: Round::Nil.as_i64(),
                proposer: proposer.0,
                body,
                source: Source::Synced,
            })
            .await?;
        let rounds = (round, Round::Nil);
        Ok(SyncedValueOutcome::Verdict(value(height, rounds, proposer, considered)))
    }
}

/// A judged block in the engine's words.
fn value(
    height: Height,
    (round, valid_round): (Round, Round),
    proposer: Address,
    considered: Considered,
) -> ProposedValue<ChainContext> {
    let value = BlockId(considered.id);
    let validity = Validity::from_bool(considered.valid);
    ProposedValue { height, round, valid_round, proposer, value, validity }
}
