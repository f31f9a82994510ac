//! What is stored beside the blocks: the state's rows, the ends of epochs, the newest signatures,
//! and what the guard file says of them.

use super::epochs;
use super::finding::{Advice, Finding};
use super::replay::Replay;
use crate::replica::{Signatures, Signed};
use crate::store::cosignatures::{self, Signed as Row};
use crate::store::{Db, StoreError, blocks, state};
use ledger::checkpoint::SignedCheckpoint;
use ledger::rows;
use std::collections::BTreeSet;

/// Everything of it at one moment.
pub(super) struct Stored {
    pub(super) height: u64,
    members: Vec<String>,
    recalls: Vec<String>,
    proposals: Vec<String>,
    redactions: BTreeSet<u64>,
    boundaries: Vec<String>,
    cosignatures: Vec<Row>,
}

/// Reads it, in one view of the database.
pub(super) fn read(db: &mut Db) -> Result<Stored, StoreError> {
    db.snapshot(|db| {
        Ok(Stored {
            height: blocks::newest(db)?.map_or(0, |block| block.height),
            members: state::members(db)?,
            recalls: state::recalls(db)?,
            proposals: state::proposals(db)?,
            redactions: state::redactions(db)?,
            boundaries: state::boundaries(db)?,
            cosignatures: cosignatures::all(db)?,
        })
    })
}

/// Holds it against what the blocks lead to.
pub(super) fn check(replay: &Replay, stored: &Stored, guard: Option<&Signed>) -> Vec<Finding> {
    let state = &replay.state;
    let proposals: Vec<String> = state.proposals().map(ledger::state::Proposal::text).collect();
    let recalls: Vec<String> = state.recalls().iter().map(rows::text).collect();
    let members: Vec<String> = state.members().texts().collect();
    let mut findings = Vec::new();
    findings.extend(differ("member row", &members, &stored.members));
    findings.extend(differ("recall row", &recalls, &stored.recalls));
    findings.extend(differ("open proposal", &proposals, &stored.proposals));
    if replay.left.redactions != stored.redactions {
        let what = "other leaves may be dropped than the members decided";
        findings.push(Finding::new("redactions".to_owned(), what, Advice::Derived));
    }
    findings.extend(epochs::check(replay, &stored.boundaries));
    findings.extend(stored.cosignatures.iter().filter_map(|row| cosignature(replay, row)));
    findings.extend(guard.and_then(|guard| behind(replay, guard)));
    findings
}

/// The first row that is another, or more or fewer of them.
fn differ(what: &str, worked_out: &[String], stored: &[String]) -> Option<Finding> {
    let at = worked_out.iter().zip(stored).position(|(one, other)| one != other);
    let at = at.or_else(|| {
        (worked_out.len() != stored.len()).then(|| worked_out.len().min(stored.len()))
    })?;
    let text = "it is not what the blocks lead to";
    Some(Finding::new(format!("{what} {at}"), text, Advice::Derived))
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
