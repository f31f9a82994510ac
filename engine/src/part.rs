//! How a block's body travels: cut into parts, sent as a stream, put together again.
//!
//! The engine does not sign parts. That a body is the right one follows from its hash, which the
//! signed proposal names; that a peer cannot fill our memory follows from the limits here.

use super::context::ChainContext;
use super::ids::{Address, BlockId, Height};
use super::malachite::app::streaming::{StreamContent, StreamId, StreamMessage};
use super::malachite::app::types::core as types;
use bytes::Bytes;
use types::Round;

/// The longest block body: 1 MiB of leaf bytes (`protocol.md` section 5) and room for its frame.
pub const BODY_BYTES_MAX: usize = 1024 * 1024 + 128 * 1024;
/// The longest piece of a body in one message.
pub(super) const PART_BYTES_MAX: usize = 128 * 1024;
/// The longest stream id that is read. Ours have 24 bytes.
pub(super) const STREAM_ID_BYTES_MAX: usize = 64;
/// The highest sequence number in a stream: a first part is 0, then the pieces, a last part, the end.
pub(super) const SEQUENCE_MAX: u64 = (BODY_BYTES_MAX / PART_BYTES_MAX) as u64 + 2;

/// One message of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ProposalPart {
    /// What follows.
    First(Heading),
    /// The next piece of the body.
    Piece(Bytes),
    /// The block's id, as its sender computed it.
    Last(BlockId),
}

/// What a stream of parts is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) height: Height,
    pub(super) round: Round,
    /// The round in which the block had more than two thirds before.
    pub(super) valid_round: Round,
    pub(super) proposer: Address,
    /// Bytes of the body.
    pub(super) size: u32,
}

impl types::ProposalPart<ChainContext> for ProposalPart {
    fn is_first(&self) -> bool {
        matches!(self, Self::First(_))
    }
    fn is_last(&self) -> bool {
        matches!(self, Self::Last(_))
    }
}

/// A whole body with what its sender said of it. Nothing of it has been checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assembled {
    pub(super) heading: Heading,
    pub(super) id: BlockId,
    pub(super) body: Bytes,
}

/// Cuts a body into the messages of one stream.
///
/// The stream's id follows from height and rounds alone: a sender that crashed and sends again
/// continues its own stream, with the same bytes, because what it proposes in a round is stored.
pub(super) fn cut(block: &Assembled) -> Vec<StreamMessage<ProposalPart>> {
    let Heading { height, round, valid_round, .. } = block.heading;
    let mut id = Vec::with_capacity(24);
    id.extend(height.0.to_be_bytes());
    id.extend(round.as_i64().to_be_bytes());
    id.extend(valid_round.as_i64().to_be_bytes());
    let id = StreamId::new(id.into());

    let mut contents = vec![StreamContent::Data(ProposalPart::First(block.heading))];
    let mut rest = block.body.clone();
    while !rest.is_empty() {
        let piece = rest.split_to(rest.len().min(PART_BYTES_MAX));
        contents.push(StreamContent::Data(ProposalPart::Piece(piece)));
    }
    contents.push(StreamContent::Data(ProposalPart::Last(block.id)));
    contents.push(StreamContent::Fin);
    (0..).zip(contents).map(|(place, one)| StreamMessage::new(id.clone(), place, one)).collect()
}
