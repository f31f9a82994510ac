//! Puts streams of parts together again, within limits that no peer can exceed.

use super::ids::Height;
use super::malachite::app::streaming::{StreamContent, StreamId, StreamMessage};
use super::malachite::app::types::PeerId;
use super::part::{Assembled, BODY_BYTES_MAX, ProposalPart, SEQUENCE_MAX};
use bytes::BytesMut;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// Peers that may have an unfinished stream at a time. A chain has at most 21 validators.
const PEERS_MAX: usize = 32;
/// Unfinished streams of one peer: this round, the last one and a block sent again.
const STREAMS_MAX: usize = 4;
/// Bytes in the unfinished streams of one peer.
const PEER_BYTES_MAX: usize = 2 * BODY_BYTES_MAX;
/// How long a stream may stay unfinished. A later round sends the block again.
const AGE_MAX: Duration = Duration::from_secs(30);

/// Why a part was thrown away. None of these is worse than a part that the network lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PartError {
    #[error("too many peers send blocks at once")]
    Peers,
    #[error("the peer has too many bytes in unfinished blocks")]
    Bytes,
    #[error("the stream says two different things at one place")]
    Contradiction,
    #[error("a stream has at most {SEQUENCE_MAX} messages")]
    Long,
    #[error("the stream is complete, and is not a heading, pieces of that size and an id")]
    Shape,
}

/// The unfinished streams of all peers.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    peers: BTreeMap<PeerId, BTreeMap<StreamId, Stream>>,
}

impl Assembler {
    /// Takes one message in; gives the block if it was the last that was missing.
    pub(super) fn add(
        &mut self,
        peer: PeerId,
        message: StreamMessage<ProposalPart>,
        now: Instant,
    ) -> Result<Option<Assembled>, PartError> {
        self.forget(|stream| AGE_MAX < now.saturating_duration_since(stream.since));
        if PEERS_MAX <= self.peers.len() && !self.peers.contains_key(&peer) {
            return Err(PartError::Peers);
        }
        let streams = self.peers.entry(peer).or_default();
        let id = message.stream_id.clone();
        if !streams.contains_key(&id) {
            make_room(streams);
        }
        let held: usize = streams.values().map(|stream| stream.bytes).sum();
        let stream = streams.entry(id.clone()).or_insert_with(|| Stream::new(now));
        let outcome = stream.add(message, PEER_BYTES_MAX.saturating_sub(held));
        // A stream that is whole or wrong is over; its peer may begin it anew.
        if !matches!(outcome, Ok(Progress::Unfinished)) {
            streams.remove(&id);
        }
        self.peers.retain(|_peer, streams| !streams.is_empty());
        outcome.map(|progress| match progress {
            Progress::Unfinished => None,
            Progress::Whole(block) => Some(block),
        })
    }

    /// Throws away what is for a height below `height`.
    pub(super) fn forget_below(&mut self, height: Height) {
        self.forget(|stream| stream.height().is_some_and(|at| at < height));
    }

    fn forget(&mut self, useless: impl Fn(&Stream) -> bool) {
        for streams in self.peers.values_mut() {
            streams.retain(|_id, stream| !useless(stream));
        }
        self.peers.retain(|_peer, streams| !streams.is_empty());
    }
}

/// The oldest stream gives way: parts that were lost must not keep a peer from its next block.
fn make_room(streams: &mut BTreeMap<StreamId, Stream>) {
    while STREAMS_MAX <= streams.len() {
        let oldest = streams.iter().min_by_key(|(_id, stream)| stream.since);
        let Some(id) = oldest.map(|(id, _stream)| id.clone()) else { return };
        streams.remove(&id);
    }
}

enum Progress {
    Unfinished,
    Whole(Assembled),
}

#[derive(Debug)]
struct Stream {
    since: Instant,
    parts: BTreeMap<u64, ProposalPart>,
    end: Option<u64>,
    bytes: usize,
}

impl Stream {
    fn new(since: Instant) -> Self {
        Self { since, parts: BTreeMap::new(), end: None, bytes: 0 }
    }

    fn height(&self) -> Option<Height> {
        match self.parts.get(&0) {
            Some(ProposalPart::First(heading)) => Some(heading.height),
            Some(ProposalPart::Piece(_) | ProposalPart::Last(_)) | None => None,
        }
    }

    fn add(
        &mut self,
        message: StreamMessage<ProposalPart>,
        room: usize,
    ) -> Result<Progress, PartError> {
        let place = message.sequence;
        if SEQUENCE_MAX < place {
            return Err(PartError::Long);
        }
        match message.content {
            StreamContent::Fin if self.end.is_some_and(|end| end != place) => {
                return Err(PartError::Contradiction);
            }
            StreamContent::Fin => self.end = Some(place),
            StreamContent::Data(part) => self.keep(place, part, room)?,
        }
        let complete = self.end.is_some_and(|end| self.parts.len() as u64 == end);
        if complete { self.join().map(Progress::Whole) } else { Ok(Progress::Unfinished) }
    }

    fn keep(&mut self, place: u64, part: ProposalPart, room: usize) -> Result<(), PartError> {
        if let Some(known) = self.parts.get(&place) {
            return if *known == part { Ok(()) } else { Err(PartError::Contradiction) };
        }
        let bytes = match &part {
            ProposalPart::Piece(piece) => piece.len(),
            ProposalPart::First(_) | ProposalPart::Last(_) => 0,
        };
        if room < bytes || BODY_BYTES_MAX < self.bytes.saturating_add(bytes) {
            return Err(PartError::Bytes);
        }
        self.bytes += bytes;
        self.parts.insert(place, part);
        Ok(())
    }

    fn join(&mut self) -> Result<Assembled, PartError> {
        if self.parts.keys().zip(0..).any(|(at, place): (&u64, u64)| *at != place) {
            return Err(PartError::Shape);
        }
        let mut parts = std::mem::take(&mut self.parts).into_values();
        let Some(ProposalPart::First(heading)) = parts.next() else { return Err(PartError::Shape) };
        let mut body = BytesMut::with_capacity(self.bytes);
        let mut id = None;
        for part in parts {
            match part {
                ProposalPart::Piece(piece) if id.is_none() => body.extend_from_slice(&piece),
                ProposalPart::Last(last) if id.is_none() => id = Some(last),
                ProposalPart::First(_) | ProposalPart::Piece(_) | ProposalPart::Last(_) => {
                    return Err(PartError::Shape);
                }
            }
        }
        let size_holds = u32::try_from(body.len()).is_ok_and(|size| size == heading.size);
        match id {
            Some(id) if size_holds => Ok(Assembled { heading, id, body: body.freeze() }),
            Some(_) | None => Err(PartError::Shape),
        }
    }
}
