//! Signing and checking votes and proposals, so that no signature holds anywhere else.
//!
//! Signed bytes: the tag `furlong/consensus/v1`, SHA-256 of the chain's origin, one byte for the
//! kind of message, then its fields. So a vote counts on one chain only, and the same key's other
//! signatures (statements, checkpoints) can never be taken for a vote.

use super::context::{ChainContext, Proposal, Vote};
use super::ids::{BlockId, PrivateKey, PublicKey, Signature};
use super::ledger::Fatal;
use super::malachite::app::types::core as types;
use super::malachite::{Signer, Verifier};
use super::own_votes::OwnVotes;
use arc_malachitebft_signing::{Error, VerificationResult};
use async_trait::async_trait;
use bytes::Bytes;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::sync::{Arc, OnceLock};
use types::{
    NilOrVal, Round, SignedMessage, SigningScheme, ValidatorProof, VoteExtensionScope, VoteType,
};

const TAG: &[u8] = b"furlong/consensus/v1";
const PREVOTE: u8 = 1;
const PRECOMMIT: u8 = 2;
const PROPOSAL: u8 = 3;

/// What stands between this node and a second, different vote (`protocol.md` section 7).
pub trait VoteGuard: Send + Sync + 'static {
    /// Called before any vote or proposal for `height` is signed, for each one.
    ///
    /// Answers `Ok` only after a record that this key voted at `height` is on the disk, outside
    /// SQL and outside every backup. Refuses heights below the highest recorded one: the database
    /// has been put back to an older state, and this key has voted there before. A refusal ends
    /// the process.
    fn before_vote(&self, height: u64) -> impl Future<Output = Result<(), Fatal>> + Send;
}

/// SHA-256 of the chain's origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Domain([u8; 32]);

impl Domain {
    pub(super) fn of(origin: &str) -> Self {
        Self(Sha256::digest(origin.as_bytes()).into())
    }

    fn begin(&self, kind: u8) -> Vec<u8> {
        [TAG, &self.0, &[kind]].concat()
    }

    fn vote(&self, vote: &Vote) -> Vec<u8> {
        let mut bytes = self.begin(match vote.kind {
            VoteType::Prevote => PREVOTE,
            VoteType::Precommit => PRECOMMIT,
        });
        push_place(&mut bytes, vote.height.0, vote.round);
        match &vote.value {
            NilOrVal::Nil => bytes.push(0),
            NilOrVal::Val(BlockId(id)) => {
                bytes.push(1);
                bytes.extend(id);
            }
        }
        bytes.extend(vote.address.0);
        bytes
    }

    fn proposal(&self, proposal: &Proposal) -> Vec<u8> {
        let mut bytes = self.begin(PROPOSAL);
        push_place(&mut bytes, proposal.height.0, proposal.round);
        bytes.extend(proposal.value.0);
        bytes.extend(proposal.pol_round.as_i64().to_be_bytes());
        bytes.extend(proposal.address.0);
        bytes
    }
}

fn push_place(bytes: &mut Vec<u8>, height: u64, round: Round) {
    bytes.extend(height.to_be_bytes());
    bytes.extend(round.as_i64().to_be_bytes());
}

/// Checks signatures of others.
#[derive(Clone, Copy, Debug)]
pub(super) struct VoteVerifier {
    domain: Domain,
}

impl VoteVerifier {
    pub(super) fn new(domain: Domain) -> Self {
        Self { domain }
    }

    pub(super) fn vote_holds(&self, vote: &Vote, signature: &Signature, key: &PublicKey) -> bool {
        holds(&self.domain.vote(vote), signature, key)
    }
}

/// Whether a signature is by `key`, and in the one form of its two that is allowed (low S): a
/// certificate must not be changeable by whoever passes it on. `ring` does it in a fifth of the
/// time that `p256` needs.
fn holds(message: &[u8], signature: &Signature, key: &PublicKey) -> bool {
    let signature = signature.inner();
    if signature.normalize_s().is_some() {
        return false;
    }
    let point = key.inner().to_encoded_point(false);
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point.as_bytes())
        .verify(message, &signature.to_bytes())
        .is_ok()
}

