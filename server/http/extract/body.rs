//! The bytes of a request, up to a bound.

use crate::http::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::Future;
use std::pin::Pin;

/// A request's body and its media type.
#[derive(Debug)]
pub struct Body {
    /// The bytes.
    pub bytes: web::Bytes,
    /// The media type without its parameters, lower case.
    pub media: String,
}

impl FromRequest for Body {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media = request
            .headers()
            .get(actix_web::http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| not_whole(&error))?;
            Ok(Self { bytes, media })
        })
    }
}

/// The body was too long, or it did not arrive.
fn not_whole(error: &actix_web::Error) -> Problem {
    if error.as_response_error().status_code().as_u16() == 413 {
        Problem::new(Kind::TooLarge)
            .detail("A request has at most 1,000 statements and 4 MiB. Send it in parts.")
    } else {
        Problem::new(Kind::BadRequest)
            .detail("The body did not arrive whole. Please send it again.")
    }
}
