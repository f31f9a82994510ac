//! A small HTTP client: every answer comes back, whatever its status.

use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }
}

/// Talks to one node.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self::with_patience(address, None)
    }

    /// One that gives up after a while.
    pub(crate) fn with_patience(address: SocketAddr, patience: Option<Duration>) -> Self {
        let agent = ureq::Agent::config_builder()
            // A node closes what was idle for 5 s; a question on its way just then has no answer.
            .max_idle_age(Duration::from_secs(2))
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(patience)
            .build()
            .new_agent();
        Self { agent, base: format!("http://{address}"), token: None }
    }

    /// Where the node listens, to talk to it in another way.
    pub(crate) fn authority(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_as(path, "*/*")
    }

    pub(crate) fn get_as(&self, path: &str, accept: &str) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base)).header("Accept", accept);
        if let Some(token) = &self.token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        answer(request.call())
    }

    /// With headers of its own; the body comes as it was sent, packed or not.
    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.call())
    }

    pub(crate) fn post(&self, path: &str, media: &str, body: &[u8]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base)).header("Content-Type", media);
        answer(request.send(body))
    }

    pub(crate) fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base));
        let all = headers.iter();
        answer(all.fold(request, |request, (name, value)| request.header(*name, *value)).send(body))
    }

    /// Nothing if the node went away.
    pub(crate) fn try_post(&self, path: &str, media: &str, body: &[u8]) -> Option<Answer> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("Content-Type", media);
        let mut response = request.send(body).ok()?;
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_vec().ok()?;
        Some(Answer { status, headers: Vec::new(), body })
    }

    /// Nothing if the node went away.
    pub(crate) fn try_get(&self, path: &str) -> Option<Answer> {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().ok()?;
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_vec().ok()?;
        Some(Answer { status, headers: Vec::new(), body })
    }

    pub(crate) fn put(&self, path: &str, media: &str, body: &[u8]) -> Answer {
        let request = self.agent.put(format!("{}{path}", self.base)).header("Content-Type", media);
        answer(request.send(body))
    }
}

impl Client {
    /// A body that says it is packed.
    pub(crate) fn put_packed(&self, path: &str, media: &str) -> Answer {
        let request = self.agent.put(format!("{}{path}", self.base)).header("Content-Type", media);
        answer(request.header("Content-Encoding", "gzip").send(b"packed"))
    }
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = response.expect("the node answers");
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap_or("").to_owned()))
        .collect();
    let body = response.body_mut().with_config().limit(64 << 20).read_to_vec();
    Answer { status, headers, body: body.expect("the answer arrives whole") }
}