#[async_trait]
impl Verifier<ChainContext> for VoteVerifier {
    async fn verify_signed_vote(
        &self,
        vote: &Vote,
        signature: &Signature,
        key: &PublicKey,
    ) -> Result<VerificationResult, Error> {
        Ok(VerificationResult::from_bool(self.vote_holds(vote, signature, key)))
    }

    async fn verify_signed_proposal(
        &self,
        proposal: &Proposal,
        signature: &Signature,
        key: &PublicKey,
    ) -> Result<VerificationResult, Error> {
        Ok(VerificationResult::from_bool(holds(&self.domain.proposal(proposal), signature, key)))
    }

    /// Extensions are not in use, so that no signature of one is ever good.
    async fn verify_signed_vote_extension(
        &self,
        _scope: &VoteExtensionScope<ChainContext>,
        _extension: &Bytes,
        _signature: &Signature,
        _key: &PublicKey,
    ) -> Result<VerificationResult, Error> {
        Ok(VerificationResult::Invalid)
    }

    async fn verify_validator_proof(
        &self,
        proof: &ValidatorProof<ChainContext>,
    ) -> Result<VerificationResult, Error> {
        let valid =
            <ChainContext as types::Context>::SigningScheme::decode_public_key(&proof.public_key)
                .is_ok_and(|key| holds(&proof.preimage(), &proof.signature, &key));
        Ok(VerificationResult::from_bool(valid))
    }
}

/// Signs as this node, after the guard agreed.
pub(super) struct VoteSigner<G> {
    pub(super) key: PrivateKey,
    pub(super) domain: Domain,
    pub(super) guard: G,
    pub(super) own_votes: OwnVotes,
    /// Why the guard refused. The engine passes no reason on when it stops over it.
    pub(super) refusal: Arc<OnceLock<Fatal>>,
}

impl<G: VoteGuard> VoteSigner<G> {
    async fn ask_guard(&self, height: u64) -> Result<(), Error> {
        self.guard.before_vote(height).await.map_err(|refusal| {
            let refusal = self.refusal.get_or_init(|| refusal);
            Error::from_source(refusal.to_string())
        })
    }

    fn sign(&self, message: &[u8]) -> Signature {
        let signature = self.key.sign(message).into_inner();
        Signature::new(signature.normalize_s().unwrap_or(signature))
    }
}

#[async_trait]
impl<G: VoteGuard> Signer<ChainContext> for VoteSigner<G> {
    async fn sign_vote(&self, vote: Vote) -> Result<SignedMessage<ChainContext, Vote>, Error> {
        self.ask_guard(vote.height.0).await?;
        self.own_votes.record(&vote);
        let signature = self.sign(&self.domain.vote(&vote));
        Ok(SignedMessage::new(vote, signature))
    }

    async fn sign_proposal(
        &self,
        proposal: Proposal,
    ) -> Result<SignedMessage<ChainContext, Proposal>, Error> {
        self.ask_guard(proposal.height.0).await?;
        let signature = self.sign(&self.domain.proposal(&proposal));
        Ok(SignedMessage::new(proposal, signature))
    }

    async fn sign_vote_extension(
        &self,
        _scope: VoteExtensionScope<ChainContext>,
        _extension: Bytes,
    ) -> Result<SignedMessage<ChainContext, Bytes>, Error> {
        Err(Error::from_source("vote extensions are not in use"))
    }

    async fn sign_validator_proof(
        &self,
        public_key: Vec<u8>,
        peer_id: Vec<u8>,
    ) -> Result<ValidatorProof<ChainContext>, Error> {
        let preimage = ValidatorProof::<ChainContext>::signing_bytes(&public_key, &peer_id);
        Ok(ValidatorProof::new(public_key, peer_id, self.sign(&preimage)))
    }
}
