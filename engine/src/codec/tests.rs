//! Every message survives the way to bytes and back; no bytes can do harm.

use super::super::context::{ChainContext, Proposal, Vote};
use super::super::ids::{Address, BlockId, Height, Signature};
use super::super::malachite::app::consensus::{LivenessMsg, ProposedValue, SignedConsensusMsg};
use super::super::malachite::app::streaming::{StreamContent, StreamId, StreamMessage};
use super::super::malachite::app::types::codec::{Codec, HasEncodedLen};
use super::super::malachite::app::types::core as types;
use super::super::part::{Heading, ProposalPart, SEQUENCE_MAX};
use super::super::tests::node::peer;
use super::binary::{BinaryCodec, Heard, decode, encode};
use super::wire::{CodecError, Wire};
use arc_malachitebft_sync::{
    RawDecidedValue, Request, Response, Status, ValueRequest, ValueResponse,
};
use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;
use types::{
    CommitCertificate, CommitSignature, ExtendedCommitCertificate, NilOrVal, PolkaCertificate,
    PolkaSignature, Round, RoundCertificate, RoundCertificateType, RoundSignature, SignedMessage,
    ValidatorProof, Validity, VoteExtensions, VoteType,
};

fn bytes(most: usize) -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..=most).prop_map(Bytes::from)
}

prop_compose! {
    fn signature()(r in 1_u128.., s in 1_u128..) -> Signature {
        let mut scalars = [0; 64];
        scalars[16..32].copy_from_slice(&r.to_be_bytes());
        scalars[48..].copy_from_slice(&s.to_be_bytes());
        Signature::from_slice(&scalars).unwrap()
    }
}

fn round() -> impl Strategy<Value = Round> {
    prop_oneof![Just(Round::Nil), (0_u32..=1_000_000).prop_map(Round::new)]
}

fn kind() -> impl Strategy<Value = VoteType> {
    prop_oneof![Just(VoteType::Prevote), Just(VoteType::Precommit)]
}

fn choice() -> impl Strategy<Value = NilOrVal<BlockId>> {
    prop_oneof![Just(NilOrVal::Nil), any::<[u8; 32]>().prop_map(|id| NilOrVal::Val(BlockId(id)))]
}

prop_compose! {
    fn vote()(kind in kind(), height: u64, round in round(), value in choice(), address: [u8; 20],
        signature in signature()) -> SignedMessage<ChainContext, Vote> {
        let (height, address) = (Height(height), Address(address));
        let vote = Vote { kind, height, round, value, address, extension: None };
        SignedMessage::new(vote, signature)
    }
}

prop_compose! {
    fn proposal()(height: u64, round in round(), pol_round in round(), id: [u8; 32],
        address: [u8; 20], signature in signature()) -> SignedMessage<ChainContext, Proposal> {
        let (height, value, address) = (Height(height), BlockId(id), Address(address));
        SignedMessage::new(Proposal { height, round, value, pol_round, address }, signature)
    }
}

fn message() -> impl Strategy<Value = SignedConsensusMsg<ChainContext>> {
    prop_oneof![
        vote().prop_map(SignedConsensusMsg::Vote),
        proposal().prop_map(SignedConsensusMsg::Proposal)
    ]
}

prop_compose! {
    fn commit()(height: u64, round in round(), id: [u8; 32],
        signatures in vec((any::<[u8; 20]>(), signature()), 0..8))
        -> CommitCertificate<ChainContext> {
        let commit_signatures = signatures
            .into_iter()
            .map(|(address, signature)| CommitSignature::new(Address(address), signature))
            .collect();
        CommitCertificate { height: Height(height), round, value_id: BlockId(id), commit_signatures }
    }
}

fn polka() -> impl Strategy<Value = PolkaCertificate<ChainContext>> {
    commit().prop_map(|one| PolkaCertificate {
        height: one.height,
        round: one.round,
        value_id: one.value_id,
        polka_signatures: one
            .commit_signatures
            .into_iter()
            .map(|one| PolkaSignature::new(one.address, one.signature))
            .collect(),
    })
}

prop_compose! {
    fn skip()(height: u64, round in round(), precommits: bool,
        signatures in vec((kind(), choice(), any::<[u8; 20]>(), signature()), 0..8))
        -> RoundCertificate<ChainContext> {
        let cert_type =
            if precommits { RoundCertificateType::Precommit } else { RoundCertificateType::Skip };
        let round_signatures = signatures
            .into_iter()
            .map(|(kind, value, who, one)| RoundSignature::new(kind, value, Address(who), one))
            .collect();
        RoundCertificate { height: Height(height), round, cert_type, round_signatures }
    }
}

fn liveness() -> impl Strategy<Value = LivenessMsg<ChainContext>> {
    prop_oneof![
        vote().prop_map(LivenessMsg::Vote),
        polka().prop_map(LivenessMsg::PolkaCertificate),
        skip().prop_map(LivenessMsg::SkipRoundCertificate)
    ]
}

prop_compose! {
    fn heading()(height: u64, round in round(), valid_round in round(), who: [u8; 20], size: u32)
        -> Heading {
        Heading { height: Height(height), round, valid_round, proposer: Address(who), size }
    }
}

fn part() -> impl Strategy<Value = ProposalPart> {
    prop_oneof![
        heading().prop_map(ProposalPart::First),
        bytes(300).prop_map(ProposalPart::Piece),
        any::<[u8; 32]>().prop_map(|id| ProposalPart::Last(BlockId(id)))
    ]
}

prop_compose! {
    fn stream()(id in bytes(64), sequence in 0..=SEQUENCE_MAX, part in prop::option::of(part()))
        -> StreamMessage<ProposalPart> {
        let content = part.map_or(StreamContent::Fin, StreamContent::Data);
        StreamMessage::new(StreamId::new(id), sequence, content)
    }
}

