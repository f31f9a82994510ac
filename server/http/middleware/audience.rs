//! Who asks: everybody is a shopper, except with the operator token of the data folder.

use crate::http::problem::{Kind, Problem};
use crate::views::Audience;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ledger::Hash;
use std::future::{Ready, ready};

/// The hash of the operator token. Comparing hashes tells a guesser nothing about how near he is.
#[derive(Debug, Clone, Copy)]
pub struct OperatorToken(Hash);

impl OperatorToken {
    /// From the token's text.
    pub fn new(token: &str) -> Self {
        Self(Hash::of(&[b"furlong/operator/v1", token.trim().as_bytes()]))
    }

    fn is(self, presented: &str) -> bool {
        Self::new(presented).0 == self.0
    }
}

impl FromRequest for Audience {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(AUTHORIZATION) else {
            return ready(Ok(Self::Shopper));
        };
        let presented = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
        let token = request.app_data::<Data<OperatorToken>>();
        let known = presented.zip(token).is_some_and(|(presented, token)| token.is(presented));
        ready(if known {
            Ok(Self::Operator)
        } else {
            Err(Problem::new(Kind::BadToken).detail(
                "This token is not known here. Leave it out to read what everybody may read.",
            ))
        })
    }
}
