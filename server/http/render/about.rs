//! How to check a page, also without this server.

use super::page;
use crate::http::pages::about::{AboutTemplate, Keeper};
use crate::http::problem::Problem;
use crate::views::Reader;
use crate::views::model::Words;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// `GET /about`
pub(crate) async fn show(
    reader: Data<Reader>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let keepers: Vec<Keeper> = reader.keepers().into_iter().map(keeper).collect();
    let (language, here) = (page::language(&request), page::here(&request));
    let template = AboutTemplate::new(reader.origin(), &keepers, language, here);
    page::send(&request, &reader, StatusCode::OK, template.answer())
}

fn keeper((name, host): (String, String)) -> Keeper {
    Keeper { name: Words::one("und", &name), address: Some(format!("https://{host}")) }
}
