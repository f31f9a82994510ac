//! From a finished page to an answer, with the headers that pages have.

use crate::http::pack::{Coding, Effort};
use crate::http::pages::{Answer, Here, L10n, Language, headers, negotiate};
use crate::http::problem::Problem;
use crate::views::Reader;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use ledger::{Hash, b64};

/// The reader's language.
pub(crate) fn language(request: &HttpRequest) -> Language {
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate::choose(request.query_string(), header)
}

/// The address being shown, as the client sent it: the framework's own path is decoded in part, and
/// a lot may hold a slash.
pub(crate) fn here(request: &HttpRequest) -> Here {
    Here::new(request.uri().path(), request.query_string())
}

/// Where a request is sent on to, in the language that it asked for.
pub(crate) fn onward(request: &HttpRequest, path: &str) -> String {
    let asked = negotiate::asked(request.query_string());
    asked.map_or_else(|| path.to_owned(), |language| L10n::new(language).href(path))
}

/// Sends a page, or 304 if the browser has it. The tag is the hash of the page, so a recall, which
/// changes the page, changes it.
pub(crate) fn send(
    request: &HttpRequest,
    reader: &Reader,
    status: StatusCode,
    page: askama::Result<Answer>,
) -> Result<HttpResponse, Problem> {
    let page = page.map_err(|error| Problem::internal(&error))?;
    let digest = Hash::of(&[page.html.as_bytes()]);
    // Weak, because every coding of the page has it (RFC 9110 section 8.8.3).
    let tag = format!("W/\"{}\"", b64::encode(digest.as_bytes()));
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim() == tag));
    let not_modified = known && status == StatusCode::OK;
    let mut response =
        HttpResponse::build(if not_modified { StatusCode::NOT_MODIFIED } else { status });
    for (name, value) in headers(page.language, &reader.hosts()) {
        response.insert_header((name, value));
    }
    response.insert_header((ETAG, tag));
    if not_modified {
        return Ok(response.finish());
    }
    let coding = Coding::wanted(request);
    if let Some(name) = coding.name() {
        response.insert_header((CONTENT_ENCODING, name));
    }
    let packed = coding.pack(page.html.as_bytes(), Effort::EACH);
    Ok(response.body(packed.map_err(|error| Problem::internal(&error))?))
}
