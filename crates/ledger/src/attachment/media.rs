//! What a file may be.

/// The media types that are taken. What a sender says is held against the bytes ([`Media::fits`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    /// A document.
    Pdf,
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A photo or picture.
    WebP,
    /// A series of a sensor.
    Csv,
    /// A series of a sensor.
    Json,
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

impl Media {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Pdf, Self::Jpeg, Self::Png, Self::WebP, Self::Csv, Self::Json];

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Csv => "text/csv",
            Self::Json => "application/json",
        }
    }

    /// What the name of such a file ends in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Reads a registered name, in lower case and without parameters.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == text)
    }

    /// Whether it is a series of readings, which the page of the goods draws.
    pub const fn is_series(self) -> bool {
        match self {
            Self::Csv | Self::Json => true,
            Self::Pdf | Self::Jpeg | Self::Png | Self::WebP => false,
        }
    }

    /// What these bytes are, by their first ones; a text is CSV unless it begins like JSON.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let found = if bytes.starts_with(b"%PDF-") {
            Self::Pdf
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Self::Jpeg
        } else if bytes.starts_with(PNG) {
            Self::Png
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Self::WebP
        } else if bytes.starts_with(b"{") {
            Self::Json
        } else {
            Self::Csv
        };
        (!found.is_series() || is_text(bytes)).then_some(found)
    }

    /// Whether the bytes are what they are said to be.
    pub fn fits(self, bytes: &[u8]) -> bool {
        Self::of(bytes) == Some(self)
    }
}

/// ASCII without control characters: no series needs more, and nothing else passes for one.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\t' | b' '..=b'~');
    !bytes.is_empty() && bytes.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn bytes_are_told_by_how_they_begin() {
        let rows: [(&[u8], Option<Media>); 11] = [
            (b"%PDF-1.7\n%\xe2\xe3", Some(Media::Pdf)),
            (b"\xff\xd8\xff\xe1\0\0", Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0", Some(Media::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Media::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"{\"uom\":\"CEL\"}", Some(Media::Json)),
            (b"time,celsius\n", Some(Media::Csv)),
            (b"MZ\x90\0", None),
            (b"\x7fELF", None),
            (b"PK\x03\x04", None),
            (b"", None),
        ];
        for (bytes, expected) in rows {
            assert_eq!(Media::of(bytes), expected, "{bytes:?}");
        }
        for media in Media::ALL {
            assert_eq!(Media::parse(media.as_str()), Some(media));
        }
        assert_eq!(Media::parse("text/html"), None);
        assert!(!Media::Jpeg.fits(b"%PDF-1.7"));
    }
}
