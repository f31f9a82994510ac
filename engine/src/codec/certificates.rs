//! Certificates: many votes in one, without what they have in common.

use super::super::context::ChainContext;
use super::super::malachite::app::types::core as types;
use super::wire::{CodecError, Reader, Wire, Writer};
use types::{
    CommitCertificate, CommitSignature, ExtendedCommitCertificate, ExtendedCommitSignature,
    PolkaCertificate, PolkaSignature, RoundCertificate, RoundCertificateType, RoundSignature,
    ValidatorProof,
};

/// Signatures in one certificate; a chain has at most 21 validators, and a round certificate may
/// hold two votes of each.
const SIGNATURES_MAX: usize = 128;
const SIGNATURES: &str = "the list of signatures of a certificate";
const KEY_BYTES_MAX: usize = 65;
const PEER_BYTES_MAX: usize = 64;

impl Wire for CommitSignature<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.address.write(to)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(Wire::read(from)?, Wire::read(from)?))
    }
}

impl Wire for CommitCertificate<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.value_id.write(to)?;
        to.list(SIGNATURES, SIGNATURES_MAX, &self.commit_signatures)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            value_id: Wire::read(from)?,
            commit_signatures: from.list(SIGNATURES, SIGNATURES_MAX)?,
        })
    }
}

impl Wire for ExtendedCommitSignature<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        if self.extension.is_some() {
            return Err(CodecError::Extension);
        }
        self.address.write(to)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(Wire::read(from)?, Wire::read(from)?, None))
    }
}

/// The same bytes as a [`CommitCertificate`].
impl Wire for ExtendedCommitCertificate<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.value_id.write(to)?;
        to.list(SIGNATURES, SIGNATURES_MAX, &self.commit_signatures)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            value_id: Wire::read(from)?,
            commit_signatures: from.list(SIGNATURES, SIGNATURES_MAX)?,
        })
    }
}

impl Wire for PolkaSignature<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.address.write(to)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(Wire::read(from)?, Wire::read(from)?))
    }
}

impl Wire for PolkaCertificate<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.value_id.write(to)?;
        to.list(SIGNATURES, SIGNATURES_MAX, &self.polka_signatures)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            value_id: Wire::read(from)?,
            polka_signatures: from.list(SIGNATURES, SIGNATURES_MAX)?,
        })
    }
}

impl Wire for RoundSignature<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.vote_type.write(to)?;
        self.value_id.write(to)?;
        self.address.write(to)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(Wire::read(from)?, Wire::read(from)?, Wire::read(from)?, Wire::read(from)?))
    }
}

impl Wire for RoundCertificateType {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.u8(match self {
            Self::Skip => 0,
            Self::Precommit => 1,
        });
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match from.u8()? {
            0 => Ok(Self::Skip),
            1 => Ok(Self::Precommit),
            found => Err(CodecError::Tag { what: "the kind of a round certificate", found }),
        }
    }
}

impl Wire for RoundCertificate<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        self.height.write(to)?;
        self.round.write(to)?;
        self.cert_type.write(to)?;
        to.list(SIGNATURES, SIGNATURES_MAX, &self.round_signatures)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self {
            height: Wire::read(from)?,
            round: Wire::read(from)?,
            cert_type: Wire::read(from)?,
            round_signatures: from.list(SIGNATURES, SIGNATURES_MAX)?,
        })
    }
}

impl Wire for ValidatorProof<ChainContext> {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.bytes("a public key", KEY_BYTES_MAX, &self.public_key)?;
        to.bytes("a peer id", PEER_BYTES_MAX, &self.peer_id)?;
        self.signature.write(to)
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Ok(Self::new(
            from.bytes("a public key", KEY_BYTES_MAX)?.to_vec(),
            from.bytes("a peer id", PEER_BYTES_MAX)?.to_vec(),
            Wire::read(from)?,
        ))
    }
}
