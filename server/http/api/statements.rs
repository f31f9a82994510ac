//! `POST /api/v1/statements` takes signed statements; `GET /api/v1/statements/{leaf}` says what
//! became of one.

use crate::commit::Receipt;
use crate::http::extract::{Body, LeafHash};
use crate::http::limit::BadSignatures;
use crate::http::problem::{Kind, Problem};
use crate::intake::{Answer, Answers, Intake, Rejection, STATEMENTS_MAX, Settled, Status};
use crate::telemetry::within;
use crate::views::Reader;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::web::{Data, Query};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use ledger::Hash;
use serde::{Deserialize, Serialize};

/// One statement.
const JOSE: &str = "application/jose";
/// One `{"jws":".."}` a line.
const NDJSON: &str = "application/x-ndjson";

/// For what the answer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wait {
    /// For the transaction.
    Committed,
    /// For the pages, too.
    Visible,
}

/// The query of a submission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    wait: Option<Wait>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    jws: String,
}

/// What is told of one statement.
#[derive(Debug, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Told {
    /// It waits for a block: keep your copy, and ask again.
    Pending { leaf_hash: Hash, status_url: String },
    /// It is in the ledger.
    Committed {
        #[serde(flatten)]
        receipt: Receipt,
    },
}

/// `POST /api/v1/statements`
pub async fn submit(
    request: HttpRequest,
    intake: Data<Intake>,
    reader: Data<Reader>,
    query: Result<Query<Submission>, actix_web::Error>,
    body: Body,
) -> Result<HttpResponse, Problem> {
    let wait = query
        .map_err(|_cause| {
            Problem::new(Kind::BadRequest)
                .detail("The query takes wait=committed or wait=visible and nothing else.")
        })?
        .wait;
    let door = Door { request: &request, intake: &intake, reader: &reader, wait };
    match body.media.as_str() {
        JOSE => door.one(body.bytes.trim_ascii().to_vec()).await,
        NDJSON => door.many(&body.bytes).await,
        _ => Err(Problem::new(Kind::UnsupportedMedia)
            .detail("Send one statement as application/jose, or several as application/x-ndjson.")),
    }
}

/// What one request is answered with.
struct Door<'a> {
    request: &'a HttpRequest,
    intake: &'a Intake,
    reader: &'a Reader,
    wait: Option<Wait>,
}

impl Door<'_> {
    /// Asks intake, and leaves with the request how many signatures did not match.
    async fn submit(&self, statements: Vec<Vec<u8>>) -> Result<Answers, Problem> {
        let answers = self.intake.submit(statements).await?;
        let bad = answers.iter().filter(|one| matches!(one, Err(Rejection::Signature(_)))).count();
        if bad > 0 {
            let bad = BadSignatures(u32::try_from(bad).unwrap_or(u32::MAX));
            self.request.extensions_mut().insert(bad);
        }
        Ok(answers)
    }

    async fn settled(&self, statements: Vec<Vec<u8>>) -> Result<Vec<Line>, Problem> {
        let answers = self.submit(statements).await?;
        settle(self.intake, self.reader, self.wait, answers).await
    }

    async fn one(&self, bytes: Vec<u8>) -> Result<HttpResponse, Problem> {
        let settled = self.settled(vec![bytes]).await?.pop();
        let (status, told) = settled.unwrap_or_else(|| Err(Rejection::Full.into()))?;
        let mut response = HttpResponse::build(status);
        if let Told::Pending { status_url, .. } = &told {
            response.insert_header((LOCATION, status_url.as_str()));
        }
        Ok(response.json(told))
    }

    /// Each line is judged alone and answered by a line, in order.
    async fn many(&self, bytes: &[u8]) -> Result<HttpResponse, Problem> {
        let mut text = String::new();
        for one in self.settled(lines(bytes)?).await? {
            let line = match one {
                Ok((_, told)) => {
                    serde_json::to_value(told).map_err(|error| Problem::internal(&error))?
                }
                Err(problem) => {
                    serde_json::json!({"status": "refused", "problem": problem.to_json()})
                }
            };
            text.push_str(&line.to_string());
            text.push('\n');
        }
        Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, NDJSON)).body(text))
    }
}

