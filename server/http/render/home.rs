//! The first page: a box for what stands on the pack.

use super::page;
use crate::http::pages::home::HomeTemplate;
use crate::http::problem::Problem;
use crate::telemetry::within;
use crate::views::Reader;
use crate::views::model::Search;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /`
pub(crate) async fn show(
    reader: Data<Reader>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let search = Search::default();
    let asking = reader.clone();
    let examples = web::block(within(move || asking.examples()))
        .await
        .map_err(|error| Problem::internal(&error))??;
    let (language, here) = (page::language(&request), page::here(&request));
    let template = HomeTemplate::new(&search, &examples, language, here);
    page::send(&request, &reader, StatusCode::OK, template.answer())
}
