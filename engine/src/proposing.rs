//! Our own proposals: building them, late ones, sending bodies.

use super::answer::send;
use super::context::ChainContext;
use super::hold::Asked;
use super::ids::{Address, BlockId, Height};
use super::ledger::{Built, Fatal, Ledger};
use super::malachite::app::engine::consensus::ConsensusMsg;
use super::malachite::app::types::LocallyProposedValue;
use super::malachite::app::types::core::Round;
use super::malachite::{NetworkMsg, Reply};
use super::part::{Assembled, BODY_BYTES_MAX, Heading, cut};
use super::run::{Engine, Stopped};
use bytes::Bytes;
use std::time::Duration;
use tokio::time::Instant;

/// The pause after the ledger found nothing worth a block although something was pending.
const PAUSE: Duration = Duration::from_millis(50);

impl<L: Ledger> Engine<L> {
    /// The engine wants a block. Nothing else is handed to us until it has an answer.
    pub(super) async fn propose(
        &mut self,
        height: Height,
        round: Round,
        reply: Reply<LocallyProposedValue<ChainContext>>,
    ) -> Result<(), Stopped> {
        self.asked = None;
        let Some(built) = self.build(height, round).await? else {
            // A value for no round is what the engine ignores without a word. If work comes while
            // the round lasts, it is proposed then; otherwise the round times out.
            let nothing = LocallyProposedValue::new(height, Round::Nil, BlockId([0; 32]));
            self.asked = Some(Asked { height, round, not_before: Instant::now() + PAUSE });
            send(reply, nothing);
            return Ok(());
        };
        send(reply, LocallyProposedValue::new(height, round, BlockId(built.id)));
        self.publish_own(height, round, built).await
    }

    /// Work came while the round that is ours still waits.
    pub(super) async fn propose_late(&mut self, asked: Asked) -> Result<(), Stopped> {
        let Asked { height, round, .. } = asked;
        let Some(built) = self.build(height, round).await? else {
            self.asked = Some(Asked { height, round, not_before: Instant::now() + PAUSE });
            return Ok(());
        };
        let value = LocallyProposedValue::new(height, round, BlockId(built.id));
        if self.parts.consensus.cast(ConsensusMsg::ProposeValue(value)).is_err() {
            return Err(Stopped::Engine);
        }
        self.publish_own(height, round, built).await
    }

    /// Sends a block again, for a round that follows the one it was proposed in.
    pub(super) async fn publish_again(
        &mut self,
        height: Height,
        rounds: (Round, Round),
        proposer: Address,
        id: BlockId,
    ) -> Result<(), Stopped> {
        let (round, valid_round) = rounds;
        let Some(body) = self.ledger.body(id.0).await? else {
            // The engine only asks for blocks whose bodies were stored before it knew their ids.
            return Err(Fatal::new(format!("the body of block {id} is gone")).into());
        };
        let heading = Heading { height, round, valid_round, proposer, size: 0 };
        self.publish(heading, id, body).await
    }

    async fn build(&self, height: Height, round: Round) -> Result<Option<Built>, Stopped> {
        let built = self.ledger.propose(height.0, round.as_i64()).await?;
        match &built {
            Some(built) if BODY_BYTES_MAX < built.body.len() => {
                let bytes = built.body.len();
                Err(Fatal::new(format!("a block of {bytes} bytes was built, too long to send")))?
            }
            Some(_) | None => Ok(built),
        }
    }

    async fn publish_own(
        &mut self,
        height: Height,
        round: Round,
        built: Built,
    ) -> Result<(), Stopped> {
        let proposer = self.parts.me;
        let heading = Heading { height, round, valid_round: Round::Nil, proposer, size: 0 };
        self.publish(heading, BlockId(built.id), built.body).await
    }

    async fn publish(&mut self, heading: Heading, id: BlockId, body: Bytes) -> Result<(), Stopped> {
        let size = u32::try_from(body.len()).map_err(Fatal::new)?;
        let block = Assembled { heading: Heading { size, ..heading }, id, body };
        for message in cut(&block) {
            let message = NetworkMsg::PublishProposalPart(message);
            if self.parts.channels.network.send(message).await.is_err() {
                return Err(Stopped::Engine);
            }
        }
        Ok(())
    }
}
