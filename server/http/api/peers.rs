//! `/peer/v1/*`: what the nodes of other members ask. Nobody else is answered.

use super::statements::lines;
use crate::http::extract::Body;
use crate::http::problem::{Kind, Problem};
use crate::peers::{ArchiveError, Asked, Door, HEADER, Proof, Wanted, WantedEnd};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ledger::OrgId;

/// `POST /peer/v1/checkpoint`
pub async fn checkpoint(
    door: Data<Door>,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Problem> {
    let peer = asker(&door, &request, &body)?;
    let asked: Asked = read(&body, "{\"boot\", \"heard\", \"checkpoint\"}")?;
    let body = String::from_utf8_lossy(&body.bytes).into_owned();
    let question = Proof { pass: pass(&request).unwrap_or_default().to_owned(), body };
    let answer = door.exchange(&peer, &asked, question).map_err(|fault| {
        tracing::debug!(%peer, %fault, "signatures of a peer do not count");
        Problem::new(Kind::BadRequest).detail(fault.to_string())
    })?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /peer/v1/statements`
pub async fn statements(
    door: Data<Door>,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Problem> {
    asker(&door, &request, &body)?;
    Ok(HttpResponse::Ok().json(door.pass_on(lines(&body.bytes)?).await?))
}

/// `POST /peer/v1/blocks`
pub async fn blocks(
    door: Data<Door>,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Problem> {
    asker(&door, &request, &body)?;
    let wanted: Wanted = read(&body, "{\"from\": HEIGHT}")?;
    let found = door.blocks(wanted).await.map_err(failed)?;
    Ok(HttpResponse::Ok().content_type("application/octet-stream").body(found))
}

/// `POST /peer/v1/end`
pub async fn end(
    door: Data<Door>,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Problem> {
    asker(&door, &request, &body)?;
    let wanted: WantedEnd = read(&body, "{\"epoch\": NUMBER}")?;
    Ok(HttpResponse::Ok().json(door.end_of(wanted).await.map_err(failed)?))
}

fn failed(error: ArchiveError) -> Problem {
    match error {
        ArchiveError::Store(error) => error.into(),
        ArchiveError::Join(_) => Problem::internal(&error),
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &Body, form: &str) -> Result<T, Problem> {
    serde_json::from_slice(&body.bytes)
        .map_err(|cause| Problem::new(Kind::BadRequest).detail(format!("Ask {form}: {cause}.")))
}

fn pass(request: &HttpRequest) -> Option<&str> {
    request.headers().get(HEADER).and_then(|value| value.to_str().ok())
}

fn asker(door: &Door, request: &HttpRequest, body: &Body) -> Result<OrgId, Problem> {
    door.asker(pass(request), request.path(), &body.bytes)
        .map_err(|stranger| Problem::new(Kind::BadToken).detail(stranger.to_string()))
}
