//! Votes are signed for one chain and one purpose, after the guard, in one form.

use super::super::context::{ChainContext, Proposal, Vote};
use super::super::ids::{Address, BlockId, Height, PrivateKey, PublicKey, Signature};
use super::super::malachite::app::types::core::{Context, NilOrVal, Round, SignedMessage};
use super::super::malachite::{Signer, Verifier};
use super::super::own_votes::OwnVotes;
use super::super::signing::{Domain, VoteSigner, VoteVerifier};
use super::node::{MemoryGuard, ORIGIN};
use std::sync::{Arc, OnceLock};

fn signer(guard: MemoryGuard) -> VoteSigner<MemoryGuard> {
    VoteSigner {
        key: PrivateKey::from_slice(&[5; 32]).unwrap(),
        domain: Domain::of(ORIGIN),
        guard,
        own_votes: OwnVotes::from(1),
        refusal: Arc::new(OnceLock::new()),
    }
}

fn vote(height: u64, id: u8) -> Vote {
    let value = NilOrVal::Val(BlockId([id; 32]));
    ChainContext.new_precommit(Height(height), Round::ZERO, value, Address([1; 20]))
}

fn holds(origin: &str, vote: &Vote, signature: &Signature, key: &PublicKey) -> bool {
    VoteVerifier::new(Domain::of(origin)).vote_holds(vote, signature, key)
}

#[tokio::test]
async fn a_vote_holds_on_its_chain_for_its_own_words_only() {
    let signer = signer(MemoryGuard::default());
    let key = signer.key.public_key();
    let SignedMessage { message, signature } = signer.sign_vote(vote(3, 1)).await.unwrap();
    assert!(holds(ORIGIN, &message, &signature, &key));

    let prevote = ChainContext.new_prevote(Height(3), Round::ZERO, message.value, Address([1; 20]));
    let nil = ChainContext.new_precommit(Height(3), Round::ZERO, NilOrVal::Nil, Address([1; 20]));
    let others = [vote(4, 1), vote(3, 2), prevote, nil];
    let others = others.into_iter().chain([
        Vote { round: Round::new(1), ..vote(3, 1) },
        Vote { address: Address([2; 20]), ..vote(3, 1) },
    ]);
    for other in others {
        assert!(!holds(ORIGIN, &other, &signature, &key), "{other:?}");
    }
    assert!(!holds("other.example/00", &message, &signature, &key));
    let stranger = PrivateKey::from_slice(&[6; 32]).unwrap().public_key();
    assert!(!holds(ORIGIN, &message, &signature, &stranger));
}

#[tokio::test]
async fn the_second_form_of_a_signature_is_refused() {
    let signer = signer(MemoryGuard::default());
    let key = signer.key.public_key();
    for height in 1..=20 {
        let good = signer.sign_vote(vote(height, 1)).await.unwrap();
        let (r, s) = good.signature.inner().split_scalars();
        let high = p256::ecdsa::Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
        assert!(holds(ORIGIN, &good.message, &good.signature, &key));
        assert!(!holds(ORIGIN, &good.message, &Signature::new(high), &key));
    }
}

#[tokio::test]
async fn a_proposal_and_a_proof_of_two_keys_verify() {
    let signer = signer(MemoryGuard::default());
    let key = signer.key.public_key();
    let verifier = VoteVerifier::new(Domain::of(ORIGIN));
    let proposal = ChainContext.new_proposal(
        Height(3),
        Round::new(1),
        BlockId([1; 32]),
        Round::ZERO,
        Address([1; 20]),
    );
    let own = signer.sign_proposal(proposal.clone()).await.unwrap();
    let other = Proposal { pol_round: Round::Nil, ..proposal };
    let good = verifier.verify_signed_proposal(&own.message, &own.signature, &key).await.unwrap();
    let bad = verifier.verify_signed_proposal(&other, &own.signature, &key).await.unwrap();
    assert!(good.is_valid() && bad.is_invalid());

    let mut proof = signer.sign_validator_proof(key.to_vec(), vec![1, 2, 3]).await.unwrap();
    assert!(verifier.verify_validator_proof(&proof).await.unwrap().is_valid());
    proof.peer_id.push(4);
    assert!(verifier.verify_validator_proof(&proof).await.unwrap().is_invalid());
    proof.public_key = vec![0; 33];
    assert!(verifier.verify_validator_proof(&proof).await.unwrap().is_invalid());
}

#[tokio::test]
async fn nothing_is_signed_against_the_guard() {
    let guard = MemoryGuard::default();
    let signer = signer(guard.clone());
    signer.sign_vote(vote(5, 1)).await.unwrap();
    assert_eq!(guard.height(), 5);
    assert!(signer.sign_vote(vote(4, 1)).await.is_err());
    assert!(
        signer
            .sign_proposal(ChainContext.new_proposal(
                Height(4),
                Round::ZERO,
                BlockId([1; 32]),
                Round::Nil,
                Address([1; 20]),
            ))
            .await
            .is_err()
    );
    assert!(signer.refusal.get().unwrap().to_string().contains("height 5"));
}

#[test]
fn a_vote_that_another_process_signed_is_noticed() {
    let own = OwnVotes::from(10);
    // In the height that the process began with it may have voted before it crashed.
    assert!(!own.is_foreign(&vote(10, 1)));
    assert!(own.is_foreign(&vote(11, 1)));
    own.record(&vote(11, 1));
    assert!(!own.is_foreign(&vote(11, 1)));
    assert!(own.is_foreign(&vote(11, 2)));
    assert!(own.is_foreign(&Vote { round: Round::new(1), ..vote(11, 1) }));
    // What is long past proves nothing.
    own.record(&vote(30, 1));
    assert!(!own.is_foreign(&vote(11, 2)));
    assert!(own.is_foreign(&vote(29, 1)));
}
