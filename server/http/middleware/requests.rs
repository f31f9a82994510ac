//! Around every request: an id that its log lines, its answer and its problem share, a span, and the
//! counts of its route.

use crate::metrics::{Metrics, Route};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use std::rc::Rc;
use tracing::Instrument as _;

/// The header of a request and of its answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A longer id is not taken over.
const ID_CHARACTERS_MAX: usize = 64;

tokio::task_local! {
    /// The id of the request that this task answers.
    static CURRENT: Rc<str>;
}

/// The id of the request that is being answered, if one is.
pub(crate) fn current() -> Option<Rc<str>> {
    CURRENT.try_with(Rc::clone).ok()
}

/// The middleware.
pub(crate) async fn traced(
    metrics: Data<Metrics>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = metrics.begin();
    let id: Rc<str> = given(request.headers()).unwrap_or_else(drawn).into();
    // Neither the path nor the query: they tell which goods somebody looks at.
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let at = Route { method: method(request.method()), route };
    let span = tracing::info_span!(
        "http.request", request.id = %id, http.method = at.method, http.route = %at.route
    );
    let answered = CURRENT.scope(Rc::clone(&id), next.call(request)).instrument(span.clone()).await;
    let took_us = metrics.since(begun);
    let status = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    span.in_scope(|| tracing::debug!(status = status.as_u16(), elapsed_us = took_us, "answered"));
    metrics.stages().http.answer(at, status.as_u16(), took_us);
    answered.map(|mut response| {
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response.map_into_boxed_body()
    })
}

/// The id that the client or a proxy gave, if it is one that may stand in a log.
fn given(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(REQUEST_ID)?.to_str().ok()?;
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_id = (1..=ID_CHARACTERS_MAX).contains(&given.len()) && given.bytes().all(may_stand);
    is_id.then(|| given.to_owned())
}

/// 128 random bits. Without randomness requests are not told apart, and answered all the same.
fn drawn() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex::encode(bytes),
        Err(error) => {
            tracing::warn!(cause = %error, "a request got no id of its own");
            "none".to_owned()
        }
    }
}

/// Whoever asks may make words up; the counts must not grow with them.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_forge_a_log_line_is_not_taken_over() {
        let with = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(value).unwrap());
            given(&headers)
        };
        assert_eq!(with(b"A-b_c.9"), Some("A-b_c.9".to_owned()));
        assert_eq!(with(&[b'a'; 64]), Some("a".repeat(64)));
        for bad in [&[b'a'; 65][..], b"", b"a b", b"a\tb", b"a\"b", b"a{b", b"\xc3\xa9"] {
            assert_eq!(with(bad), None, "{bad:?}");
        }
        assert_ne!(drawn(), drawn());
    }
}
