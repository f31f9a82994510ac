//! `GET /api/v1/evidence/{eventID}`: one file that proves an event, offline.

use crate::http::problem::{Kind, Problem};
use crate::telemetry::within;
use crate::views::{Audience, EvidenceFault, Reader};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE,
};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// The query: which firm's event, where several firms use one id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    iss: Option<String>,
}

/// `GET /api/v1/evidence/{eventID}`
pub async fn show(
    reader: Data<Reader>,
    event_id: Path<String>,
    of: Query<Of>,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let iss = of.into_inner().iss;
    let file =
        web::block(within(move || reader.evidence_of_event(&event_id, iss.as_deref(), audience)))
            .await
            .map_err(|error| Problem::internal(&error))?
            .map_err(problem)?;
    Ok(download(file))
}

/// The file as a download that any page may fetch.
pub fn download(file: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"evidence.json\""))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(file)
}

/// Why there is no file.
pub fn problem(fault: EvidenceFault) -> Problem {
    match fault {
        EvidenceFault::Unknown => Problem::new(Kind::NotFound)
            .detail("There is no record of this event, or none that is published."),
        EvidenceFault::Removed(on_ms) => Problem::new(Kind::Removed).detail(format!(
            "This record was removed by decision of the members on {}. Its place, its signer and \
             its hash stay in the log; what it said can no longer be shown or proven.",
            day(on_ms)
        )),
        EvidenceFault::Several(firms) => Problem::new(Kind::SeveralEvents).detail(format!(
            "Several firms use this event id. Add ?iss= and one of: {}",
            firms.join(", ")
        )),
        EvidenceFault::NotYet => Problem::new(Kind::Unavailable)
            .detail("The newest records are not confirmed yet. Please try again in a second.")
            .retry_after(1),
        EvidenceFault::Store(error) => error.into(),
        EvidenceFault::Assemble(error) => Problem::internal(&error),
    }
}

/// The day of an instant, in UTC.
fn day(ms: u64) -> String {
    let ms = i64::try_from(ms).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(ms)
        .map_or_else(|_| "an unknown day".to_owned(), |at| at.strftime("%Y-%m-%d").to_string())
}
