//! Headers that every answer carries, whatever else it is.

use actix_web::middleware::DefaultHeaders;

/// No sniffing, no framing, no referrer. Pages add their own, stricter policy.
pub(crate) fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("X-Frame-Options", "DENY"))
}
