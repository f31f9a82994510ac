//! `GET /api/openapi.json`: what `/api/v1` takes and answers, for programs that read OpenAPI 3.1.
//!
//! The document is kept by hand in docs/api/, because addresses stand in one table here and not at
//! their handlers. Tests hold it against that table, against the kinds of problems, and against what
//! a real node answers.

use super::asset::Asset;
use crate::http::problem::Problem;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use std::io;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<io::Result<Asset>> = LazyLock::new(|| {
    let text = include_str!("../../docs/api/openapi.json");
    Asset::pack("openapi.json", "application/json", text)
});

/// Packs the document, so that the first reader does not wait for it.
pub(crate) fn prepare() {
    LazyLock::force(&DOCUMENT);
}

/// `GET /api/openapi.json`
pub(crate) async fn show(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let document = DOCUMENT.as_ref().map_err(|error| Problem::internal(error))?;
    let mut response = document.answer(&request);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}
