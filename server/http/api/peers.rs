//! `/peer/v1/*`: what the nodes of other members ask. Nobody else is answered.

use super::statements::lines;
use crate::http::extract::Body;
use crate::http::problem::{Kind, Problem};
use crate::peers::{Door, HEADER};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ledger::OrgId;
use ledger::checkpoint::SignedCheckpoint;

/// `POST /peer/v1/checkpoint`
pub async fn checkpoint(
    door: Data<Door>,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Problem> {
    let peer = asker(&door, &request, &body)?;
    let theirs: Option<SignedCheckpoint> =
        serde_json::from_slice(&body.bytes).map_err(|cause| {
            Problem::new(Kind::BadRequest)
                .detail(format!("This is no checkpoint with one validator's signatures: {cause}."))
        })?;
    let answer = door.exchange(theirs).map_err(|fault| {
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

fn asker(door: &Door, request: &HttpRequest, body: &Body) -> Result<OrgId, Problem> {
    let pass = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    door.asker(pass, request.path(), &body.bytes)
        .map_err(|stranger| Problem::new(Kind::BadToken).detail(stranger.to_string()))
}
