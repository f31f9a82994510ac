//! Bodies in parts, from friendly and from hostile peers.

use super::super::assembler::{Assembler, PartError};
use super::super::ids::{Address, BlockId, Height};
use super::super::malachite::app::streaming::{StreamContent, StreamId, StreamMessage};
use super::super::malachite::app::types::core::Round;
use super::super::part::{
    Assembled, BODY_BYTES_MAX, Heading, PART_BYTES_MAX, ProposalPart, SEQUENCE_MAX, cut,
};
use super::super::quota::Quota;
use super::node::peer;
use bytes::Bytes;
use proptest::prelude::*;
use std::time::Duration;
use tokio::time::Instant;

fn block(height: u64, body: Vec<u8>) -> Assembled {
    let heading = Heading {
        height: Height(height),
        round: Round::new(2),
        valid_round: Round::Nil,
        proposer: Address([7; 20]),
        size: u32::try_from(body.len()).unwrap(),
    };
    Assembled { heading, id: BlockId([9; 32]), body: body.into() }
}

fn piece(stream: &'static [u8], place: u64, bytes: usize) -> StreamMessage<ProposalPart> {
    let content = StreamContent::Data(ProposalPart::Piece(Bytes::from(vec![0; bytes])));
    StreamMessage::new(StreamId::new(Bytes::from_static(stream)), place, content)
}

proptest! {
    #[test]
    fn a_body_arrives_in_any_order(
        length in 0..3 * PART_BYTES_MAX,
        order in any::<prop::sample::Index>(),
    ) {
        let sent = block(5, (0..=u8::MAX).cycle().take(length).collect());
        let mut messages = cut(&sent);
        let turn = order.index(messages.len());
        messages.rotate_left(turn);
        let last = messages.pop().unwrap();
        let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
        for message in messages {
            prop_assert_eq!(assembler.add(peer, message.clone(), now), Ok(None));
            // Relays may bring the same message twice.
            prop_assert_eq!(assembler.add(peer, message, now), Ok(None));
        }
        prop_assert_eq!(assembler.add(peer, last, now), Ok(Some(sent)));
    }
}

#[test]
fn the_longest_body_fits_the_limits() {
    let sent = block(5, vec![3; BODY_BYTES_MAX]);
    let messages = cut(&sent);
    assert_eq!(messages.last().unwrap().sequence, SEQUENCE_MAX);
    let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
    let whole = messages.into_iter().find_map(|one| assembler.add(peer, one, now).unwrap());
    assert_eq!(whole, Some(sent));
}

#[test]
fn a_peer_cannot_fill_the_memory() {
    let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
    let streams: [&'static [u8]; 3] = [b"a", b"b", b"c"];
    let mut refused = 0;
    for stream in streams {
        for place in 1..=9 {
            let outcome = assembler.add(peer, piece(stream, place, PART_BYTES_MAX), now);
            refused += usize::from(outcome == Err(PartError::Bytes));
        }
    }
    // Two bodies fit; the third stream does not.
    assert_eq!(refused, 9);
    // Another peer is not concerned.
    let other = assembler.add(super::node::peer(2), piece(b"a", 1, PART_BYTES_MAX), now);
    assert_eq!(other, Ok(None));
}

#[test]
fn many_peers_cannot_fill_the_memory() {
    let (mut assembler, now) = (Assembler::default(), Instant::now());
    let outcomes: Vec<_> =
        (0..40).map(|who| assembler.add(peer(who), piece(b"a", 1, 1), now)).collect();
    assert_eq!(outcomes.iter().filter(|one| **one == Err(PartError::Peers)).count(), 8);
    // Unfinished streams of those who went away make room after a while.
    let later = now + Duration::from_secs(31);
    assert_eq!(assembler.add(peer(50), piece(b"a", 1, 1), later), Ok(None));
}

#[test]
fn an_old_stream_gives_way_to_a_new_block() {
    let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
    let lost: [&'static [u8]; 4] = [b"a", b"b", b"c", b"d"];
    for stream in lost {
        assert_eq!(assembler.add(peer, piece(stream, 1, 1), now), Ok(None));
    }
    let sent = block(5, b"body".to_vec());
    let whole = cut(&sent).into_iter().find_map(|one| assembler.add(peer, one, now).unwrap());
    assert_eq!(whole, Some(sent));
}

#[test]
fn what_is_below_the_tip_is_forgotten() {
    let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
    let mut messages = cut(&block(5, b"body".to_vec())).into_iter();
    assembler.add(peer, messages.next().unwrap(), now).unwrap();
    assembler.forget_below(Height(6));
    // Without its heading the stream stays unfinished for ever.
    assert!(messages.all(|one| assembler.add(peer, one, now) == Ok(None)));
}

#[test]
fn streams_that_make_no_sense_are_refused() {
    let (mut assembler, peer, now) = (Assembler::default(), peer(1), Instant::now());
    let mut add = |message| assembler.add(peer, message, now);
    let end = |stream: &'static [u8], place| {
        let id = StreamId::new(Bytes::from_static(stream));
        StreamMessage::new(id, place, StreamContent::<ProposalPart>::Fin)
    };
    let part = |stream: &'static [u8], place, part| {
        let id = StreamId::new(Bytes::from_static(stream));
        StreamMessage::new(id, place, StreamContent::Data(part))
    };

    assert_eq!(add(piece(b"long", SEQUENCE_MAX + 1, 1)), Err(PartError::Long));
    assert_eq!(add(end(b"empty", 0)), Err(PartError::Shape));

    assert_eq!(add(piece(b"two", 1, 1)), Ok(None));
    assert_eq!(add(piece(b"two", 1, 2)), Err(PartError::Contradiction));

    assert_eq!(add(end(b"ends", 5)), Ok(None));
    assert_eq!(add(end(b"ends", 6)), Err(PartError::Contradiction));

    assert_eq!(add(piece(b"gap", 0, 1)), Ok(None));
    assert_eq!(add(piece(b"gap", 2, 1)), Ok(None));
    assert_eq!(add(end(b"gap", 2)), Err(PartError::Shape));

    let heading = block(5, b"four".to_vec()).heading;
    assert_eq!(add(part(b"size", 0, ProposalPart::First(heading))), Ok(None));
    assert_eq!(add(piece(b"size", 1, 5)), Ok(None));
    assert_eq!(add(part(b"size", 2, ProposalPart::Last(BlockId([9; 32])))), Ok(None));
    assert_eq!(add(end(b"size", 3)), Err(PartError::Shape));
}

#[test]
fn a_peer_has_only_a_few_blocks_judged_in_a_round() {
    let mut quota = Quota::default();
    let mut allowed = |who: u8, height, round| {
        (0..5).filter(|_try| quota.allows(peer(who), Height(height), Round::new(round))).count()
    };
    assert_eq!(allowed(1, 7, 0), 3);
    // Neither other peers nor other rounds nor other heights are concerned.
    assert_eq!((allowed(2, 7, 0), allowed(1, 7, 10), allowed(1, 8, 0)), (3, 3, 3));
    // A made-up round opens no new quota.
    assert_eq!(allowed(1, 8, 11), 0);
    quota.round_began(Height(8), Round::new(1));
    assert!(quota.allows(peer(1), Height(8), Round::new(11)));
}
