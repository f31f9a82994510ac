//! Proof that a validator said two things at once, for `/status` and for a ballot.

use super::super::context::ChainContext;
use super::super::ids::Address;
use super::super::malachite::app::consensus::SignedConsensusMsg;
use super::super::malachite::app::types::MisbehaviorEvidence;
use super::binary::{decode, encode};
use super::wire::{CodecError, Reader, Wire, Writer};
use bytes::Bytes;

/// Pairs in one piece of evidence; the engine keeps a few for each validator.
const PAIRS_MAX: usize = 1024;
const PAIRS: &str = "the list of contradictions";

/// A validator signed two different messages for one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accusation {
    /// The validator's address.
    pub address: [u8; 20],
    /// The height of the messages.
    pub height: u64,
    /// The round of the messages.
    pub round: i64,
    /// Whether they are proposals; otherwise they are votes.
    pub proposals: bool,
}

struct Pair(SignedConsensusMsg<ChainContext>, SignedConsensusMsg<ChainContext>);

impl Wire for Pair {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.0.write(to)?;
        self.1.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self(Wire::read(from)?, Wire::read(from)?))
    }
}

struct Pairs(Vec<Pair>);

impl Wire for Pairs {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.list(PAIRS, PAIRS_MAX, &self.0)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        from.list(PAIRS, PAIRS_MAX).map(Self)
    }
}

/// The bytes to keep.
pub(in super::super) fn encode_evidence(
    evidence: &MisbehaviorEvidence<ChainContext>,
) -> Result<Bytes, CodecError> {
    let votes = evidence.votes.iter().flat_map(|(_address, pairs)| pairs).map(|(one, other)| {
        Pair(SignedConsensusMsg::Vote(one.clone()), SignedConsensusMsg::Vote(other.clone()))
    });
    let proposals =
        evidence.proposals.iter().flat_map(|(_address, pairs)| pairs).map(|(one, other)| {
            Pair(
                SignedConsensusMsg::Proposal(one.clone()),
                SignedConsensusMsg::Proposal(other.clone()),
            )
        });
    encode(&Pairs(votes.chain(proposals).take(PAIRS_MAX).collect()))
}

/// Who is accused by stored evidence. The engine checked the signatures before it gave it out.
pub fn decode_evidence(bytes: Bytes) -> Result<Vec<Accusation>, CodecError> {
    let Pairs(pairs) = decode(bytes)?;
    Ok(pairs.iter().map(|Pair(one, _other)| accusation(one)).collect())
}

fn accusation(message: &SignedConsensusMsg<ChainContext>) -> Accusation {
    let (Address(address), height, round, proposals) = match message {
        SignedConsensusMsg::Vote(vote) => (vote.address, vote.height, vote.round, false),
        SignedConsensusMsg::Proposal(one) => (one.address, one.height, one.round, true),
    };
    Accusation { address, height: height.0, round: round.as_i64(), proposals }
}
