//! `/healthz`: the process runs. `/readyz`: it can answer with fresh knowledge.

use crate::http::problem::{Kind, Problem};
use crate::views::Reader;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /healthz`
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({"status": "running"}))
}

/// `GET /readyz`
pub async fn readyz(reader: Data<Reader>) -> Result<HttpResponse, Problem> {
    let ready = reader.readiness();
    if ready.is_ready {
        Ok(HttpResponse::Ok().json(ready))
    } else {
        let detail = if ready.is_running {
            "This node is still starting, or has not confirmed its records for 10 minutes, or its \
             pages lag behind them."
        } else {
            "This node has stopped ordering records and is about to end: its log says why."
        };
        Err(Problem::new(Kind::Unavailable).detail(detail).retry_after(5))
    }
}
