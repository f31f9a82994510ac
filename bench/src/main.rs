//! Measures a node as its users meet it: a real process, real statements signed beforehand, HTTP,
//! a disk that is asked to keep what it says. `cargo xtask bench` builds and starts it.
//!
//! Every figure is a ratio to something measured on the same machine in the same run, because
//! machines differ and are shared.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are counted in whole numbers and told with three digits"
)]

mod chain;
mod events;
mod figure;
mod load;
mod node;
mod pages;
mod plot;
mod postgres;
mod raw;
mod signed;
mod sizes;
mod table;
mod watch;

use anyhow::Context as _;
use clap::Parser;
use figure::{Book, tell};
use std::path::PathBuf;

/// How fast a node is.
#[derive(Debug, Parser)]
struct Asked {
    /// The program to measure.
    #[arg(long)]
    furlong: PathBuf,
    /// Sizes of the chain, in events, at which everything is measured.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000])]
    events: Vec<u64>,
    /// What to measure.
    #[arg(long, value_delimiter = ',', default_values_t = [Part::Sqlite, Part::Postgres, Part::Pages])]
    parts: Vec<Part>,
    /// Where the figures go: `results.jsonl`, the table and the plot. Without it they are only told.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The commit that is measured.
    #[arg(long, default_value = "unknown")]
    commit: String,
    /// The day, such as 2026-11-22.
    #[arg(long, default_value = "unknown")]
    day: String,
    /// Measure nothing: make table and plot again from the results.
    #[arg(long, requires = "out")]
    tables_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// A node on SQLite, at every size.
    Sqlite,
    /// A node on PostgreSQL, at every size, and plain rows in PostgreSQL.
    Postgres,
    /// Pages of the demonstration, and the same bytes from nginx.
    Pages,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Pages => "pages",
        })
    }
}

fn main() -> anyhow::Result<()> {
    let asked = Asked::parse();
    let mut sizes = asked.events.clone();
    sizes.sort_unstable();
    sizes.dedup();
    if let (true, Some(out)) = (asked.tables_only, &asked.out) {
        return table::write(out);
    }
    let mut book = Book::new(&asked.commit, &asked.day, asked.out.as_deref())?;
    for part in &asked.parts {
        tell(&format!("== {part}"));
        match part {
            Part::Sqlite => sizes::measure(&asked.furlong, None, &sizes, &mut book),
            Part::Postgres => postgres::measure(&asked.furlong, &sizes, &mut book),
            Part::Pages => pages::measure(&asked.furlong, &mut book),
        }
        .with_context(|| format!("the part {part}"))?;
    }
    asked.out.as_deref().map_or(Ok(()), table::write)
}
