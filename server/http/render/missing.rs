//! Any address that no route knows.

use super::page;
use crate::http::pages::missing::MissingTemplate;
use crate::http::problem::Problem;
use crate::views::Reader;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Answers 404.
pub(crate) async fn show(
    reader: Data<Reader>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let template = MissingTemplate::new(page::language(&request), page::here(&request));
    page::send(&request, &reader, StatusCode::NOT_FOUND, template.answer())
}
