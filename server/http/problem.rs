//! Every failure as RFC 9457 `application/problem+json`, one row each.

use super::middleware::current;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use std::fmt;

/// What went wrong, from the client's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The path, query or body is not what this address takes.
    BadRequest,
    /// A code with a wrong check digit, or none at all.
    BadCode,
    /// The bytes are not a statement in its one form.
    MalformedStatement,
    /// The signature does not match.
    BadSignature,
    /// A token that is not known here.
    BadToken,
    /// The signer may not say this.
    NotAllowed,
    /// The key is not known here, perhaps not yet.
    UnknownKey,
    /// The same id with other content.
    IdTaken,
    /// The event breaks the EPCIS standard or this node's own rules.
    NotAdmitted,
    /// Several events have this id.
    SeveralEvents,
    /// Nothing here, or nothing that this reader may see.
    NotFound,
    /// It was here, and the members took it out.
    Removed,
    /// Not at this address.
    MethodNotAllowed,
    /// The projection has not come that far.
    NotYet,
    /// Too long.
    TooLarge,
    /// Another media type is needed.
    UnsupportedMedia,
    /// Too many requests from one address.
    TooMany,
    /// The disk is nearly full.
    NoRoom,
    /// Busy or starting; come back.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::BadRequest,
        Self::BadCode,
        Self::MalformedStatement,
        Self::BadSignature,
        Self::BadToken,
        Self::NotAllowed,
        Self::UnknownKey,
        Self::IdTaken,
        Self::NotAdmitted,
        Self::SeveralEvents,
        Self::NotFound,
        Self::Removed,
        Self::MethodNotAllowed,
        Self::NotYet,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::TooMany,
        Self::NoRoom,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The `type` and the `status` of its problems.
    pub fn told(self) -> (String, u16) {
        let (status, name, _) = self.row();
        (format!("/problems/{name}"), status)
    }

    /// Status, last part of the type, title.
    const fn row(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, "bad-request", "The request cannot be read"),
            Self::BadCode => (400, "bad-code", "This is not a code that goods can have"),
            Self::MalformedStatement => {
                (400, "malformed-statement", "The bytes are not a statement")
            }
            Self::BadSignature => (401, "bad-signature", "The signature does not match"),
            Self::BadToken => (401, "bad-token", "The token is not known here"),
            Self::NotAllowed => (403, "not-allowed", "The signer may not say this"),
            Self::UnknownKey => (409, "unknown-key", "The key is not known here"),
            Self::IdTaken => (409, "id-taken", "Another statement has this id"),
            Self::NotAdmitted => (422, "not-admitted", "The event breaks a rule"),
            Self::SeveralEvents => (300, "several-events", "Several firms use this event id"),
            Self::NotFound => (404, "not-found", "There is no record of this"),
            Self::Removed => (410, "removed", "This record was removed"),
            Self::MethodNotAllowed => {
                (405, "method-not-allowed", "This address does not take that method")
            }
            Self::NotYet => (409, "not-yet", "This node has not come that far"),
            Self::TooLarge => (413, "too-large", "The request is too long"),
            Self::UnsupportedMedia => (415, "unsupported-media", "Another media type is needed"),
            Self::TooMany => (429, "too-many-requests", "Too many requests"),
            Self::NoRoom => (507, "no-room", "This node's disk is nearly full"),
            Self::Unavailable => (503, "unavailable", "This node is busy"),
            Self::Internal => (500, "internal", "Something went wrong here"),
        }
    }
}

/// A failure, ready to be sent. It never holds a cause: causes are logged where they happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    kind: Kind,
    detail: Option<String>,
    pointer: Option<String>,
    faults: Vec<Fault>,
    retry_after_s: Option<u32>,
}

/// One of several faults of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// RFC 6901 pointer into what was sent.
    pub pointer: String,
    /// What is wrong and what would have been right.
    pub detail: String,
}

#[derive(Serialize)]
struct Wire<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    faults: &'a [Fault],
    /// What the operator finds in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

impl Problem {
    /// A problem of a kind.
    pub const fn new(kind: Kind) -> Self {
        Self { kind, detail: None, pointer: None, faults: Vec::new(), retry_after_s: None }
    }

    /// With a sentence that helps.
    #[must_use]
    pub fn detail(mut self, detail: impl fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// With the place in what was sent.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// With the place, where there is one.
    #[must_use]
    pub fn at(self, pointer: Option<&str>) -> Self {
        match pointer {
            Some(pointer) => self.pointer(pointer),
            None => self,
        }
    }

    /// With every fault of a document.
    #[must_use]
    pub fn faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// With the seconds after which it may be tried again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Logs a cause that the client does not see.
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        let mut told = cause.to_string();
        let mut source = cause.source();
        while let Some(below) = source {
            told.push_str(": ");
            told.push_str(&below.to_string());
            source = below.source();
        }
        tracing::error!(cause = %told, "a request could not be answered");
        Self::new(Kind::Internal).detail("The operator has been told. Please try again later.")
    }

    /// The body of one line of an answer to many.
    pub fn to_json(&self) -> serde_json::Value {
        self.body(None)
    }

    fn body(&self, request_id: Option<&str>) -> serde_json::Value {
        let (status, name, title) = self.kind.row();
        serde_json::to_value(Wire {
            r#type: format!("/problems/{name}"),
            title,
            status,
            detail: self.detail.as_deref(),
            pointer: self.pointer.as_deref(),
            faults: &self.faults,
            request_id,
        })
        .unwrap_or_default()
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.row().0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.row().2)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        response.insert_header((CONTENT_TYPE, "application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.body(self.body(current().as_deref()).to_string())
    }
}

impl From<crate::store::StoreError> for Problem {
    fn from(error: crate::store::StoreError) -> Self {
        match error {
            crate::store::StoreError::Busy(_) => Self::new(Kind::Unavailable)
                .detail("All connections of this node are busy. Please try again in a moment.")
                .retry_after(1),
            other => Self::internal(&other),
        }
    }
}
