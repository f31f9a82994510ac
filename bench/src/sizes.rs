//! One node, from empty to the largest size; everything is measured again at each size.

use super::chain::Chain;
use super::events;
use super::figure::{Against, Book, Figure, tell};
use super::load::{self, Shape};
use super::node::{Asker, Node};
use super::raw;
use super::signed::Signed;
use super::watch::now;
use anyhow::{Context as _, bail, ensure};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Companies' systems send like this.
const STEADY: Shape = Shape { connections: 4, batch: 500 };
/// More than the node lets in at once.
const CROWD: Shape = Shape { connections: 16, batch: 1_000 };
/// Statements of the crowd, which comes at the largest size.
const CROWDED: u64 = 32_000;
/// Statements that are sent one by one.
const SINGLES: u64 = 300;
/// Evidence files that are asked for.
const FILES: u64 = 200;
/// Statements of which the yardstick takes the signatures.
const YARD: usize = 2_000;

/// The tables elsewhere.
pub(crate) struct Elsewhere<'a> {
    /// Where.
    pub(crate) url: String,
    /// Their size, in bytes.
    pub(crate) bytes: &'a dyn Fn() -> anyhow::Result<u64>,
    /// Plain rows that the same server takes in a second.
    pub(crate) rows: f64,
}

/// Measures a node on SQLite, or on PostgreSQL where its tables are elsewhere.
pub(crate) fn measure(
    furlong: &Path,
    elsewhere: Option<&Elsewhere<'_>>,
    sizes: &[u64],
    book: &mut Book,
) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = elsewhere.map(|there| there.url.as_str());
    let chain = Chain::found(folder.path(), url)?;
    let mut bench = Bench {
        furlong,
        folder,
        chain,
        elsewhere,
        book,
        next: 0,
        size: 0,
        signing: tempfile::tempdir()?,
    };
    for (place, size) in sizes.iter().enumerate() {
        bench.at(*size, place + 1 == sizes.len()).with_context(|| format!("at {size} events"))?;
    }
    Ok(())
}

struct Bench<'a> {
    furlong: &'a Path,
    folder: TempDir,
    chain: Chain,
    elsewhere: Option<&'a Elsewhere<'a>>,
    book: &'a mut Book,
    /// The number of the next event.
    next: u64,
    /// The size that is measured at.
    size: u64,
    /// Where statements lie until they are sent.
    signing: TempDir,
}

