//! The node as a process, and questions to it.

use super::watch::now;
use anyhow::{Context as _, bail};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long anything may take before the run is given up.
const LONGEST: Duration = Duration::from_mins(10);

/// A running node.
pub(crate) struct Node {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
}

impl Node {
    /// Starts `furlong serve` on a folder.
    pub(crate) fn serve(furlong: &Path, folder: &Path) -> anyhow::Result<Self> {
        let folder = folder.display().to_string();
        let node = Self::start(furlong, &["serve", "--listen", "127.0.0.1:0", "--dir", &folder])?;
        node.ready()?;
        Ok(node)
    }

    /// Starts a command that says where it listens in one of its first lines.
    pub(crate) fn start(furlong: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(furlong)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| furlong.display().to_string())?;
        let stdout = child.stdout.take().context("the output of the node")?;
        let mut lines = BufReader::new(stdout).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| address_in(&line));
        // What it says later is nobody's business here, but somebody must read it.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.context("the node does not say where it listens")?;
        Ok(Self { child, address })
    }

    fn ready(&self) -> anyhow::Result<()> {
        let asked = Asker::new(self.address, None);
        let start = now();
        while start.elapsed() < LONGEST {
            if asked.get("/readyz").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            std::thread::yield_now();
        }
        bail!("the node is not ready after {} s", LONGEST.as_secs())
    }

    /// Memory of the process: now, and at its highest, in megabytes.
    pub(crate) fn memory_mb(&self) -> anyhow::Result<(f64, f64)> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| -> anyhow::Result<f64> {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            let kb = line.and_then(|rest| rest.split_whitespace().next());
            Ok(kb.context("no memory in /proc")?.parse::<f64>()? / 1_024.0)
        };
        Ok((of("VmRSS:")?, of("VmHWM:")?))
    }

    /// Asks it to end, as an operator's system does.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let ended = self.child.wait()?;
        if asked.success() && ended.success() {
            Ok(())
        } else {
            bail!("the node ended with {ended}")
        }
    }
}

impl Drop for Node {
    /// A run that fails leaves no node behind.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

/// The address in a line such as `Listening on http://127.0.0.1:8080/t/...`.
fn address_in(line: &str) -> Option<SocketAddr> {
    let behind = line.split("http://").nth(1)?;
    behind.split(|sign: char| sign == '/' || sign.is_whitespace()).next()?.parse().ok()
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: bool,
    pub(crate) body: Vec<u8>,
}

/// One connection to a node, kept open.
pub(crate) struct Asker {
    agent: ureq::Agent,
    base: String,
    token: Option<String>,
}

impl Asker {
    /// A connection; with a token, the operator's.
    pub(crate) fn new(address: SocketAddr, token: Option<&str>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(LONGEST))
            .build()
            .new_agent();
        Self { agent, base: format!("http://{address}"), token: token.map(str::to_owned) }
    }

    /// GET.
    pub(crate) fn get(&self, path: &str) -> anyhow::Result<Answer> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        request = request.header("Accept", "text/html").header("Accept-Encoding", "br");
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        read(request.call()?)
    }

    /// POST.
    pub(crate) fn post(&self, path: &str, media: &str, body: &[u8]) -> anyhow::Result<Answer> {
        let request = self.agent.post(format!("{}{path}", self.base));
        read(request.header("Content-Type", media).send(body)?)
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> anyhow::Result<Answer> {
    Ok(Answer {
        status: response.status().as_u16(),
        retry_after: response.headers().contains_key("retry-after"),
        body: response.body_mut().with_config().limit(64 << 20).read_to_vec()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_what_the_node_says() {
        let there = |line| address_in(line).map(|address| address.port());
        assert_eq!(there("Furlong listens on http://127.0.0.1:8080"), Some(8080));
        assert_eq!(there("  http://127.0.0.1:81/t/01/09 and more"), Some(81));
        assert_eq!(there("nothing"), None);
    }
}
