//! Statements, signed before anything is measured and kept in a file: their making is no part of
//! what a node does.

use super::chain::Chain;
use anyhow::Context as _;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Signed together, on all cores.
const SHARE: u64 = 4_096;

/// A file of statements, one a line.
pub(crate) struct Signed {
    path: PathBuf,
}

impl Signed {
    /// Signs the events of a range.
    pub(crate) fn make(chain: &Chain, events: Range<u64>, folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("signed.ndjson");
        let mut file = BufWriter::new(File::create(&path).context("the file of statements")?);
        let mut start = events.start;
        while start < events.end {
            let end = (start + SHARE).min(events.end);
            let lines: Vec<String> = (start..end)
                .into_par_iter()
                .map(|n| chain.sign(n))
                .collect::<anyhow::Result<_>>()?;
            for jws in lines {
                writeln!(file, r#"{{"jws":"{jws}"}}"#)?;
            }
            start = end;
        }
        file.flush()?;
        Ok(Self { path })
    }

    /// Opens it for several readers.
    pub(crate) fn open(&self) -> anyhow::Result<Lines> {
        let file = File::open(&self.path).context("the file of statements")?;
        Ok(Lines(Mutex::new(BufReader::with_capacity(1 << 20, file))))
    }

    /// The first statements of it, bare.
    pub(crate) fn first(&self, count: usize) -> anyhow::Result<Vec<String>> {
        let text = self.open()?.take(count)?;
        let bare = |line: &str| {
            let jws = line.strip_prefix(r#"{"jws":""#)?.strip_suffix(r#""}"#)?;
            Some(jws.to_owned())
        };
        text.lines().map(|line| bare(line).context("a line of another form")).collect()
    }
}

/// Lines, each of which goes to one reader.
pub(crate) struct Lines(Mutex<BufReader<File>>);

impl Lines {
    /// The next lines, at most so many; nothing at the end.
    pub(crate) fn take(&self, count: usize) -> anyhow::Result<String> {
        let Ok(mut file) = self.0.lock() else { anyhow::bail!("another reader failed") };
        let mut text = String::new();
        for _ in 0..count {
            if file.read_line(&mut text)? == 0 {
                break;
            }
        }
        Ok(text)
    }
}
