//! The scripts that a phone loads, from inside the program.

use crate::http::problem::{Kind, Problem};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Path;

/// Name and content of every script.
const SCRIPTS: [(&str, &str); 4] = [
    ("check.js", include_str!("../../static/js/check.js")),
    ("page.js", include_str!("../../static/js/page.js")),
    ("words.en.js", include_str!("../../static/js/words.en.js")),
    ("words.zh.js", include_str!("../../static/js/words.zh.js")),
];

/// `GET /static/js/{name}`
pub(crate) async fn script(name: Path<String>) -> Result<HttpResponse, Problem> {
    let found = SCRIPTS.iter().find(|(known, _)| *known == name.as_str());
    let (_, content) = found.ok_or_else(|| Problem::new(Kind::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/javascript; charset=utf-8"))
        // Not kept without asking: a checker must not be older than the page it checks.
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(*content))
}
