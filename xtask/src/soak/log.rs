//! The log: `docs/soak/log.jsonl`, a row a line, and the page made of it.

use super::page::page;
use super::row::Row;
use crate::run::root;
use anyhow::Context as _;
use std::fs::{self, File};
use std::path::Path;

const LOG: &str = "docs/soak/log.jsonl";
pub(super) const PAGE: &str = "docs/soak/README.md";
/// One run at a time writes; others wait.
const LOCK: &str = "target/soak/lock";

/// All rows, the oldest first.
pub(super) fn read() -> anyhow::Result<Vec<Row>> {
    parse(&fs::read_to_string(root().join(LOG)).context(LOG)?)
}

fn parse(text: &str) -> anyhow::Result<Vec<Row>> {
    let rows = text.lines().enumerate().map(|(index, line)| {
        serde_json::from_str(line).with_context(|| format!("{LOG}, line {}", index + 1))
    });
    rows.collect()
}

/// Enters a row: the last one of its soak grows if it is of the same day, commit and machine.
pub(super) fn add(row: &Row) -> anyhow::Result<()> {
    if row.done == 0 && row.failures == 0 {
        return Ok(());
    }
    let lock = root().join(LOCK);
    fs::create_dir_all(lock.parent().context(LOCK)?)?;
    let lock = File::create(lock).context(LOCK)?;
    lock.lock().context(LOCK)?;
    let mut rows = read()?;
    let last = rows.iter_mut().rev().find(|last| last.soak == row.soak);
    if !last.is_some_and(|last| last.extend(row)) {
        rows.push(row.clone());
    }
    let lines = rows.iter().map(|row| Ok(serde_json::to_string(row)? + "\n"));
    let text = lines.collect::<serde_json::Result<String>>()?;
    replace(&root().join(LOG), &text)?;
    replace(&root().join(PAGE), &page(&rows))
}

/// A cut leaves the old file or the new one.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    fs::rename(&new, path)?;
    Ok(())
}
