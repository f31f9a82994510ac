//! Reading and writing fields, with a limit on everything.

use super::super::ids::{Address, BlockId, Height, Signature};
use super::super::malachite::app::types::core::Round;
use bytes::{Buf, BufMut, Bytes, BytesMut};

/// The highest round that is read. The engine adds to rounds; a peer must not bring it near the
/// end of the integer.
const ROUND_MAX: u32 = 1_000_000;

/// Why bytes are no message, or a message cannot become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The bytes end before the message does.
    #[error("the message is cut short")]
    Short,
    /// A message of another version.
    #[error("the message has version {found}, this program reads version 1")]
    Version {
        /// The first byte.
        found: u8,
    },
    /// A byte that chooses between kinds has no meaning.
    #[error("{what} cannot be {found}")]
    Tag {
        /// What the byte chooses.
        what: &'static str,
        /// The byte.
        found: u8,
    },
    /// Something is longer than its limit.
    #[error("{what} may be {max} long at most")]
    Long {
        /// What is too long.
        what: &'static str,
        /// The limit, in bytes or elements.
        max: usize,
    },
    /// Bytes are left after the last field.
    #[error("{count} bytes follow the message")]
    Trailing {
        /// How many.
        count: usize,
    },
    /// 64 bytes that are no signature.
    #[error("a signature is two numbers between 1 and the order of P-256")]
    Signature,
    /// A round that no chain reaches.
    #[error("a round is between -1 and 1000000")]
    Round,
    /// Bytes that name no peer.
    #[error("this is no peer id")]
    Peer,
    /// Furlong's votes carry no extension.
    #[error("vote extensions are not in use")]
    Extension,
}

/// A message, or a field of one.
pub(in super::super) trait Wire: Sized {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError>;
    fn read(from: &mut Reader) -> Result<Self, CodecError>;

    /// The height that the sender of this message has evidently come to, if it shows one.
    fn shows_height(&self) -> Option<u64> {
        None
    }
}

/// Bytes to be read from the front.
#[derive(Debug)]
pub(in super::super) struct Reader(Bytes);

impl Reader {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// Says that nothing more is expected.
    pub(super) fn end(self) -> Result<(), CodecError> {
        match self.0.len() {
            0 => Ok(()),
            count => Err(CodecError::Trailing { count }),
        }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let mut bytes = [0; N];
        self.0.try_copy_to_slice(&mut bytes).map_err(|_cause| CodecError::Short)?;
        Ok(bytes)
    }

    pub(super) fn u8(&mut self) -> Result<u8, CodecError> {
        self.0.try_get_u8().map_err(|_cause| CodecError::Short)
    }

    pub(super) fn u32(&mut self) -> Result<u32, CodecError> {
        self.0.try_get_u32().map_err(|_cause| CodecError::Short)
    }

    pub(super) fn u64(&mut self) -> Result<u64, CodecError> {
        self.0.try_get_u64().map_err(|_cause| CodecError::Short)
    }

    /// A length, then that many bytes.
    pub(super) fn bytes(&mut self, what: &'static str, max: usize) -> Result<Bytes, CodecError> {
        let count = self.length(what, max)?;
        if self.0.len() < count {
            return Err(CodecError::Short);
        }
        Ok(self.0.split_to(count))
    }

    /// A length, then that many elements.
    pub(super) fn list<T: Wire>(
        &mut self,
        what: &'static str,
        max: usize,
    ) -> Result<Vec<T>, CodecError> {
        let count = self.length(what, max)?;
        (0..count).map(|_place| T::read(self)).collect()
    }

    fn length(&mut self, what: &'static str, max: usize) -> Result<usize, CodecError> {
        usize::try_from(self.u32()?)
            .ok()
            .filter(|count| *count <= max)
            .ok_or(CodecError::Long { what, max })
    }
}

/// Bytes being written.
#[derive(Debug, Default)]
pub(in super::super) struct Writer(BytesMut);

impl Writer {
    pub(super) fn finish(self) -> Bytes {
        self.0.freeze()
    }

    pub(super) fn array(&mut self, bytes: &[u8]) {
        self.0.put_slice(bytes);
    }

    pub(super) fn u8(&mut self, value: u8) {
        self.0.put_u8(value);
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.0.put_u32(value);
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.0.put_u64(value);
    }

    pub(super) fn bytes(
        &mut self,
        what: &'static str,
        max: usize,
        bytes: &[u8],
    ) -> Result<(), CodecError> {
        self.length(what, max, bytes.len())?;
        self.array(bytes);
        Ok(())
    }

    pub(super) fn list<T: Wire>(
        &mut self,
        what: &'static str,
        max: usize,
        elements: &[T],
    ) -> Result<(), CodecError> {
        self.length(what, max, elements.len())?;
        elements.iter().try_for_each(|element| element.write(self))
    }

    fn length(&mut self, what: &'static str, max: usize, count: usize) -> Result<(), CodecError> {
        match u32::try_from(count) {
            Ok(short) if count <= max => {
                self.u32(short);
                Ok(())
            }
            Ok(_) | Err(_) => Err(CodecError::Long { what, max }),
        }
    }
}

impl Wire for Height {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.u64(self.0);
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        from.u64().map(Self)
    }
}

impl Wire for Round {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.array(&self.as_i64().to_be_bytes());
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        match i64::from_be_bytes(from.array()?) {
            -1 => Ok(Self::Nil),
            number => match u32::try_from(number) {
                Ok(number) if number <= ROUND_MAX => Ok(Self::new(number)),
                Ok(_) | Err(_) => Err(CodecError::Round),
            },
        }
    }
}

impl Wire for Address {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.array(&self.0);
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        from.array().map(Self)
    }
}

impl Wire for BlockId {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.array(&self.0);
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        from.array().map(Self)
    }
}

impl Wire for Signature {
    fn write(&self, to: &mut Writer) -> Result<(), CodecError> {
        to.array(&self.inner().to_bytes());
        Ok(())
    }
    fn read(from: &mut Reader) -> Result<Self, CodecError> {
        Self::from_slice(&from.array::<64>()?).map_err(|_cause| CodecError::Signature)
    }
}
