//! The gate before every handler: who asks, and whether he has asked too much already.
//!
//! A network whose signatures did not match is turned away here, before its body is read, let alone
//! checked. What a handler found out about signatures is counted here on the way back.

use crate::http::limit::{BadSignatures, ConnectionFaults, Faults, Network, Pages, Proxies};
use crate::http::problem::{Kind, Problem};
use crate::http::render::busy;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage as _, HttpResponse, ResponseError as _};

/// What the gate counts.
#[derive(Clone)]
pub(crate) struct Gate {
    /// Whose word about others counts.
    pub(crate) proxies: Proxies,
    /// Pages.
    pub(crate) pages: Pages,
    /// Signatures that did not match.
    pub(crate) faults: Faults,
}

/// Addresses to which statements are sent.
const WRITES: [&str; 2] = ["/api/v1/statements", "/api/v1/vault/"];
/// Addresses that are asked by machines, again and again, and cost next to nothing.
const FREE: [&str; 7] =
    ["/healthz", "/readyz", "/metrics", "/log/", "/peer/", "/static/js/", "/api/openapi.json"];

/// The middleware.
pub(crate) async fn gate(
    gate: Data<Gate>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let network = gate.proxies.network(peer, request.headers());
    let response = match gate.admit(request.path(), network) {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(problem) => request.into_response(problem.error_response()),
    };
    let response = gate.count(network, response);
    Ok(if response.status() == StatusCode::TOO_MANY_REQUESTS {
        as_page(response)
    } else {
        response
    })
}

impl Gate {
    fn admit(&self, path: &str, network: Network) -> Result<(), Problem> {
        if WRITES.iter().any(|start| path.starts_with(start)) {
            return self.faults.may_send(network).map_err(|wait| {
                Problem::new(Kind::TooMany)
                    .detail(
                        "Too many signatures from your network did not match. Check the key and \
                         the bytes that it signs, and send again later.",
                    )
                    .retry_after(wait)
            });
        }
        if FREE.iter().any(|start| path.starts_with(start)) {
            return Ok(());
        }
        self.pages.of_network(network).map_err(too_many_pages)
    }

    fn count(&self, network: Network, mut response: ServiceResponse) -> ServiceResponse {
        let found = response.request().extensions().get::<BadSignatures>().copied();
        let Some(found) = found else { return response };
        let connection = response.request().conn_data::<ConnectionFaults>();
        if self.faults.count(network, connection, found) {
            // The only way to the value that does not need the crate below actix-web.
            let closing = HttpResponse::Ok().force_close().finish();
            let closing = closing.head().connection_type();
            response.response_mut().head_mut().set_connection_type(closing);
        }
        response
    }
}

/// The refusal, in the same words for everybody: it must not tell whether there is such a lot.
pub(crate) fn too_many_pages(wait: u32) -> Problem {
    Problem::new(Kind::TooMany)
        .detail("This is more than one reader can read. Please wait a moment and try again.")
        .retry_after(wait)
}

/// A person gets a page instead of data.
fn as_page(response: ServiceResponse) -> ServiceResponse {
    let (request, answer) = response.into_parts();
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    let is_person = accept.is_some_and(|accept| accept.contains("text/html"));
    let wait = answer.headers().get(RETRY_AFTER).cloned();
    let page = is_person.then(|| busy::page(&request)).and_then(Result::ok);
    match page {
        Some(mut page) => {
            if let Some(wait) = wait {
                page.headers_mut().insert(RETRY_AFTER, wait);
            }
            ServiceResponse::new(request, page)
        }
        None => ServiceResponse::new(request, answer),
    }
}
