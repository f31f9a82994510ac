//! Content codings (RFC 9110 section 12.5.3): what a browser takes, and bytes in it.
//!
//! The general middleware packs fast and loosely. Pages and scripts go to phones with bad
//! connections, so they are packed here, harder.

use actix_web::HttpRequest;
use actix_web::http::header::{AcceptEncoding, ContentEncoding, Encoding, Header as _};
use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write as _};

/// A form of the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// `br`, RFC 7932.
    Brotli,
    /// `gzip`, RFC 1952.
    Gzip,
    /// As they are.
    Plain,
}

/// How hard to try.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    brotli: i32,
    gzip: u32,
}

impl Effort {
    /// For what is packed once and sent often: some 100 ms for a script.
    pub(crate) const ONCE: Self = Self { brotli: 11, gzip: 9 };
    /// For what is packed for one answer: about a millisecond for a page.
    pub(crate) const EACH: Self = Self { brotli: 5, gzip: 6 };
}

impl Coding {
    /// What the browser likes best of what there is; the smallest of equals.
    pub(crate) fn wanted(request: &HttpRequest) -> Self {
        let known = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
        let accepted = AcceptEncoding::parse(request).ok();
        match accepted.and_then(|accepted| accepted.negotiate(known.iter())) {
            Some(Encoding::Known(ContentEncoding::Brotli)) => Self::Brotli,
            Some(Encoding::Known(ContentEncoding::Gzip)) => Self::Gzip,
            _ => Self::Plain,
        }
    }

    /// For `Content-Encoding`; nothing for bytes as they are.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// The bytes in this form.
    pub(crate) fn pack(self, bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
        let mut packed = Vec::new();
        match self {
            Self::Brotli => {
                let params = BrotliEncoderParams {
                    quality: effort.brotli,
                    mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
                    size_hint: bytes.len(),
                    ..BrotliEncoderParams::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, Compression::new(effort.gzip));
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
            Self::Plain => packed.extend_from_slice(bytes),
        }
        Ok(packed)
    }
}
