//! The scripts that a phone loads, from inside the program, each packed once, as small as it gets.

use super::pack::{Coding, Effort};
use crate::http::problem::{Kind, Problem};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use ledger::{Hash, b64};
use std::io;
use std::sync::LazyLock;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Name and content of every script.
const SOURCES: [(&str, &str); 4] = [
    ("check.js", include_str!("../../static/js/check.js")),
    ("page.js", include_str!("../../static/js/page.js")),
    ("words.en.js", include_str!("../../static/js/words.en.js")),
    ("words.zh.js", include_str!("../../static/js/words.zh.js")),
];

/// A file of the program in every coding.
pub(super) struct Asset {
    name: &'static str,
    media: &'static str,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    /// Weak: the same for every coding of the same content (RFC 9110 section 8.8.3).
    tag: String,
}

static SCRIPTS: LazyLock<io::Result<Vec<Asset>>> = LazyLock::new(|| {
    let script = |(name, text): &(&'static str, &'static str)| Asset::pack(name, JAVASCRIPT, text);
    SOURCES.iter().map(script).collect()
});

/// Packs the scripts, so that the first phone does not wait for it. Some 200 ms.
pub(crate) fn prepare() {
    LazyLock::force(&SCRIPTS);
}

/// `GET /static/js/{name}`
pub(crate) async fn script(
    name: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let scripts = SCRIPTS.as_ref().map_err(|error| Problem::internal(error))?;
    let script = scripts
        .iter()
        .find(|script| script.name == name.as_str())
        .ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok(script.answer(&request))
}

impl Asset {
    pub(super) fn pack(
        name: &'static str,
        media: &'static str,
        text: &'static str,
    ) -> io::Result<Self> {
        let packed = |coding: Coding| coding.pack(text.as_bytes(), Effort::ONCE).map(Bytes::from);
        let digest = Hash::of(&[text.as_bytes()]);
        Ok(Self {
            name,
            media,
            plain: Bytes::from_static(text.as_bytes()),
            brotli: packed(Coding::Brotli)?,
            gzip: packed(Coding::Gzip)?,
            tag: format!("W/\"{}\"", b64::encode(digest.as_bytes())),
        })
    }

    /// The file in the best coding, or 304 if the client has it.
    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let mut response = if known.is_some_and(|known| self.is_one_of(known)) {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        response
            .insert_header((CONTENT_TYPE, self.media))
            // Not kept without asking: a checker must not be older than the page it checks.
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((VARY, "Accept-Encoding"))
            .insert_header((ETAG, self.tag.as_str()));
        let coding = Coding::wanted(request);
        if let Some(name) = coding.name() {
            response.insert_header((CONTENT_ENCODING, name));
        }
        response.body(self.bytes(coding))
    }

    fn bytes(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Brotli => self.brotli.clone(),
            Coding::Gzip => self.gzip.clone(),
            Coding::Plain => self.plain.clone(),
        }
    }

    /// Whether an `If-None-Match` names it (weak comparison).
    fn is_one_of(&self, known: &str) -> bool {
        known.split(',').any(|one| one.trim() == self.tag || one.trim() == "*")
    }
}
