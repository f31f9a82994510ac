//! The calls.

use super::error::ClientError;
use super::exposition::Exposition;
use super::told::{Problem, Told};
use ledger::{Hash, OrgId};
use std::time::Duration;
use ureq::Body;
use ureq::http::{Response, header};

/// A node that answers over HTTP.
pub struct Node {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

/// A whole block may have to be decided before an answer comes.
const ANSWER_MAX: Duration = Duration::from_mins(1);
/// A node closes what was idle for 5 s; a question that is on its way just then has no answer.
const IDLE_MAX: Duration = Duration::from_secs(2);
/// So long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// The largest answer: a file of evidence.
const BYTES_MAX: u64 = ledger::evidence::FILE_BYTES_MAX as u64;
/// A look at a node that takes longer counts as none.
const LOOK_MAX: Duration = Duration::from_secs(3);
/// A busy node is asked so often before the command gives up.
const TRIES: u32 = 20;
/// The longest pause between two tries, in seconds.
const PAUSE_MAX_S: u64 = 10;

impl Node {
    /// The node at an address such as `http://127.0.0.1:8080`; the token is the operator's.
    pub fn at(address: &str, token: Option<String>) -> Result<Self, ClientError> {
        let base = address.trim_end_matches('/');
        if base.starts_with("https://") {
            return Err(ClientError::Tls(base.to_owned()));
        }
        let host = base.strip_prefix("http://").unwrap_or_default();
        if host.is_empty() || host.contains(['/', '?', '#', ' ']) {
            return Err(ClientError::Address(address.to_owned()));
        }
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(CONNECT_MAX))
            .max_idle_age(IDLE_MAX)
            .timeout_recv_response(Some(ANSWER_MAX))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .build();
        Ok(Self { agent: config.into(), base: base.to_owned(), token })
    }

