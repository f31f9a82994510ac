//! PostgreSQL: a server of our own, the node's tables in it, and plain rows for comparison.

use super::events;
use super::figure::{Against, Book, Figure, tell};
use super::sizes::{self, Elsewhere};
use anyhow::{Context as _, bail, ensure};
use server::{Database, Server};
use std::path::Path;
use std::process::Command;

#[path = "../../tests/support/postgres.rs"]
#[expect(dead_code, clippy::expect_used, clippy::panic, reason = "the server of the tests")]
mod server;

/// Seconds of plain rows.
const SECONDS: &str = "15";
/// Clients of plain rows, each on a connection of its own; more do not make two cores faster.
const CLIENTS: &str = "8";

/// Plain rows, then a node, at every size.
pub(crate) fn measure(furlong: &Path, sizes: &[u64], book: &mut Book) -> anyhow::Result<()> {
    let Some(server) = Server::start() else {
        tell("skipped: no PostgreSQL (apt install postgresql)");
        return Ok(());
    };
    let rows = plain_rows(&server.database())?;
    let json = events::text(0).len();
    tell(&format!("plain rows of {json} bytes: {rows:.0} a second"));
    book.enter(Figure {
        what: "plain-rows".to_owned(),
        database: Some("postgres".to_owned()),
        events: 0,
        value: rows,
        unit: "rows/s".to_owned(),
        against: None,
    })?;
    let database = server.database();
    let bytes = || -> anyhow::Result<u64> {
        let size = database.sql("SELECT pg_database_size(current_database())");
        size.trim().parse().context("the size of the database")
    };
    sizes::measure(
        furlong,
        Some(&Elsewhere { url: database.url(), bytes: &bytes, rows }),
        sizes,
        book,
    )?;
    compare(&book.entered("ingest", "sqlite"), rows, book)
}

/// The node on SQLite of the same run, held against plain rows.
fn compare(sqlite: &[Figure], rows: f64, book: &mut Book) -> anyhow::Result<()> {
    for figure in sqlite {
        let against = Against { what: "plain rows".to_owned(), value: rows };
        let what = "ingest-rows".to_owned();
        book.enter(Figure { what, against: Some(against), ..figure.clone() })?;
    }
    Ok(())
}

/// One row an event and a transaction, durable, without a signature, a proof or an order: what a
/// firm that trusts itself would write. The texts are ready, so that pgbench has nothing to make.
fn plain_rows(database: &Database<'_>) -> anyhow::Result<f64> {
    database.sql(
        "CREATE TABLE plain (id bigserial PRIMARY KEY, event_id text NOT NULL, iss text NOT NULL, \
         at timestamptz NOT NULL, event text NOT NULL); CREATE INDEX ON plain (event_id)",
    );
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("row.sql");
    // A colon would begin a variable of pgbench, in a text, too.
    let text = format!(
        "INSERT INTO plain (event_id, iss, at, event) VALUES (CAST(gen_random_uuid() AS text), \
         'id.gs1.org/417/9520101000002', now(), '{}');\n",
        events::text(0).replace(':', ";")
    );
    std::fs::write(&script, text)?;
    let counted = ["-n", "-M", "prepared", "-c", CLIENTS, "-j", "2", "-T", SECONDS, "-f"];
    let output = Command::new("pgbench").args(counted).arg(&script).arg(database.url()).output();
    let output = output.context("pgbench, of the package postgresql")?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
    }
    let rate = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    let rate: f64 = rate.with_context(|| format!("no rate in what pgbench says: {said}"))?;
    ensure!(rate > 0.0, "pgbench wrote nothing");
    Ok(rate)
}
