//! Votes and proposals, signed and as they stand in the log.

use super::super::context::{ChainContext, Proposal, Vote};
use super::super::ids::BlockId;
use super::super::malachite::app::consensus::{LivenessMsg, ProposedValue, SignedConsensusMsg};
use super::super::malachite::app::types::core as types;
use super::wire::{CodecError, Reader, Wire, Writer};
use types::{NilOrVal, SignedMessage, Validity, VoteType};

impl Wire for VoteType {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.u8(match self {
            Self::Prevote => 0,
            Self::Precommit => 1,
        });
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Ok(Self::Prevote),
            1 => Ok(Self::Precommit),
            found => Err(CodecError::Tag { what: "the kind of a vote", found }),
        }
    }
}

impl Wire for NilOrVal<BlockId> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        match self {
            Self::Nil => {
                to.u8(0);
                Ok(())
            }
            Self::Val(id) => {
                to.u8(1);
                id.write(to)
            }
        }
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Ok(Self::Nil),
            1 => BlockId::read(from).map(Self::Val),
            found => Err(CodecError::Tag { what: "the mark of a vote for a block", found }),
        }
    }
}

impl Wire for Validity {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.u8(u8::from(self.to_bool()));
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Ok(Self::Invalid),
            1 => Ok(Self::Valid),
            found => Err(CodecError::Tag { what: "a validity", found }),
        }
    }
}

impl Wire for Vote {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        if self.extension.is_some() {
            return Err(CodecError::Extension);
        }
        self.kind.write(to)?;
        self.height.write(to)?;
        self.round.write(to)?;
        self.value.write(to)?;
        self.address.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            kind: Wire::read(from)?,
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            value: Wire::read(from)?,
            address: Wire::read(from)?,
            extension: None,
        })
    }
    fn shows_height(&self) -> Option<u64> {
        Some(self.height.0)
    }
}

impl Wire for Proposal {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.value.write(to)?;
        self.pol_round.write(to)?;
        self.address.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            value: Wire::read(from)?,
            pol_round: Wire::read(from)?,
            address: Wire::read(from)?,
        })
    }
    fn shows_height(&self) -> Option<u64> {
        Some(self.height.0)
    }
}

impl<T: Wire> Wire for SignedMessage<ChainContext, T> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.message.write(to)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(Wire::read(from)?, Wire::read(from)?))
    }
    fn shows_height(&self) -> Option<u64> {
        self.message.shows_height()
    }
}

impl Wire for SignedConsensusMsg<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        match self {
            Self::Vote(vote) => {
                to.u8(0);
                vote.write(to)
            }
            Self::Proposal(proposal) => {
                to.u8(1);
                proposal.write(to)
            }
        }
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Wire::read(from).map(Self::Vote),
            1 => Wire::read(from).map(Self::Proposal),
            found => Err(CodecError::Tag { what: "the kind of a signed message", found }),
        }
    }
    fn shows_height(&self) -> Option<u64> {
        match self {
            Self::Vote(vote) => vote.shows_height(),
            Self::Proposal(proposal) => proposal.shows_height(),
        }
    }
}

impl Wire for LivenessMsg<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        match self {
            Self::Vote(vote) => {
                to.u8(0);
                vote.write(to)
            }
            Self::PolkaCertificate(certificate) => {
                to.u8(1);
                certificate.write(to)
            }
            Self::SkipRoundCertificate(certificate) => {
                to.u8(2);
                certificate.write(to)
            }
        }
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Wire::read(from).map(Self::Vote),
            1 => Wire::read(from).map(Self::PolkaCertificate),
            2 => Wire::read(from).map(Self::SkipRoundCertificate),
            found => Err(CodecError::Tag { what: "the kind of a repeated message", found }),
        }
    }
    fn shows_height(&self) -> Option<u64> {
        match self {
            Self::Vote(vote) => vote.shows_height(),
            Self::PolkaCertificate(certificate) => Some(certificate.height.0),
            Self::SkipRoundCertificate(certificate) => Some(certificate.height.0),
        }
    }
}

impl Wire for ProposedValue<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.valid_round.write(to)?;
        self.proposer.write(to)?;
        self.value.write(to)?;
        self.validity.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            valid_round: Wire::read(from)?,
            proposer: Wire::read(from)?,
            value: Wire::read(from)?,
            validity: Wire::read(from)?,
        })
    }
}
