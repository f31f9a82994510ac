//! `/healthz`: the process runs. `/readyz`: it can answer with fresh knowledge. `/metrics`: numbers
//! for the operator.

use crate::http::problem::{Kind, Problem};
use crate::metrics::Metrics;
use crate::views::{Audience, Reader};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, FORWARDED, HOST, HeaderName, VIA, X_FORWARDED_FOR,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use std::net::IpAddr;

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

/// OpenMetrics 1.0.0, which Prometheus reads since 2.5.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What proxies add. A request that has one of these was not made on this machine.
const FORWARDING: [HeaderName; 4] =
    [FORWARDED, VIA, X_FORWARDED_FOR, HeaderName::from_static("x-real-ip")];

/// `GET /metrics`: for the operator's token, and for programs of this machine.
pub async fn metrics(
    metrics: Data<Metrics>,
    request: HttpRequest,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    if audience != Audience::Operator && !is_of_this_machine(&request) {
        return Err(Problem::new(Kind::BadToken).detail(
            "These numbers are for the operator: ask on the node's own machine, or with \
             Authorization: Bearer and the text of operator.token.",
        ));
    }
    let text = metrics.text().map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, OPENMETRICS))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}

/// Over loopback, under a name of loopback, and not for somebody else. The name tells a proxy on
/// this machine apart, and a browser that was sent here under the name of another site.
fn is_of_this_machine(request: &HttpRequest) -> bool {
    let from_here = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    let headers = request.headers();
    let for_others = FORWARDING.iter().any(|name| headers.contains_key(name));
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    from_here && !for_others && is_loopback(host)
}

/// `localhost:8080`, `127.0.0.1:8080`, `[::1]:8080`.
fn is_loopback(host: &str) -> bool {
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        Some(_) | None => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn names_of_loopback() {
        for own in ["localhost", "localhost:8080", "127.0.0.1:8080", "127.0.0.2", "[::1]:80"] {
            assert!(is_loopback(own), "{own}");
        }
        for other in ["", "trace.example", "localhost.example:80", "10.0.0.1", "[::2]:80", "0"] {
            assert!(!is_loopback(other), "{other}");
        }
    }
}
