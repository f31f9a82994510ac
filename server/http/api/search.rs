//! `GET /api/v1/search?q=`: what the search box finds, as data.

use crate::http::extract::Guessing;
use crate::http::problem::{Kind, Problem};
use crate::views::{Audience, Reader};
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, web};
use gs1::Goods;
use serde::Deserialize;

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// A code, a lot, a date, or words.
    q: Option<String>,
}

/// `GET /api/v1/search`
pub(crate) async fn show(
    reader: Data<Reader>,
    asked: Query<Asked>,
    guessing: Guessing,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let text = asked.into_inner().q.unwrap_or_default();
    if text.trim().is_empty() {
        let told = "Nothing is asked for: ?q= takes a code, a lot, a date or words.";
        return Err(Problem::new(Kind::BadRequest).detail(told));
    }
    if let Ok(goods) = Goods::from_typed(&text) {
        guessing.count(&goods)?;
    }
    let found = web::block(move || reader.search(&text, "", audience))
        .await
        .map_err(|error| Problem::internal(&error))??;
    Ok(HttpResponse::Ok()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .json(found))
}
