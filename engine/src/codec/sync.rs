//! What a node that is behind asks, and what it gets.

use super::super::context::ChainContext;
use super::super::ids::Height;
use super::super::malachite::app::types::PeerId;
use super::super::part::BODY_BYTES_MAX;
use super::wire::{CodecError, Reader, Wire, Writer};
use arc_malachitebft_sync::{
    RawDecidedValue, Request, Response, Status, ValueRequest, ValueResponse,
};

/// Blocks in one answer. The engine cuts answers at 10 MiB besides.
const VALUES_MAX: usize = 64;
const VALUES: &str = "the list of blocks of an answer";
const PEER_BYTES_MAX: usize = 64;

impl Wire for Status<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.bytes("a peer id", PEER_BYTES_MAX, &self.peer_id.to_bytes())?;
        self.tip_height.write(to)?;
        self.history_min_height.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        let peer = from.bytes("a peer id", PEER_BYTES_MAX)?;
        Ok(Self {
            peer_id: PeerId::from_bytes(&peer).map_err(|_cause| CodecError::Peer)?,
            tip_height: Wire::read(from)?,
            history_min_height: Wire::read(from)?,
        })
    }
    /// The sender has come to its tip; whoever works on that height or a lower one is behind.
    fn shows_height(&self) -> Option<u64> {
        Some(self.tip_height.0)
    }
}

impl Wire for Request<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        let Self::ValueRequest(request) = self;
        request.range.start().write(to)?;
        request.range.end().write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        let start = Height::read(from)?;
        let end = Height::read(from)?;
        Ok(Self::ValueRequest(ValueRequest::new(start..=end)))
    }
}

impl Wire for RawDecidedValue<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.bytes("a block", BODY_BYTES_MAX, &self.value_bytes)?;
        self.certificate.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(from.bytes("a block", BODY_BYTES_MAX)?, Wire::read(from)?))
    }
}

impl Wire for Response<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        let Self::ValueResponse(response) = self;
        response.start_height.write(to)?;
        to.list(VALUES, VALUES_MAX, &response.values)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        let start = Wire::read(from)?;
        let values = from.list(VALUES, VALUES_MAX)?;
        Ok(Self::ValueResponse(ValueResponse::new(start, values)))
    }
}

/// How many bytes [`Wire::write`] gives for an answer, without copying its blocks.
pub(super) fn response_bytes(response: &Response<ChainContext>) -> usize {
    const SIGNATURE: usize = 20 + 64;
    const CERTIFICATE: usize = 8 + 8 + 32 + 4;
    let Response::ValueResponse(response) = response;
    let values = response.values.iter().map(|value| {
        4 + value.value_bytes.len()
            + CERTIFICATE
            + SIGNATURE * value.certificate.commit_signatures.len()
    });
    8 + 4 + values.sum::<usize>()
}
