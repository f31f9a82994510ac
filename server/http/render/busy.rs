//! The page for whoever asks too much.

use super::page;
use crate::http::pages::busy::BusyTemplate;
use crate::http::problem::{Kind, Problem};
use crate::views::Reader;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Answers 429 in the reader's language.
pub(crate) fn page(request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let reader = request.app_data::<Data<Reader>>().ok_or(Problem::new(Kind::Internal))?;
    let template = BusyTemplate::new(page::language(request), page::here(request));
    page::send(request, reader, StatusCode::TOO_MANY_REQUESTS, template.answer())
}
