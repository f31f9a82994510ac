//! The page of the log, made of its rows.

use super::row::{Row, Sum, grouped};
use super::table::SOAKS;

const HEAD: &str = "\
# Soak

What the tests do a few times, done so often that chance has a chance. `cargo xtask soak` goes on where it stopped and adds up over
runs, machines and commits; a change of a line's code makes that line begin anew. It writes this page and
[log.jsonl](log.jsonl), a row a run; see [CONTRIBUTING](../../CONTRIBUTING.md#soak). `cargo xtask soak --list` says which lines
are of the code as it is now.

- **kills**: a node (or PostgreSQL under it) is killed under load at a random moment, one in four times once more while it starts.
  After each round every acknowledged statement is at its index, every checkpoint that was ever seen is the tree of the first leaves
  of the one that is there, proofs hold, and the node is ready; `furlong fsck` finds nothing. A failure is something lost, a fork,
  an unclean database, or a node that does not come back.
- **evidence**: files that prove, changed in one of 18 ways: bytes, values, pieces of other files. Neither the Rust nor the
  JavaScript checker believes one, and both name the same step. Files that are a sample with some of it left out, or with what
  another sample proves under the same roots, are true; they are
  not counted.
- **fuzz**: hostile bytes for a parser; a failure is a crash, a hang, or a rule of [fuzz/targets](../../fuzz/targets/mod.rs) that
  does not hold.

| soak | code | target | done | failures | speed | last commit | machine | last day |
|---|---|---:|---:|---:|---:|---|---|---|
";

/// The whole page. Of each soak it tells the sum under the code of its newest row.
pub(super) fn page(rows: &[Row]) -> String {
    let mut text = HEAD.to_owned();
    for soak in SOAKS {
        let last = rows.iter().rev().find(|row| row.soak == soak.name);
        let (name, target, unit) = (soak.name, grouped(soak.target), soak.unit);
        let line = match last {
            None => format!("| {name} | | {target} {unit} | 0 | | | | | |"),
            Some(last) => {
                let sum = Sum::of(rows, soak, &last.code);
                format!(
                    "| {name} | {} | {target} {unit} | {} | {} | {} | {} | {} | {} |",
                    last.code,
                    grouped(sum.done),
                    sum.failures,
                    sum.speed(soak),
                    last.commit,
                    last.machine,
                    last.day
                )
            }
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}
