//! Malachite's `Context`: what a proposal, a vote and a validator set are on this chain.

use super::ids::{Address, BlockId, Height, PublicKey};
use super::malachite::app::types::core as types;
use super::part::ProposalPart;
use super::validators::ValidatorSet;
use arc_malachitebft_signing_ecdsa::P256;
use bytes::Bytes;
use types::{NilOrVal, Round, SignedExtension, VoteType};

/// The types and the two rules (who proposes, who has how many votes) of a Furlong chain.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChainContext;

impl types::Context for ChainContext {
    type Address = Address;
    type Height = Height;
    type ProposalPart = ProposalPart;
    type Proposal = Proposal;
    type Validator = Validator;
    type ValidatorSet = ValidatorSet;
    type Timeouts = types::LinearTimeouts;
    type Value = BlockId;
    type Vote = Vote;
    type Extension = Bytes;
    type SigningScheme = P256;

    fn select_proposer<'a>(
        &self,
        set: &'a ValidatorSet,
        height: Height,
        round: Round,
    ) -> &'a Validator {
        set.proposer(height, round)
    }

    fn new_proposal(
        &self,
        height: Height,
        round: Round,
        value: BlockId,
        pol_round: Round,
        address: Address,
    ) -> Proposal {
        Proposal { height, round, value, pol_round, address }
    }

    fn new_prevote(
        &self,
        height: Height,
        round: Round,
        value: NilOrVal<BlockId>,
        address: Address,
    ) -> Vote {
        Vote { kind: VoteType::Prevote, height, round, value, address, extension: None }
    }

    fn new_precommit(
        &self,
        height: Height,
        round: Round,
        value: NilOrVal<BlockId>,
        address: Address,
    ) -> Vote {
        Vote { kind: VoteType::Precommit, height, round, value, address, extension: None }
    }
}

/// How many of `total` votes decide: the engine's own threshold, more than two thirds.
pub fn quorum(total: u64) -> u64 {
    types::ThresholdParams::default().quorum.min_expected(total)
}

/// "This block, at this height and round."
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) height: Height,
    pub(super) round: Round,
    pub(super) value: BlockId,
    pub(super) pol_round: Round,
    pub(super) address: Address,
}

impl types::Proposal<ChainContext> for Proposal {
    fn height(&self) -> Height {
        self.height
    }
    fn round(&self) -> Round {
        self.round
    }
    fn value(&self) -> &BlockId {
        &self.value
    }
    fn take_value(self) -> BlockId {
        self.value
    }
    fn pol_round(&self) -> Round {
        self.pol_round
    }
    fn validator_address(&self) -> &Address {
        &self.address
    }
}

/// A prevote or precommit, for a block or for none. Furlong uses no vote extensions: the field is
/// there because the engine's trait asks for it, and is neither signed nor ever written.
#[derive(Clone, Debug)]
pub(super) struct Vote {
    pub(super) kind: VoteType,
    pub(super) height: Height,
    pub(super) round: Round,
    pub(super) value: NilOrVal<BlockId>,
    pub(super) address: Address,
    pub(super) extension: Option<SignedExtension<ChainContext>>,
}

impl PartialEq for Vote {
    /// Equal in all that is signed: the log's replay compares votes, and the engine's contract
    /// leaves the extension out of that.
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.height == other.height
            && self.round == other.round
            && self.value == other.value
            && self.address == other.address
    }
}

impl Eq for Vote {}

impl types::Vote<ChainContext> for Vote {
    fn height(&self) -> Height {
        self.height
    }
    fn round(&self) -> Round {
        self.round
    }
    fn value(&self) -> &NilOrVal<BlockId> {
        &self.value
    }
    fn take_value(self) -> NilOrVal<BlockId> {
        self.value
    }
    fn vote_type(&self) -> VoteType {
        self.kind
    }
    fn validator_address(&self) -> &Address {
        &self.address
    }
    fn extension(&self) -> Option<&SignedExtension<ChainContext>> {
        self.extension.as_ref()
    }
    fn take_extension(&mut self) -> Option<SignedExtension<ChainContext>> {
        self.extension.take()
    }
    fn extend(self, extension: SignedExtension<ChainContext>) -> Self {
        Self { extension: Some(extension), ..self }
    }
}

/// One validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validator {
    pub(super) address: Address,
    pub(super) public_key: PublicKey,
    pub(super) power: u64,
}

impl types::Validator<ChainContext> for Validator {
    fn address(&self) -> &Address {
        &self.address
    }
    fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
    fn voting_power(&self) -> u64 {
        self.power
    }
}
