//! Addresses whose query or path cannot be read are refused like everything else: as a problem with
//! a sentence, not as the framework's own text.

use crate::http::problem::{Kind, Problem};
use actix_web::web::{PathConfig, QueryConfig};

/// For queries.
pub(crate) fn query_faults() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _request| {
        let told = format!("The part of the address after the question mark is wrong: {error}.");
        Problem::new(Kind::BadRequest).detail(told).into()
    })
}

/// For the parts of a path.
pub(crate) fn path_faults() -> PathConfig {
    PathConfig::default().error_handler(|error, _request| {
        Problem::new(Kind::BadRequest).detail(format!("The address is wrong: {error}.")).into()
    })
}