prop_compose! {
    fn stored()(heading in heading(), id: [u8; 32], valid: bool) -> ProposedValue<ChainContext> {
        let Heading { height, round, valid_round, proposer, .. } = heading;
        let (value, validity) = (BlockId(id), Validity::from_bool(valid));
        ProposedValue { height, round, valid_round, proposer, value, validity }
    }
}

prop_compose! {
    fn proof()(key in bytes(65), peer in bytes(64), signature in signature())
        -> ValidatorProof<ChainContext> {
        ValidatorProof::new(key.to_vec(), peer.to_vec(), signature)
    }
}

prop_compose! {
    fn response()(start: u64, values in vec((bytes(300), commit()), 0..4))
        -> Response<ChainContext> {
        let values = values.into_iter().map(|(body, commit)| {
            let commit = ExtendedCommitCertificate::from_commit_certificate_and_extensions(
                commit,
                VoteExtensions::default(),
            );
            RawDecidedValue::new(body, commit)
        });
        Response::ValueResponse(ValueResponse::new(Height(start), values.collect()))
    }
}

/// There and back gives the same; one byte less or more gives an error.
fn check<T: Wire + PartialEq + std::fmt::Debug>(message: &T) -> Result<(), TestCaseError> {
    let bytes = encode(message).unwrap();
    prop_assert_eq!(&decode::<T>(bytes.clone()).unwrap(), message);
    prop_assert!(decode::<T>(bytes.slice(..bytes.len() - 1)).is_err());
    let longer = Bytes::from([&bytes[..], &[0]].concat());
    prop_assert_eq!(decode::<T>(longer).unwrap_err(), CodecError::Trailing { count: 1 });
    Ok(())
}

/// What can be read at all has one form only.
fn same<T: Wire>(noise: &Bytes) -> Result<(), TestCaseError> {
    if let Ok(message) = decode::<T>(noise.clone()) {
        prop_assert_eq!(&encode(&message).unwrap(), noise);
    }
    Ok(())
}

proptest! {
    #[test]
    fn signed_messages_return(one in message()) { check(&one)?; }
    #[test]
    fn repeated_messages_return(one in liveness()) { check(&one)?; }
    #[test]
    fn certificates_return(one in commit(), polka in polka()) { check(&one)?; check(&polka)?; }
    #[test]
    fn parts_return(one in stream(), part in part()) { check(&one)?; check(&part)?; }
    #[test]
    fn stored_values_return(one in stored()) { check(&one)?; }
    #[test]
    fn proofs_return(one in proof()) { check(&one)?; }

    #[test]
    fn requests_and_statuses_return(from: u64, to: u64) {
        check(&Request::<ChainContext>::ValueRequest(ValueRequest::new(Height(from)..=Height(to))))?;
        check(&Status::<ChainContext> {
            peer_id: peer(1),
            tip_height: Height(to),
            history_min_height: Height(from),
        })?;
    }

    #[test]
    fn answers_return_and_their_length_is_known_before(one in response()) {
        check(&one)?;
        let codec = BinaryCodec::default();
        prop_assert_eq!(codec.encoded_len(&one).unwrap(), codec.encode(&one).unwrap().len());
    }

    #[test]
    fn no_bytes_do_harm(noise in vec(any::<u8>(), 0..400), versioned: bool) {
        let mut noise = noise;
        if let (true, Some(first)) = (versioned, noise.first_mut()) { *first = 1; }
        let noise = Bytes::from(noise);
        same::<SignedConsensusMsg<ChainContext>>(&noise)?;
        same::<LivenessMsg<ChainContext>>(&noise)?;
        same::<CommitCertificate<ChainContext>>(&noise)?;
        same::<StreamMessage<ProposalPart>>(&noise)?;
        same::<ProposedValue<ChainContext>>(&noise)?;
        same::<ValidatorProof<ChainContext>>(&noise)?;
        same::<Response<ChainContext>>(&noise)?;
        same::<Status<ChainContext>>(&noise)?;
    }
}

#[test]
fn lengths_are_believed_only_up_to_their_limit() {
    let start = Response::<ChainContext>::ValueResponse(ValueResponse::new(Height(1), vec![]));
    let mut bytes = encode(&start).unwrap().to_vec();
    let count = bytes.len() - 4;
    bytes[count..].copy_from_slice(&u32::MAX.to_be_bytes());
    let fault = decode::<Response<ChainContext>>(bytes.into()).unwrap_err();
    assert!(matches!(fault, CodecError::Long { max: 64, .. }), "{fault}");
}

#[test]
fn impossible_rounds_and_other_versions_are_refused() {
    for number in [-2, 1_000_001, i64::MAX, i64::MIN] {
        let bytes = [&[1][..], &number.to_be_bytes()].concat();
        assert_eq!(decode::<Round>(bytes.into()), Err(CodecError::Round), "{number}");
    }
    assert_eq!(decode::<Height>(Bytes::from_static(&[2])), Err(CodecError::Version { found: 2 }));
}

#[test]
fn a_codec_tells_of_the_heights_that_it_reads() {
    let heard = Heard::default();
    let codec = BinaryCodec::telling(heard.clone());
    let status: Status<ChainContext> =
        Status { peer_id: peer(1), tip_height: Height(7), history_min_height: Height(1) };
    let bytes = codec.encode(&status).unwrap();
    assert!(!heard.has(1), "writing is not hearing");
    let _read: Status<ChainContext> = codec.decode(bytes).unwrap();
    assert!(heard.has(7) && !heard.has(8));
    heard.forget();
    assert!(!heard.has(1));
}
