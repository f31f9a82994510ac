//! Asking one peer.

use super::blocks::{PATH as BLOCKS, Wanted};
use super::pass::{HEADER, Question};
use super::twins::{Proof, is_twin};
use super::whoami::Whoami;
use crate::config::Peer;
use crate::keys::KeyringError;
use std::sync::Arc;
use std::time::Duration;

/// So long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(3);
/// A peer checks a thousand signatures in well under a second.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// A node closes what was idle for 5 s.
const IDLE_MAX: Duration = Duration::from_secs(2);
/// Two checkpoints with the signatures of 21 validators.
const ANSWER_BYTES_MAX: u64 = 64 << 10;
/// Blocks: an answer ends after 4 MiB, and one block has little more than one.
const BLOCKS_BYTES_MAX: u64 = 8 << 20;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// There is nothing to sign the question with.
    #[error("this node has no node key")]
    NoKey,
    /// The key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyringError),
    /// The peer is not there.
    #[error("it does not answer")]
    Away(#[source] ureq::Error),
    /// The peer does not take it.
    #[error("it answered {status}: {told}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The beginning of what it said.
        told: String,
    },
    /// The peer says something else.
    #[error("its answer is of no known form")]
    Answer(#[source] serde_json::Error),
    /// The thread that asked ended.
    #[error("the question panicked")]
    Panicked(#[source] tokio::task::JoinError),
}

/// One peer, and how it is asked; clones share the connection.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) peer: Arc<Peer>,
    origin: Arc<str>,
    whoami: Arc<Whoami>,
    agent: ureq::Agent,
}

impl Caller {
    pub(super) fn new(peer: Peer, origin: &str, whoami: Arc<Whoami>) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(CONNECT_MAX))
            .timeout_recv_response(Some(ANSWER_MAX))
            .timeout_send_body(Some(ANSWER_MAX))
            .max_idle_age(IDLE_MAX)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .build();
        Self { peer: Arc::new(peer), origin: origin.into(), whoami, agent: config.into() }
    }

    /// Sends a body to an address and reads the answer.
    pub(super) async fn ask<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        path: &'static str,
        media: &'static str,
        body: Vec<u8>,
    ) -> Result<T, CallError> {
        let caller = self.clone();
        let asked = tokio::task::spawn_blocking(move || {
            caller.ask_now((path, media), &body, ANSWER_BYTES_MAX)
        });
        let bytes = asked.await.map_err(CallError::Panicked)??;
        serde_json::from_slice(&bytes).map_err(CallError::Answer)
    }

    /// Whether a question that this peer was asked shows another process with this node's keys.
    pub(super) fn is_twin(&self, proof: &Proof, path: &str, boot: &str) -> bool {
        let Ok(Some(key)) = self.whoami.key() else { return false };
        let here = (self.origin.as_ref(), &self.peer.iss, path);
        is_twin(proof, here, (&self.whoami.me, &key.public(), boot))
    }

    /// Asks for blocks.
    pub(super) async fn blocks(&self, from: u64) -> Result<Vec<u8>, CallError> {
        let caller = self.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let body = serde_json::to_vec(&Wanted { from }).map_err(CallError::Answer)?;
            caller.ask_now((BLOCKS, "application/json"), &body, BLOCKS_BYTES_MAX)
        });
        asked.await.map_err(CallError::Panicked)?
    }

    fn ask_now(
        &self,
        (path, media): (&str, &str),
        body: &[u8],
        bytes_max: u64,
    ) -> Result<Vec<u8>, CallError> {
        let key = self.whoami.key()?.ok_or(CallError::NoKey)?;
        let question = Question { origin: &self.origin, to: &self.peer.iss, path, body };
        let address = format!("{}{path}", self.peer.url.trim_end_matches('/'));
        let request = self.agent.post(&address).header("Content-Type", media);
        let request = request.header(HEADER, question.pass(&self.whoami.me, &key));
        let mut response = request.send(body).map_err(CallError::Away)?;
        let bytes = response.body_mut().with_config().limit(bytes_max).read_to_vec();
        let bytes = bytes.map_err(CallError::Away)?;
        let status = response.status().as_u16();
        if status != 200 {
            let told = String::from_utf8_lossy(&bytes).chars().take(200).collect();
            return Err(CallError::Refused { status, told });
        }
        Ok(bytes)
    }
}
