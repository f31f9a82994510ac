//! `furlong move`: the tables of a stopped chain, from SQLite to PostgreSQL.
//!
//! One transaction on the target holds all of it: either the whole chain is there and proven equal,
//! or nothing is. The source is locked meanwhile and only read.

use super::output::{say, tell};
use crate::app::read_genesis;
use crate::config::Config;
use crate::home::Home;
use crate::lock::Lock;
use crate::store::copy::{self, Holding};
use crate::store::{Db, Place, PostgresUrl, StoreError, blocks, leaves};
use anyhow::{Context as _, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::Hash;
use ledger::block::{Header, Record};
use ledger::tree::Frontier;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `move`.
#[derive(Debug, Args)]
#[command(after_help = "Stop the node first. The folder keeps its keys, guard file and settings; \
    only the tables are copied, and chain.db stays as it is. libpq takes the password from \
    PGPASSFILE or PGPASSWORD, too.")]
pub(super) struct Arguments {
    /// The data folder of the chain, kept in SQLite.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// An empty PostgreSQL database: postgres://USER@HOST:PORT/DATABASE.
    #[arg(long, value_name = "URL", value_parser = PostgresUrl::parse)]
    to: PostgresUrl,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

/// What was moved, after it was proven.
struct Moved {
    tables: Vec<Holding>,
    size: u64,
    root: Hash,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let home = Home::at(&arguments.from);
    let origin = read_genesis(&home)?.origin();
    let _lock = Lock::alone(home.path())?;
    let source = stopped_source(&arguments.from)?;
    let target = Place::Postgres(arguments.to.clone());
    target.migrate()?;
    let (mut from, mut to) = (source.chain_reader()?, target.chain_writer()?);
    let there = copy::rows(&mut to)?;
    ensure!(
        there == 0,
        "{} is not empty ({there} rows): give the chain a database of its own",
        arguments.to
    );
    // Every row is read here, and once more there.
    let bar = bar(arguments.json, copy::rows(&mut from)?.saturating_mul(2));
    let moved = from.write(|from| to.write(|to| move_all(&origin, from, to, &bar)))?;
    bar.finish_and_clear();
    show(arguments, &origin, &moved);
    Ok(ExitCode::SUCCESS)
}

/// The tables of the folder, if they may be read as they are.
fn stopped_source(folder: &Path) -> anyhow::Result<Place> {
    let shown = folder.display();
    let config = Config::read(folder)?;
    ensure!(
        config.database.is_none(),
        "{shown} is kept in PostgreSQL already: its furlong.toml or FURLONG_DATABASE says so"
    );
    ensure!(
        folder.join("chain.db").exists(),
        "{shown} holds no database yet: write the address into its furlong.toml and start the node"
    );
    let source = config.place();
    ensure!(
        source.is_current()?,
        "the tables of {shown} are of an older program: start and stop its node once with this one"
    );
    Ok(source)
}

/// Copies, and reads back what arrived, before the transaction ends.
fn move_all(origin: &str, from: &mut Db, to: &mut Db, bar: &ProgressBar) -> anyhow::Result<Moved> {
    let sent = copy::carry(from, to, |rows| bar.inc(rows))?;
    let tables = copy::holdings(to, |rows| bar.inc(rows))?;
    for (sent, arrived) in sent.iter().zip(&tables) {
        ensure!(sent == arrived, "{} did not arrive as it was sent: nothing is kept", sent.table);
    }
    let (size, root) = tree(origin, to)?;
    Ok(Moved { tables, size, root })
}

/// So many leaf hashes are read at once.
const STRETCH: u64 = 4_096;

/// The tree over the leaves that arrived has the root that was decided.
fn tree(origin: &str, db: &mut Db) -> anyhow::Result<(u64, Hash)> {
    let newest = blocks::newest(db)?.context("the chain has no blocks: nothing is kept")?;
    let mut frontier = Frontier::new();
    while frontier.size() < newest.size_after() {
        let hashes = leaves::hashes(db, frontier.size(), STRETCH)?;
        ensure!(!hashes.is_empty(), "leaves are missing: run furlong fsck on the folder");
        for hash in hashes {
            frontier.append(hash);
        }
    }
    let record = Record::read(&newest.record)
        .map_err(|error| StoreError::corrupt(format!("the newest block record: {error}")))?;
    let (size, root) = (frontier.size(), frontier.root());
    let header = Header {
        origin: Hash::of(&[origin.as_bytes()]),
        height: record.height,
        prev: record.prev,
        size,
        root,
    };
    ensure!(
        header.id() == newest.id,
        "the leaves do not have the root that was decided: run furlong fsck on the folder"
    );
    Ok((size, root))
}

fn bar(quiet: bool, rows: u64) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("Moving {bar:30} row {pos} of {len}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(rows).with_style(style)
}

fn show(arguments: &Arguments, origin: &str, moved: &Moved) {
    let rows: u64 = moved.tables.iter().map(|one| one.rows).sum();
    let (size, root) = (moved.size, moved.root);
    if arguments.json {
        let told = serde_json::json!({
            "origin": origin, "rows": rows, "size": size, "root": root, "tables": moved.tables,
        });
        say(told.to_string());
        return;
    }
    let folder = arguments.from.display();
    say(format!("chain {origin}"));
    say(format!("{rows} rows of {} tables are equal in both databases", moved.tables.len()));
    say(format!("{size} leaves have the root {root} that was decided"));
    tell(format!("The files that records name stay in {folder}/attachments."));
    tell(format!(
        "Next: write the address into {folder}/furlong.toml as `database`, keep chain.db"
    ));
    tell(format!(
        "somewhere else, then furlong rebuild --dir {folder} and furlong serve --dir {folder}"
    ));
}
