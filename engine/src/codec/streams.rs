//! Parts of block bodies, alone and in their stream.

use super::super::malachite::app::streaming::{StreamContent, StreamId, StreamMessage};
use super::super::part::{
    BODY_BYTES_MAX, Heading, PART_BYTES_MAX, ProposalPart, SEQUENCE_MAX, STREAM_ID_BYTES_MAX,
};
use super::wire::{CodecError, Reader, Wire, Writer};

const PIECE: &str = "a piece of a block";
const STREAM_ID: &str = "the id of a stream";
const SEQUENCE: CodecError =
    CodecError::Long { what: "a stream", max: BODY_BYTES_MAX / PART_BYTES_MAX + 3 };

impl Wire for Heading {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.valid_round.write(to)?;
        self.proposer.write(to)?;
        to.u32(self.size);
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            valid_round: Wire::read(from)?,
            proposer: Wire::read(from)?,
            size: from.u32()?,
        })
    }
}

impl Wire for ProposalPart {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        match self {
            Self::First(heading) => {
                to.u8(0);
                heading.write(to)
            }
            Self::Piece(piece) => {
                to.u8(1);
                to.bytes(PIECE, PART_BYTES_MAX, piece)
            }
            Self::Last(id) => {
                to.u8(2);
                id.write(to)
            }
        }
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Wire::read(from).map(Self::First),
            1 => from.bytes(PIECE, PART_BYTES_MAX).map(Self::Piece),
            2 => Wire::read(from).map(Self::Last),
            found => Err(CodecError::Tag { what: "the kind of a part", found }),
        }
    }
    fn shows_height(&self) -> Option<u64> {
        match self {
            Self::First(heading) => Some(heading.height.0),
            Self::Piece(_) | Self::Last(_) => None,
        }
    }
}

impl Wire for StreamMessage<ProposalPart> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.bytes(STREAM_ID, STREAM_ID_BYTES_MAX, &self.stream_id.to_bytes())?;
        if SEQUENCE_MAX < self.sequence {
            return Err(SEQUENCE);
        }
        to.u64(self.sequence);
        match &self.content {
            StreamContent::Data(part) => {
                to.u8(0);
                part.write(to)
            }
            StreamContent::Fin => {
                to.u8(1);
                Ok(())
            }
        }
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        let id = StreamId::new(from.bytes(STREAM_ID, STREAM_ID_BYTES_MAX)?);
        let sequence = from.u64()?;
        if SEQUENCE_MAX < sequence {
            return Err(SEQUENCE);
        }
        let content = match from.u8()? {
            0 => StreamContent::Data(Wire::read(from)?),
            1 => StreamContent::Fin,
            found => return Err(CodecError::Tag { what: "the end mark of a stream", found }),
        };
        Ok(Self::new(id, sequence, content))
    }
    fn shows_height(&self) -> Option<u64> {
        match &self.content {
            StreamContent::Data(part) => part.shows_height(),
            StreamContent::Fin => None,
        }
    }
}
