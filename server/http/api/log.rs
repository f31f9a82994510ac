//! `/log/checkpoint`, `/log/checkpoint.json`, `/log/policy`: what C2SP tools and phones read.

use crate::http::problem::{Kind, Problem};
use crate::views::Reader;
use actix_web::HttpResponse;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::Data;

fn answer(media: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(body)
}

fn not_yet() -> Problem {
    Problem::new(Kind::Unavailable)
        .detail("No checkpoint has been confirmed since this node started.")
        .retry_after(1)
}

/// `GET /log/checkpoint`: the C2SP signed note.
pub async fn checkpoint(reader: Data<Reader>) -> Result<HttpResponse, Problem> {
    let note = reader.checkpoint_note().ok_or_else(not_yet)?;
    Ok(answer("text/plain; charset=utf-8", note))
}

/// `GET /log/checkpoint.json`: the same with the signatures that browsers check.
pub async fn checkpoint_json(reader: Data<Reader>) -> Result<HttpResponse, Problem> {
    let json = reader.checkpoint_json().ok_or_else(not_yet)?;
    Ok(answer("application/json", json))
}

/// `GET /log/policy`: whose signatures count, as a C2SP tlog-policy.
pub async fn policy(reader: Data<Reader>) -> Result<HttpResponse, Problem> {
    let policy = reader.policy().ok_or_else(not_yet)?;
    Ok(answer("text/plain; charset=utf-8", policy))
}
