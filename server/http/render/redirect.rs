//! A scanned code leads to its page: `/01/...` and its siblings answer 307 (GS1-Conformant resolver
//! standard: the code itself is a name, not a page).

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
    // What the sender of the code added to it goes on to the page.
    let rest: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !page.contains(pair)).collect();
    let mark = match (rest.is_empty(), page.contains('?')) {
        (true, _) => "",
        (false, true) => "&",
        (false, false) => "?",
    };
    Ok(HttpResponse::TemporaryRedirect()
        .insert_header((LOCATION, format!("{page}{mark}{}", rest.join("&"))))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .finish())
}
