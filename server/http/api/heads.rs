//! `GET /api/v1/heads/{code}?size=N`: how many records name a code, so that a phone can tell when a
//! page leaves some out.

use crate::http::extract::Guessing;
use crate::http::problem::{Kind, Problem};
use crate::telemetry::within;
use crate::views::{Audience, HeadsError, Reader};
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct At {
    size: Option<u64>,
}

/// `GET /api/v1/heads/{code}`
pub(crate) async fn show(
    reader: Data<Reader>,
    code: Path<String>,
    at: Query<At>,
    guessing: Guessing,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let goods =
        gs1::Goods::parse(&code).map_err(|error| Problem::new(Kind::BadCode).detail(error))?;
    guessing.count(&goods)?;
    let size = at.size;
    let head = web::block(within(move || reader.head(&goods, size, audience)))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| match error {
            HeadsError::NotYet { projected } => Problem::new(Kind::NotYet)
                .detail(format!("This node has projected {projected} records so far."))
                .retry_after(1),
            HeadsError::Store(error) => error.into(),
        })?;
    Ok(HttpResponse::Ok()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .json(head))
}