impl Bench<'_> {
    /// Grows the chain to a size, and measures.
    fn at(&mut self, size: u64, is_last: bool) -> anyhow::Result<()> {
        ensure!(
            size > self.next + SINGLES,
            "a size is {} events or more above the last",
            SINGLES + 1
        );
        self.size = size;
        let node = Node::serve(self.furlong, self.folder.path())?;
        let raw = self.fill(&node, size)?;
        self.single(&node)?;
        self.files(&node)?;
        let (now, highest) = node.memory_mb()?;
        self.enter("memory", now, "MB", None)?;
        self.enter("memory-highest", highest, "MB", None)?;
        node.stop()?;
        self.disk()?;
        self.check(raw)?;
        if is_last { self.crowd() } else { Ok(()) }
    }

    /// Signs so many events beforehand.
    fn signed(&mut self, count: u64) -> anyhow::Result<Signed> {
        let events = self.next..self.next + count;
        self.next = events.end;
        Signed::make(&self.chain, events, self.signing.path())
    }

    /// Batches over HTTP until the chain has so many events.
    fn fill(&mut self, node: &Node, size: u64) -> anyhow::Result<f64> {
        let count = size - self.next - SINGLES - 1;
        let last = self.chain.sign(size)?;
        let signed = self.signed(count)?;
        let first = signed.first(YARD)?;
        let raw = raw::rate(&first, &self.chain.keys(), self.chain.origin())?;
        tell(&format!("{count} statements are signed; the machine verifies {raw:.0} a second"));
        let came = load::send(node.address, &signed, STEADY)?;
        let behind = load::behind(node.address, &last)?;
        let against = |what: &str, value| Some(Against { what: what.to_owned(), value });
        self.next = size - SINGLES;
        self.enter("ingest", came.rate(), "events/s", against("raw verification", raw))?;
        if let Some(there) = self.elsewhere {
            self.enter("ingest-rows", came.rate(), "events/s", against("plain rows", there.rows))?;
        }
        self.enter("pages-behind", behind.as_secs_f64(), "s", None)?;
        Ok(raw)
    }

    fn single(&mut self, node: &Node) -> anyhow::Result<()> {
        let count = usize::try_from(SINGLES)?;
        let statements = self.signed(SINGLES)?.first(count)?;
        let (p50, p99) = load::singles(node.address, &statements)?;
        self.enter("single-p50", p50, "ms", None)?;
        self.enter("single-p99", p99, "ms", None)
    }

    /// Evidence of events from all over the chain.
    fn files(&mut self, node: &Node) -> anyhow::Result<()> {
        let asker = Asker::new(node.address, Some(&self.chain.token));
        let step = (self.next / FILES).max(1);
        let path = |n: u64| format!("/api/v1/evidence/{}", events::id(n * step));
        let (p50, p99) = load::reads(&asker, (0..FILES).map(path))?;
        self.enter("evidence-p50", p50, "ms", None)?;
        self.enter("evidence-p99", p99, "ms", None)
    }

    /// More than the node lets in: it says so, and loses nothing.
    fn crowd(&mut self) -> anyhow::Result<()> {
        let node = Node::serve(self.furlong, self.folder.path())?;
        let signed = self.signed(CROWDED)?;
        let came = load::send(node.address, &signed, CROWD)?;
        ensure!(came.committed == CROWDED, "{} of {CROWDED} were recorded", came.committed);
        let busy = Some(Against { what: "refused requests".to_owned(), value: came.busy as f64 });
        self.enter("crowd-told-when", came.told_when as f64, "requests", busy)?;
        self.enter("crowd-ingest", came.rate(), "events/s", None)?;
        node.stop()
    }

    fn disk(&mut self) -> anyhow::Result<()> {
        let mut bytes = size_of(self.folder.path())?;
        if let Some(there) = self.elsewhere {
            bytes += (there.bytes)()?;
        }
        let events = self.next as f64;
        let step = usize::try_from((self.next / 1_000).max(1))?;
        let some: Vec<u64> = (0..self.next).step_by(step).collect();
        let json: usize = some.iter().map(|n| events::text(*n).len()).sum();
        let own =
            Against { what: "the event's JSON".to_owned(), value: json as f64 / some.len() as f64 };
        self.enter("storage", bytes as f64 / events, "bytes/event", Some(own))
    }

    /// `furlong fsck`, the node being down.
    fn check(&mut self, raw: f64) -> anyhow::Result<()> {
        let start = now();
        let mut fsck = Command::new(self.furlong);
        let output = fsck.args(["fsck", "--json", "--dir"]).arg(self.folder.path()).output()?;
        let took = start.elapsed().as_secs_f64();
        if !output.status.success() {
            bail!("fsck: {}", String::from_utf8_lossy(&output.stdout));
        }
        let against = Against { what: "raw verification".to_owned(), value: raw };
        self.enter("fsck", self.next as f64 / took, "events/s", Some(against))
    }

    fn enter(
        &mut self,
        what: &str,
        value: f64,
        unit: &str,
        against: Option<Against>,
    ) -> anyhow::Result<()> {
        let database = if self.elsewhere.is_some() { "postgres" } else { "sqlite" };
        self.book.enter(Figure {
            what: what.to_owned(),
            database: Some(database.to_owned()),
            events: self.size,
            value,
            unit: unit.to_owned(),
            against,
        })
    }
}

/// Bytes of all files below a folder.
fn size_of(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { size_of(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
