//! `PUT /api/v1/vault/{leaf}` keeps the concealed fields of a statement on its issuer's own node.

use crate::http::extract::{Body, LeafHash};
use crate::http::limit::BadSignatures;
use crate::http::problem::{Kind, Problem};
use crate::intake::{Intake, VaultError};
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};

/// `PUT /api/v1/vault/{leaf}`: the whole SD-JWT, `application/sd-jwt`.
pub async fn put(
    request: HttpRequest,
    intake: Data<Intake>,
    leaf: LeafHash,
    body: Body,
) -> Result<HttpResponse, Problem> {
    let text = std::str::from_utf8(&body.bytes).map_err(|_cause| {
        Problem::new(Kind::BadRequest).detail("An SD-JWT is ASCII text: send it as it is.")
    })?;
    intake.keep_disclosures(leaf.0, text.trim()).await.inspect_err(|error| {
        if matches!(error, VaultError::Signature(_)) {
            request.extensions_mut().insert(BadSignatures(1));
        }
    })?;
    Ok(HttpResponse::NoContent().finish())
}
