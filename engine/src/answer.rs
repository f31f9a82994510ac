//! What each message of the engine is answered with.
//!
//! The engine's side of the channel waits in line for most answers, so that none of them may wait
//! for anything but the ledger.

use super::codec::{BinaryCodec, encode_evidence};
use super::context::ChainContext;
use super::hold::Held;
use super::ids::{Address, BlockId, Height};
use super::ledger::{Fatal, Ledger, Undecided};
use super::malachite::app::types::codec::Codec;
use super::malachite::app::types::core::{CommitCertificate, Round, Validity};
use super::malachite::app::types::sync::RawDecidedValue;
use super::malachite::app::types::{MisbehaviorEvidence, ProposedValue};
use super::malachite::{AppMsg, Reply};
use super::run::{Engine, Stopped};
use std::ops::RangeInclusive;

/// The first height that anybody voted on, and that every node keeps.
const FIRST: Height = Height(1);
/// Blocks in one answer to a node that is behind; the engine asks for few and cuts at 10 MiB.
const BLOCKS_MAX: u64 = 16;

impl<L: Ledger> Engine<L> {
    /// Answers one message.
    pub(super) async fn answer(&mut self, message: AppMsg<ChainContext>) -> Result<(), Stopped> {
        match message {
            AppMsg::ConsensusReady { reply } => self.hold(Held::Ready(reply)).await?,
            AppMsg::StartedRound { height, round, reply_value, .. } => {
                send(reply_value, self.started_round(height, round).await?);
            }
            AppMsg::GetValue { height, round, reply, .. } => {
                self.propose(height, round, reply).await?;
            }
            AppMsg::ReceivedProposalPart { from, published_by, part, reply } => {
                send(reply, self.part(published_by.unwrap_or(from), part).await?);
            }
            AppMsg::RestreamProposal { height, round, valid_round, address, value_id } => {
                self.publish_again(height, (round, valid_round), address, value_id).await?;
            }
            AppMsg::Decided { certificate, reply, .. } => {
                self.decided(&certificate).await?;
                send(reply, ());
            }
            AppMsg::Finalized { evidence, reply, .. } => {
                self.keep_evidence(&evidence).await?;
                self.hold(Held::Finalized(reply)).await?;
            }
            AppMsg::GetDecidedValues { range, reply } => {
                send(reply, self.decided_values(&range).await?);
            }
            AppMsg::GetHistoryMinHeight { reply } => send(reply, FIRST),
            AppMsg::ProcessSyncedValue { height, round, proposer, value_bytes, reply } => {
                send(reply, self.synced(height, round, proposer, value_bytes).await?);
            }
            // Vote extensions are not in use; the engine asks for neither under that policy.
            AppMsg::ExtendVote { reply, .. } => send(reply, None),
            AppMsg::VerifyVoteExtensions { reply, .. } => send(reply, Vec::new()),
        }
        Ok(())
    }

    /// What is known of a round that begins, also from before a crash.
    async fn started_round(
        &mut self,
        height: Height,
        round: Round,
    ) -> Result<Vec<ProposedValue<ChainContext>>, Stopped> {
        self.asked = None;
        self.quota.round_began(height, round);
        let mut values = self.early_blocks(height).await?;
        let stored = self.ledger.undecided(height.0, round.as_i64()).await?;
        for one in stored {
            values.push(proposed(height, round, one)?);
        }
        Ok(values)
    }

    /// Commits. Only then the answer lets the engine tell others of this height.
    async fn decided(
        &mut self,
        certificate: &CommitCertificate<ChainContext>,
    ) -> Result<(), Stopped> {
        let CommitCertificate { height, round, value_id: BlockId(id), .. } = *certificate;
        let bytes = BinaryCodec::default().encode(certificate).map_err(Fatal::new)?;
        self.asked = None;
        self.ledger.decided(height.0, round.as_i64(), id, bytes).await?;
        if self.ledger.tip() < height.0 {
            let tip = self.ledger.tip();
            let reason = format!("height {height} was committed, but the tip still is {tip}");
            return Err(Fatal::new(reason).into());
        }
        self.assembler.forget_below(self.next_height());
        Ok(())
    }

    async fn keep_evidence(
        &self,
        evidence: &MisbehaviorEvidence<ChainContext>,
    ) -> Result<(), Stopped> {
        if evidence.is_empty() {
            return Ok(());
        }
        tracing::warn!("a validator signed contradicting messages; the proof is kept");
        let encoded = encode_evidence(evidence).map_err(Fatal::new)?;
        Ok(self.ledger.evidence(encoded).await?)
    }

    async fn decided_values(
        &self,
        range: &RangeInclusive<Height>,
    ) -> Result<Vec<RawDecidedValue<ChainContext>>, Stopped> {
        let from = range.start().0.max(FIRST.0);
        let last = range.end().0.min(self.ledger.tip());
        let to = last.min(from.saturating_add(BLOCKS_MAX - 1));
        if to < from {
            return Ok(Vec::new());
        }
        let blocks = self.ledger.committed(from, to).await?;
        blocks
            .into_iter()
            .map(|block| {
                let certificate = BinaryCodec::default().decode(block.certificate);
                let certificate = certificate
                    .map_err(|cause| Fatal::new(format!("a stored certificate: {cause}")))?;
                Ok(RawDecidedValue::new(block.body, certificate))
            })
            .collect()
    }
}

/// Hands an answer over. That nobody takes it is no error: the engine has ended then, which the
/// loop sees by itself.
pub(super) fn send<T>(reply: Reply<T>, answer: T) {
    if reply.send(answer).is_err() {
        tracing::debug!("the engine ended before it took an answer");
    }
}

/// A stored block in the engine's words.
fn proposed(
    height: Height,
    round: Round,
    stored: Undecided,
) -> Result<ProposedValue<ChainContext>, Fatal> {
    let valid_round = match u32::try_from(stored.valid_round) {
        Ok(number) => Round::new(number),
        Err(_) if stored.valid_round == -1 => Round::Nil,
        Err(_) => return Err(Fatal::new("an undecided block has an impossible valid_round")),
    };
    Ok(ProposedValue {
        height,
        round,
        valid_round,
        proposer: Address(stored.proposer),
        value: BlockId(stored.id),
        validity: Validity::from_bool(stored.valid),
    })
}
