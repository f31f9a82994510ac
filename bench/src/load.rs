//! Load: several connections that send what was signed, each waiting for its receipts.

use super::figure::percentile_ms;
use super::node::Asker;
use super::signed::{Lines, Signed};
use super::watch::now;
use anyhow::{Context as _, bail, ensure};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

const BATCHES: &str = "/api/v1/statements?wait=committed";
const NDJSON: &str = "application/x-ndjson";
const JOSE: &str = "application/jose";

/// So often a batch is sent again to a node that says it is busy.
const TRIES_MAX: u32 = 100_000;

/// How the load comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) connections: usize,
    /// Statements of a request.
    pub(crate) batch: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Came {
    /// Statements with a receipt.
    pub(crate) committed: u64,
    /// Requests that were told to come back.
    pub(crate) busy: u64,
    /// Those of them that were told when.
    pub(crate) told_when: u64,
    /// From the first byte sent to the last receipt.
    pub(crate) took: Duration,
}

impl Came {
    /// Receipts of a second.
    pub(crate) fn rate(&self) -> f64 {
        self.committed as f64 / self.took.as_secs_f64()
    }
}

/// Sends all statements. Fails if one of them is refused or lost.
pub(crate) fn send(address: SocketAddr, signed: &Signed, shape: Shape) -> anyhow::Result<Came> {
    let lines = signed.open()?;
    let start = now();
    let parts: Vec<anyhow::Result<Came>> = thread::scope(|scope| {
        let one = || scope.spawn(|| connection(address, &lines, shape.batch));
        let threads: Vec<_> = (0..shape.connections).map(|_| one()).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|_panic| bail!("a connection panicked"))
        };
        threads.into_iter().map(join).collect()
    });
    let mut all = Came { took: start.elapsed(), ..Came::default() };
    for part in parts {
        let part = part?;
        all.committed += part.committed;
        all.busy += part.busy;
        all.told_when += part.told_when;
    }
    Ok(all)
}

fn connection(address: SocketAddr, lines: &Lines, batch: usize) -> anyhow::Result<Came> {
    let node = Asker::new(address, None);
    let mut came = Came::default();
    loop {
        let text = lines.take(batch)?;
        if text.is_empty() {
            return Ok(came);
        }
        let sent = text.lines().count() as u64;
        let answer = until_taken(&node, &text, &mut came)?;
        let committed = answer.matches(r#""status":"committed""#).count() as u64;
        if committed < sent {
            let other = answer.lines().find(|line| !line.contains(r#""status":"committed""#));
            bail!("{committed} of {sent} were recorded: {}", other.unwrap_or("no line"));
        }
        came.committed += sent;
    }
}

/// Sends a batch until the node takes it. It comes back at once, which is ruder than it was asked.
fn until_taken(node: &Asker, text: &str, came: &mut Came) -> anyhow::Result<String> {
    for _ in 0..TRIES_MAX {
        let answer = node.post(BATCHES, NDJSON, text.as_bytes())?;
        match answer.status {
            200 => return Ok(String::from_utf8(answer.body)?),
            503 => {
                came.busy += 1;
                came.told_when += u64::from(answer.retry_after);
            }
            other => bail!("status {other}: {}", String::from_utf8_lossy(&answer.body)),
        }
    }
    bail!("the node was busy {TRIES_MAX} times")
}

/// The time of single statements, one after another, on a node with nothing else to do: median and
/// the slowest of a hundred, in milliseconds.
pub(crate) fn singles(address: SocketAddr, statements: &[String]) -> anyhow::Result<(f64, f64)> {
    let node = Asker::new(address, None);
    let mut times = Vec::with_capacity(statements.len());
    for jws in statements {
        let start = now();
        let answer = node.post(BATCHES, JOSE, jws.as_bytes())?;
        times.push(start.elapsed());
        ensure!(answer.status == 201, "status {}", answer.status);
    }
    Ok((percentile_ms(&mut times, 50), percentile_ms(&mut times, 99)))
}

/// How long the pages are behind: sends one statement and waits until they show it.
pub(crate) fn behind(address: SocketAddr, jws: &str) -> anyhow::Result<Duration> {
    let start = now();
    let answer =
        Asker::new(address, None).post("/api/v1/statements?wait=visible", JOSE, jws.as_bytes())?;
    ensure!(answer.status == 201, "status {}", answer.status);
    Ok(start.elapsed())
}

/// The time of GET requests of one connection: median and the slowest of a hundred, in milliseconds.
pub(crate) fn reads(
    node: &Asker,
    paths: impl IntoIterator<Item = String>,
) -> anyhow::Result<(f64, f64)> {
    let mut times = Vec::new();
    for path in paths {
        let start = now();
        let answer = node.get(&path)?;
        times.push(start.elapsed());
        let told = || String::from_utf8_lossy(&answer.body).into_owned();
        ensure!(answer.status == 200, "{path}: status {}: {}", answer.status, told());
    }
    times.first().context("nothing was asked")?;
    Ok((percentile_ms(&mut times, 50), percentile_ms(&mut times, 99)))
}
