//! A leaf hash in an address.

use crate::http::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use ledger::Hash;
use std::future::{Ready, ready};

/// The `{leaf}` of an address: 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub struct LeafHash(pub Hash);

impl FromRequest for LeafHash {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let text = request.match_info().get("leaf").unwrap_or_default();
        ready(Hash::from_hex(text).map(Self).map_err(|_cause| {
            Problem::new(Kind::BadRequest)
                .detail("A leaf hash is 64 lower-case hexadecimal digits.")
        }))
    }
}
