//! The limit on guessing codes, which a handler asks once it knows the code.

use crate::http::middleware::{Gate, too_many_pages};
use crate::http::problem::{Kind, Problem};
use crate::views::Reader;
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use gs1::Goods;
use std::future::{Ready, ready};

/// Counts questions about codes.
#[derive(Clone)]
pub(crate) struct Guessing {
    gate: Data<Gate>,
    reader: Data<Reader>,
}

impl Guessing {
    /// Counts a question for the company whose code it is, before anything is looked up.
    pub(crate) fn count(&self, goods: &Goods) -> Result<(), Problem> {
        match self.reader.prefix_of(goods) {
            Some(prefix) => self.gate.pages.of_prefix(&prefix).map_err(too_many_pages),
            None => Ok(()),
        }
    }
}

impl FromRequest for Guessing {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let gate = request.app_data::<Data<Gate>>().cloned();
        let reader = request.app_data::<Data<Reader>>().cloned();
        let both = gate.zip(reader).map(|(gate, reader)| Self { gate, reader });
        ready(both.ok_or(Problem::new(Kind::Internal)))
    }
}
