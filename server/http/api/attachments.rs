//! `/api/v1/attachments/{digest}`: files that statements name, by SHA-256 of their stored bytes.

use crate::http::limit::BadSignatures;
use crate::http::problem::{Kind, Problem};
use crate::intake::{AttachmentError, Expected, Intake, Upload};
use crate::views::{Attachment, AttachmentFault, Audience, Reader};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Bytes, BytesMut, Data, Path, Payload, Query};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use futures_util::StreamExt as _;
use ledger::Hash;
use serde::Deserialize;
use std::time::Duration;

/// The query of a file that is sent: the statement that names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    leaf: String,
}

/// The next bytes are there after so long, also over a bad line from a ship.
const NEXT_WAIT: Duration = Duration::from_secs(15);
/// And all of them after so long.
const ALL_WAIT: Duration = Duration::from_mins(10);
/// So many bytes are written at a time.
const PART: usize = 256 << 10;

/// `PUT /api/v1/attachments/{digest}?leaf={leaf hash}`: the stored bytes, as they are.
pub async fn put(
    request: HttpRequest,
    intake: Data<Intake>,
    digest: Path<String>,
    of: Query<Of>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let (digest, leaf) = (hash(&digest)?, hash(&of.leaf)?);
    let max = intake.file_bytes_max();
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if said.and_then(|text| text.parse::<u64>().ok()).is_some_and(|length| length > max) {
        return Err(AttachmentError::TooLong(max).into());
    }
    let expected = intake.expect_file(digest, leaf).await;
    let taken = timeout(ALL_WAIT, take(expected, payload, max)).await;
    taken.map_err(|_late| too_slow())?.inspect_err(|refused| {
        if matches!(refused, Refused::Intake(AttachmentError::OtherBytes(_))) {
            request.extensions_mut().insert(BadSignatures(1));
        }
    })?;
    Ok(HttpResponse::NoContent().finish())
}

/// Why a file was not taken.
enum Refused {
    Intake(AttachmentError),
    Http(Problem),
}

impl From<AttachmentError> for Refused {
    fn from(error: AttachmentError) -> Self {
        Self::Intake(error)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Intake(error) => error.into(),
            Refused::Http(problem) => problem,
        }
    }
}

/// Reads to the end, also of a file that is not wanted: a client that is still sending does not hear
/// an answer.
async fn take(
    expected: Result<Expected, AttachmentError>,
    mut payload: Payload,
    max: u64,
) -> Result<(), Refused> {
    let (mut upload, answer) = match expected {
        Ok(Expected::Upload(upload)) => (Some(upload), Ok(())),
        Ok(Expected::Here) => (None, Ok(())),
        Err(error) => (None, Err(error)),
    };
    let (mut part, mut count) = (BytesMut::new(), 0_u64);
    while let Some(chunk) = next(&mut payload).await? {
        count = count.saturating_add(chunk.len() as u64);
        if count > max {
            return Err(AttachmentError::TooLong(max).into());
        }
        if upload.is_some() {
            part.extend_from_slice(&chunk);
        }
        if part.len() >= PART {
            upload = written(upload, &mut part).await?;
        }
    }
    answer?;
    match written(upload, &mut part).await? {
        Some(upload) => Ok(upload.finish().await?),
        None => Ok(()),
    }
}

async fn next(payload: &mut Payload) -> Result<Option<Bytes>, Refused> {
    let chunk = timeout(NEXT_WAIT, payload.next()).await;
    let chunk = chunk.map_err(|_late| Refused::Http(too_slow()))?;
    chunk.transpose().map_err(|_cause| {
        let told = "The file did not arrive whole. Please send it again.";
        Refused::Http(Problem::new(Kind::BadRequest).detail(told))
    })
}

async fn written(
    upload: Option<Box<Upload>>,
    part: &mut BytesMut,
) -> Result<Option<Box<Upload>>, AttachmentError> {
    match upload {
        Some(upload) => upload.write(part.split().freeze()).await.map(Some),
        None => Ok(None),
    }
}

fn too_slow() -> Problem {
    Problem::new(Kind::BadRequest).detail(
        "Nothing came for 15 seconds, or the file took more than 10 minutes. Please send it again.",
    )
}

fn hash(text: &str) -> Result<Hash, Problem> {
    Hash::from_hex(text).map_err(|_cause| {
        Problem::new(Kind::BadRequest)
            .detail("The digest of a file and a leaf hash are 64 lower-case hexadecimal digits.")
    })
}

/// `GET /api/v1/attachments/{digest}`
pub async fn show(
    reader: Data<Reader>,
    digest: Path<String>,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let digest = hash(&digest)?;
    let file = web::block(move || reader.attachment(digest, audience))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(problem)?;
    Ok(download(digest, file))
}

/// A file that somebody else made never runs or shows itself as a page of this site.
fn download(digest: Hash, file: Attachment) -> HttpResponse {
    let name = digest.to_hex().split_off(52);
    let disposition = format!("attachment; filename=\"{name}.{}\"", file.media.ending());
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, file.media.as_str()))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"));
    if file.is_public {
        // The address is the digest: other bytes never stand here. What is voted out is gone from
        // caches after a day, as entry bundles are.
        answer
            .insert_header((CACHE_CONTROL, "public, max-age=86400, immutable"))
            .insert_header((ETAG, format!("\"{digest}\"")))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    } else {
        answer.insert_header((CACHE_CONTROL, "private, no-store"));
    }
    answer.body(file.bytes)
}

fn problem(fault: AttachmentFault) -> Problem {
    match fault {
        AttachmentFault::Unknown => Problem::new(Kind::NotFound)
            .detail("There is no such file here, or none that is published."),
        AttachmentFault::Damaged(digest) => {
            tracing::error!(%digest, "a file that a record names is missing or damaged: run furlong fsck");
            Problem::new(Kind::Internal).detail(
                "A record names this file, but the copy here is damaged. Its operator has been told.",
            )
        }
        AttachmentFault::File(error) => Problem::internal(&error),
        AttachmentFault::Store(error) => error.into(),
    }
}
