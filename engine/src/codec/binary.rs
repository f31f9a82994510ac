//! The one codec: a version byte, the message, nothing else.

use super::super::context::ChainContext;
use super::super::malachite::app::types::codec::{Codec, HasEncodedLen};
use super::wire::{CodecError, Reader, Wire, Writer};
use arc_malachitebft_sync::Response;
use bytes::Bytes;
use tokio::sync::watch;

const VERSION: u8 = 1;

/// Encodes and decodes; notes on the way how far other nodes have evidently come.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct BinaryCodec {
    heard: Heard,
}

impl BinaryCodec {
    /// A codec that tells `heard` which heights it reads of.
    pub(in super::super) fn telling(heard: Heard) -> Self {
        Self { heard }
    }
}

/// The highest height that messages of other nodes speak of.
///
/// While nothing waits, the engine is held between two heights. It then hands nothing on to us,
/// neither votes for the next height nor a peer's higher tip, so the codec is where they are seen.
/// They are unchecked: a peer that lies can make this node start a height early, no more.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Heard(watch::Sender<u64>);

impl Heard {
    /// Whether somebody has come to `height`.
    pub(in super::super) fn has(&self, height: u64) -> bool {
        height <= *self.0.borrow()
    }

    /// Resolves when somebody has come to `height`.
    pub(in super::super) async fn until(&self, height: u64) {
        let mut heights = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail before the height is reached.
        drop(heights.wait_for(|highest| height <= *highest).await);
    }

    /// Forgets what was heard, so that one wrong number does not count for ever.
    pub(in super::super) fn forget(&self) {
        self.0.send_replace(0);
    }

    fn note(&self, height: u64) {
        self.0.send_if_modified(|highest| {
            let news = *highest < height;
            *highest = height.max(*highest);
            news
        });
    }
}

impl<T: Wire> Codec<T> for BinaryCodec {
    type Error = CodecError;

    fn decode(&self, bytes: Bytes) -> Result<T, CodecError> {
        let message: T = decode(bytes)?;
        if let Some(height) = message.shows_height() {
            self.heard.note(height);
        }
        Ok(message)
    }

    fn encode(&self, message: &T) -> Result<Bytes, CodecError> {
        encode(message)
    }
}

impl HasEncodedLen<Response<ChainContext>> for BinaryCodec {
    fn encoded_len(&self, message: &Response<ChainContext>) -> Result<usize, CodecError> {
        Ok(1 + super::sync::response_bytes(message))
    }
}

/// A message as bytes.
pub(super) fn encode<T: Wire>(message: &T) -> Result<Bytes, CodecError> {
    let mut writer = Writer::default();
    writer.u8(VERSION);
    message.write(&mut writer)?;
    Ok(writer.finish())
}

/// The message that bytes are, all of them.
pub(super) fn decode<T: Wire>(bytes: Bytes) -> Result<T, CodecError> {
    let mut reader = Reader::new(bytes);
    match reader.u8()? {
        VERSION => {}
        found => return Err(CodecError::Version { found }),
    }
    let message = T::read(&mut reader)?;
    reader.end()?;
    Ok(message)
}
