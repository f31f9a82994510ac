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
    let keepers = reader.keepers();
    // Where one company keeps the record, there is no other to ask.
    let is_alone = keepers.len() < 2;
    let keepers: Vec<Keeper> =
        keepers.into_iter().map(|(name, host)| keeper(&name, &host, is_alone)).collect();
    let (language, here) = (page::language(&request), page::here(&request));
    let template = AboutTemplate::new(reader.origin(), &keepers, language, here);
    page::send(&request, &reader, StatusCode::OK, template.answer())
}

fn keeper(name: &str, host: &str, is_alone: bool) -> Keeper {
    let address = (!is_alone).then(|| format!("https://{host}"));
    Keeper { name: Words::one("und", name), address }
}