    /// The same node, asked with that token.
    #[must_use]
    pub fn with_token(&self, token: Option<String>) -> Self {
        Self { agent: self.agent.clone(), base: self.base.clone(), token }
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> &str {
        &self.base
    }

    /// The chain that it keeps: the first line of its checkpoint.
    pub fn origin(&self) -> Result<String, ClientError> {
        let bytes = self.read("/log/checkpoint")?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        let origin = text.lines().next().unwrap_or_default();
        let named = origin.split_once('/').is_some_and(|(name, digits)| {
            ledger::is_chain_name(name) && Hash::from_hex(digits).is_ok()
        });
        if named { Ok(origin.to_owned()) } else { Err(self.no_node()) }
    }

    /// The evidence of an event; `iss` chooses where several firms use the id.
    pub fn evidence(&self, event_id: &str, iss: Option<&OrgId>) -> Result<Vec<u8>, ClientError> {
        let of = iss.map(|iss| format!("?iss={}", encoded(iss.as_str()))).unwrap_or_default();
        self.read(&format!("/api/v1/evidence/{}{of}", encoded(event_id)))
    }

    /// Keeps the concealed fields of a statement: the whole SD-JWT.
    pub fn keep_disclosures(&self, leaf: Hash, sd_jwt: &str) -> Result<(), ClientError> {
        let url = format!("{}/api/v1/vault/{leaf}", self.base);
        self.asked(|| {
            self.agent.put(&url).header(header::CONTENT_TYPE, "application/sd-jwt").send(sd_jwt)
        })?;
        Ok(())
    }

    /// Keeps a file that a statement of the ledger names: its stored bytes.
    pub fn keep_file(&self, digest: Hash, leaf: Hash, bytes: &[u8]) -> Result<(), ClientError> {
        let url = format!("{}/api/v1/attachments/{digest}?leaf={leaf}", self.base);
        self.asked(|| {
            let put = self.agent.put(&url);
            put.header(header::CONTENT_TYPE, "application/octet-stream").send(bytes)
        })?;
        Ok(())
    }

    /// Sends statements and waits until they are in the ledger and pages and evidence show them; one
    /// answer for each, in order.
    pub fn submit(&self, statements: &[&str]) -> Result<Vec<Told>, ClientError> {
        let url = format!("{}/api/v1/statements?wait=visible", self.base);
        let body: String =
            statements.iter().flat_map(|jws| ["{\"jws\":\"", jws, "\"}\n"]).collect();
        let answer = self.asked(|| {
            let post = self.agent.post(&url);
            post.header(header::CONTENT_TYPE, "application/x-ndjson").send(body.as_str())
        })?;
        let lines = answer.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let told: Vec<Told> = lines
            .map(|line| {
                serde_json::from_slice(line).map_err(|_cause: serde_json::Error| self.no_node())
            })
            .collect::<Result<_, _>>()?;
        if told.len() == statements.len() { Ok(told) } else { Err(self.no_node()) }
    }

    /// Its numbers, asked for once.
    pub fn numbers(&self) -> Result<Exposition, ClientError> {
        let (status, bytes) = self.look("/metrics")?;
        if status != 200 {
            let problem = serde_json::from_slice(&bytes).unwrap_or_else(|_| Problem::bare(status));
            return Err(ClientError::Refused(problem));
        }
        let text = String::from_utf8(bytes).map_err(|_cause| self.no_node())?;
        Exposition::parse(&text).map_err(|_cause| self.no_node())
    }

    /// Status and body of `/readyz`, asked for once.
    pub fn readiness(&self) -> Result<(u16, Vec<u8>), ClientError> {
        self.look("/readyz")
    }

    /// Asks once, whatever the answer is.
    fn look(&self, path: &str) -> Result<(u16, Vec<u8>), ClientError> {
        let get = self.agent.get(format!("{}{path}", self.base));
        let get = get.config().timeout_global(Some(LOOK_MAX)).build();
        let get = match &self.token {
            Some(token) => get.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => get,
        };
        let mut response = get.call().map_err(|error| self.unreachable(&error))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(BYTES_MAX).read_to_vec();
        Ok((status, body.map_err(|error| self.unreachable(&error))?))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ClientError> {
        let url = format!("{}{path}", self.base);
        self.asked(|| {
            let get = self.agent.get(&url);
            let get = match &self.token {
                Some(token) => get.header(header::AUTHORIZATION, format!("Bearer {token}")),
                None => get,
            };
            get.call()
        })
    }

    /// Asks, and asks again while the node says that it is busy.
    fn asked(
        &self,
        ask: impl Fn() -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Vec<u8>, ClientError> {
        let mut tries = TRIES;
        loop {
            let mut response = ask().map_err(|error| self.unreachable(&error))?;
            let status = response.status().as_u16();
            let pause_s = pause(&response);
            let bytes = response
                .body_mut()
                .with_config()
                .limit(BYTES_MAX)
                .read_to_vec()
                .map_err(|error| self.unreachable(&error))?;
            if (200..300).contains(&status) {
                return Ok(bytes);
            }
            let problem: Problem =
                serde_json::from_slice(&bytes).unwrap_or_else(|_| Problem::bare(status));
            tries = tries.saturating_sub(1);
            match pause_s.filter(|_| problem.may_pass() && tries > 0) {
                Some(seconds) => std::thread::sleep(Duration::from_secs(seconds)),
                None => return Err(ClientError::Refused(problem)),
            }
        }
    }

    fn unreachable(&self, error: &ureq::Error) -> ClientError {
        ClientError::Unreachable { node: self.base.clone(), told: error.to_string() }
    }

    /// The answer is not what a node says.
    pub fn no_node(&self) -> ClientError {
        ClientError::Answer { node: self.base.clone() }
    }
}

/// The seconds of `Retry-After`, at least one; none without it.
fn pause(response: &Response<Body>) -> Option<u64> {
    let after = response.headers().get(header::RETRY_AFTER)?;
    let seconds: u64 = after.to_str().ok()?.parse().ok()?;
    Some(seconds.clamp(1, PAUSE_MAX_S))
}

/// A text as one part of a path or a query (RFC 3986 section 2.3: all but unreserved characters).
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex::encode_upper([byte]));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_plain_http_host() {
        for good in ["http://127.0.0.1:8080", "http://node.example/"] {
            assert!(Node::at(good, None).is_ok(), "{good}");
        }
        assert!(matches!(Node::at("https://node.example", None), Err(ClientError::Tls(_))));
        for bad in ["node.example", "http://", "http://node.example/t/01", "ftp://node.example"] {
            assert!(matches!(Node::at(bad, None), Err(ClientError::Address(_))), "{bad}");
        }
    }

    #[test]
    fn an_event_id_travels_whole() {
        assert_eq!(encoded("ni:///sha-256;a?ver=1"), "ni%3A%2F%2F%2Fsha-256%3Ba%3Fver%3D1");
    }
}