/// The statements of a batch.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Problem> {
    let lines: Vec<&[u8]> =
        bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    if lines.is_empty() || lines.len() > STATEMENTS_MAX {
        return Err(Problem::new(Kind::TooLarge).detail(format!(
            "A request brings 1 to 1,000 lines, and this one has {}.",
            lines.len()
        )));
    }
    let mut statements = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let line: Sent = serde_json::from_slice(line).map_err(|_cause| {
            Problem::new(Kind::BadRequest)
                .detail(format!("Line {} is not {{\"jws\":\"...\"}}.", index + 1))
        })?;
        statements.push(line.jws.into_bytes());
    }
    Ok(statements)
}

/// What is answered for one statement.
type Line = Result<(StatusCode, Told), Problem>;

/// Waits as long as it was asked for; one line for each statement, in order.
async fn settle(
    intake: &Intake,
    reader: &Reader,
    wait: Option<Wait>,
    answers: Answers,
) -> Result<Vec<Line>, Problem> {
    let mut lines: Vec<Option<Line>> = Vec::with_capacity(answers.len());
    let (mut waiting, mut leaves) = (Vec::new(), Vec::new());
    for answer in answers {
        lines.push(match (answer, wait) {
            (Err(rejection), _) => Some(Err(rejection.into())),
            (Ok(Answer::Replayed(receipt)), _) => {
                Some(Ok((StatusCode::OK, Told::Committed { receipt })))
            }
            (Ok(Answer::Waiting(one)), None) => Some(Ok(pending(one.leaf_hash))),
            (Ok(Answer::Waiting(one)), Some(_)) => {
                leaves.push(one.sent);
                waiting.push(one);
                None
            }
        });
    }
    let settled = intake.outcomes(waiting).await?;
    if wait == Some(Wait::Visible) {
        let highest = settled.iter().filter_map(|one| match one {
            Settled::Committed(receipt) => Some(receipt.height),
            Settled::Dropped(_) | Settled::Lost => None,
        });
        if let Some(height) = highest.max() {
            reader.visible(height).await?;
        }
    }
    let mut ended = leaves.into_iter().zip(settled).map(|(sent, one)| ended(sent, one));
    let line = |line: Option<Line>| line.or_else(|| ended.next());
    Ok(lines.into_iter().filter_map(line).collect())
}

fn pending(leaf_hash: Hash) -> (StatusCode, Told) {
    let status_url = format!("/api/v1/statements/{leaf_hash}");
    (StatusCode::ACCEPTED, Told::Pending { leaf_hash, status_url })
}

/// The line of a statement that waited.
fn ended(sent: Hash, settled: Settled) -> Line {
    match settled {
        // The same statement, signed before, was first.
        Settled::Committed(receipt) if receipt.leaf_hash != sent => {
            Ok((StatusCode::OK, Told::Committed { receipt }))
        }
        Settled::Committed(receipt) => Ok((StatusCode::CREATED, Told::Committed { receipt })),
        Settled::Dropped(reason) => {
            let told = format!("It stopped being valid before it was ordered: {reason}");
            Err(Problem::new(Kind::NotAllowed).detail(told))
        }
        Settled::Lost => Err(Problem::new(Kind::Unavailable)
            .detail("This node stopped before the statement was ordered. Send it again.")
            .retry_after(5)),
    }
}

/// `GET /api/v1/statements/{leaf}`
pub async fn status(intake: Data<Intake>, leaf: LeafHash) -> Result<HttpResponse, Problem> {
    let hash = leaf.0;
    let status = web::block(within(move || intake.status(hash)))
        .await
        .map_err(|error| Problem::internal(&error))??;
    match status {
        Status::Pending => Ok(HttpResponse::Ok().json(Told::Pending {
            leaf_hash: hash,
            status_url: format!("/api/v1/statements/{hash}"),
        })),
        Status::Committed(receipt) => Ok(HttpResponse::Ok().json(Told::Committed { receipt })),
        Status::Dropped(reason) => Ok(HttpResponse::Ok()
            .json(serde_json::json!({"status": "dropped", "leaf_hash": hash, "reason": reason}))),
        Status::Unknown => Err(Problem::new(Kind::NotFound).detail(
            "No statement with this leaf hash was taken here. If you have it, send it again.",
        )),
    }
}
