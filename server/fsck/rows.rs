//! What is stored beside the blocks: the state's rows, the ends of epochs, the newest signatures,
//! and what the guard file says of them.

use super::epochs;
use super::finding::{Advice, Finding};
use super::replay::Replay;
use crate::replica::{Signatures, Signed};
use crate::store::cosignatures::{self, Signed as Row};
use crate::store::state::AllVersions;
use crate::store::{Db, StoreError, blocks, copy, state};
use ledger::checkpoint::SignedCheckpoint;
use std::collections::BTreeMap;

/// Everything of it at one moment.
pub(super) struct Stored {
    pub(super) height: u64,
    versions: AllVersions,
    /// Rows in each of these tables.
    counts: Vec<(&'static str, u64)>,
    boundaries: Vec<String>,
    cosignatures: Vec<Row>,
}

/// Reads it, in one view of the database.
pub(super) fn read(db: &mut Db) -> Result<Stored, StoreError> {
    db.snapshot(|db| {
        Ok(Stored {
            height: blocks::newest(db)?.map_or(0, |block| block.height),
            versions: state::all(db)?,
            counts: counts(db)?,
            boundaries: state::boundaries(db)?,
            cosignatures: cosignatures::all(db)?,
        })
    })
}

/// Holds it against what the blocks lead to.
pub(super) fn check(replay: &Replay, stored: &Stored, guard: Option<&Signed>) -> Vec<Finding> {
    let (led_to, there) = (&replay.left.versions, &stored.versions);
    let mut findings = Vec::new();
    findings.extend(differ("member row", &led_to.members, &there.members));
    findings.extend(differ("recall row", &led_to.recalls, &there.recalls));
    findings.extend(differ("proposal", &led_to.proposals, &there.proposals));
    if led_to.redactions != there.redactions {
        let what = "other leaves may be dropped than the members decided";
        findings.push(Finding::new("redactions".to_owned(), what, Advice::Derived));
    }
    findings.extend(stored.counts.iter().filter_map(|count| surplus(replay, *count)));
    findings.extend(epochs::check(replay, &stored.boundaries));
    findings.extend(stored.cosignatures.iter().filter_map(|row| cosignature(replay, row)));
    findings.extend(guard.and_then(|guard| behind(replay, guard)));
    findings
}

/// Tables to which rows can be added that no block leads to.
const COUNTED: [&str; 3] = ["ledger_leaf", "ledger_jti", "ledger_subtree"];

fn counts(db: &mut Db) -> Result<Vec<(&'static str, u64)>, StoreError> {
    let mut counts = Vec::new();
    for table in COUNTED {
        counts.extend(copy::count(db, table)?.map(|rows| (table, rows)));
    }
    Ok(counts)
}

/// A table with more or fewer rows than the blocks lead to.
fn surplus(replay: &Replay, (table, rows): (&'static str, u64)) -> Option<Finding> {
    let left = &replay.left;
    let wanted = match table {
        "ledger_leaf" => replay.frontier.size(),
        "ledger_subtree" => left.subtrees,
        // How many ids a statement took that was voted out is not known any more.
        _ if left.versions.redactions.is_empty() => left.pairs,
        _ => return None,
    };
    let what = format!("it has {rows} rows, and the blocks lead to {wanted}");
    (rows != wanted).then(|| Finding::new(format!("the table {table}"), what, Advice::Derived))
}

/// The first version of a row that is another, that is missing, or that nothing leads to.
fn differ<K: Key, T: PartialEq>(
    what: &str,
    led_to: &BTreeMap<K, T>,
    stored: &BTreeMap<K, T>,
) -> Option<Finding> {
    let missing = led_to.iter().find(|(key, row)| stored.get(key) != Some(row));
    let more = stored.keys().find(|key| !led_to.contains_key(key));
    let key = missing.map(|(key, _)| key).or(more)?;
    let text = "it is not what the blocks lead to";
    Some(Finding::new(format!("{what} {}", key.told()), text, Advice::Derived))
}

/// Which row, and of which block.
trait Key: Ord {
    fn told(&self) -> String;
}

impl<T: Ord + std::fmt::Display> Key for (T, u64) {
    fn told(&self) -> String {
        format!("{} (block {})", self.0, self.1)
    }
}

/// A validator's newest signatures. Of a smaller tree than this the root is not at hand, and the
/// signatures alone are checked.
fn cosignature(replay: &Replay, row: &Row) -> Option<Finding> {
    let place = format!("signatures of {}", row.iss);
    let wrong = |what: String| Some(Finding::new(place.clone(), what, Advice::SignAgain));
    let (size, root) = (replay.frontier.size(), replay.frontier.root());
    if row.size > size {
        let what = format!("they are of {} leaves, and {size} are here", row.size);
        return Some(Finding::new(place, what, Advice::Behind));
    }
    if row.size == size && row.root != root {
        return wrong("they are of another tree of the same size".to_owned());
    }
    let signed: Signatures = match serde_json::from_str(&row.signatures) {
        Ok(signed) => signed,
        Err(error) => return wrong(format!("they cannot be read: {error}")),
    };
    let checkpoint = SignedCheckpoint {
        size: row.size,
        root: row.root,
        log: vec![signed.log],
        cosigs: vec![signed.cosig],
    };
    let validators = epochs::signers(replay, row.size);
    // One validator's signatures are no quorum of several; only a false one is a fault here.
    match checkpoint.check(&replay.origin, &validators) {
        Ok(_) | Err(ledger::checkpoint::QuorumFault::TooFew { .. }) => None,
        Err(fault) => wrong(fault.to_string()),
    }
}

/// What this node's keys have signed must be here.
fn behind(replay: &Replay, guard: &Signed) -> Option<Finding> {
    let (size, root) = (replay.frontier.size(), replay.frontier.root());
    let wrong =
        |what: String| Some(Finding::new("the guard file".to_owned(), what, Advice::Behind));
    // One more than the newest block is the height that is being voted on.
    if guard.height >= replay.next.saturating_add(1) {
        return wrong(format!(
            "this node has voted at height {}, and the newest block is {}",
            guard.height,
            replay.next.saturating_sub(1)
        ));
    }
    if guard.size > size {
        return wrong(format!(
            "this node has signed a log of {} leaves, and the database holds {size}",
            guard.size
        ));
    }
    if guard.size == size && guard.root != root {
        return wrong("this node has signed another log of the same size".to_owned());
    }
    None
}
