//! A scanned code leads to its page: `/01/...` and its siblings answer 307 (GS1-Conformant resolver
//! standard: the code itself is a name, not a page).

use super::page;
use crate::http::problem::{Kind, Problem};
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use gs1::Goods;

/// `GET /01/{gtin}/10/{lot}` and every other code that goods have.
pub(crate) async fn to_page(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = request.query_string();
    let path = request.uri().path();
    let mark = if query.is_empty() { "" } else { "?" };
    let uri = format!("https://id.gs1.org{path}{mark}{query}");
    let goods = Goods::parse(&uri).map_err(|error| Problem::new(Kind::BadCode).detail(error))?;
    let page = goods.page_path();
    // What the sender of the code added to it goes on to the page; what is part of the code stands
    // in the page's path, and the language is added as one that the pages have.
    let rest: Vec<&str> = query.split('&').filter(|pair| is_extra(pair)).collect();
    let mark = match (rest.is_empty(), page.contains('?')) {
        (true, _) => "",
        (false, true) => "&",
        (false, false) => "?",
    };
    Ok(HttpResponse::TemporaryRedirect()
        .insert_header((
            LOCATION,
            page::onward(&request, &format!("{page}{mark}{}", rest.join("&"))),
        ))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .finish())
}

/// Whether a pair of the query belongs to neither the code nor the language. Application identifiers
/// are digits.
fn is_extra(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair);
    let is_identifier = name.bytes().all(|byte| byte.is_ascii_digit());
    !is_identifier && name != "lang"
}
