//! The one reader behind goods, places and firms: whatever spelling came, which key is it?

use crate::{CodeError, Gln, Goods, HouseLot, Place, Uri, digital_link, uri::Parts, urn};

/// What a text names, before anyone asks for goods, a place or a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Code {
    Goods(Goods),
    Place(Place),
    Party(Gln),
    Other(Uri),
}

impl Code {
    /// Reads any absolute URI: EPC URN, Digital Link of any host, house lot, or another one.
    pub(crate) fn parse(text: &str) -> Result<Self, CodeError> {
        Self::parse_dated(text).map(|(code, _dates)| code)
    }

    /// The same, and the product under each date that a Digital Link gives beside its key.
    pub(crate) fn parse_dated(text: &str) -> Result<(Self, Vec<Goods>), CodeError> {
        let (code, dated) = Self::recognise(text)?;
        // "/%301/" normalises to "/01/": without a second look, a key could hide from every check
        // and still end up with a key's spelling.
        let again = if let Self::Other(uri) = &code { uri.as_str() != text } else { false };
        if again { Self::recognise(code.into_uri().as_str()) } else { Ok((code, dated)) }
    }

    fn recognise(text: &str) -> Result<(Self, Vec<Goods>), CodeError> {
        let undated = |code| (code, Vec::new());
        // EPC URNs come first: some writers leave characters in them that no URI may hold, and
        // then the URN's own rule gives the better answer.
        if let Some(body) = urn::body(text) {
            return urn::parse(body, text).map(undated);
        }
        let parts = Parts::split(text)?;
        if parts.is_web() {
            let segments: Vec<&str> = parts.path.split('/').skip(1).collect();
            // Copying an address often adds one slash.
            let segments = segments.strip_suffix(&[""]).unwrap_or(&segments);
            if let Some(code) = digital_link::parse(&parts, segments)? {
                return Ok(code);
            }
            if let Some(house) = HouseLot::from_path(parts.authority.unwrap_or_default(), segments)
            {
                return Ok(undated(Self::Goods(Goods::House(house?))));
            }
        }
        Uri::parse(text).map(|uri| undated(Self::Other(uri)))
    }

    /// The canonical URI of what is named.
    pub(crate) fn into_uri(self) -> Uri {
        match self {
            Self::Goods(goods) => Uri::from_canonical(goods.uri()),
            Self::Place(place) => Uri::from_canonical(place.uri()),
            Self::Party(gln) => Uri::from_canonical(format!("https://id.gs1.org/417/{gln}")),
            Self::Other(uri) => uri,
        }
    }
}
