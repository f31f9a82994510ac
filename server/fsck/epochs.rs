//! The ends of epochs: each kept checkpoint is of the tree that the block left behind, signed by a
//! quorum of those who decided it, and proves the next row 0.

use super::finding::{Advice, Finding};
use super::replay::{End, Replay};
use ledger::evidence::Boundary;
use ledger::rows::Validator;
use ledger::tree::{leaf_hash, verify_inclusion};

/// Holds the kept ends against what the blocks lead to.
pub(super) fn check(replay: &Replay, stored: &[String]) -> Vec<Finding> {
    let ends = &replay.left.ends;
    let wrong = |epoch: usize, what: String| {
        Finding::new(format!("end of epoch {epoch}"), what, Advice::Restore)
    };
    // The node that was killed after the block and before its signature makes up for it when it
    // starts; nothing of the next epoch is signed before.
    let waits = ends.last().is_some_and(|end| end.size == replay.frontier.size());
    let whole = stored.len() == ends.len() || (waits && stored.len() + 1 == ends.len());
    if !whole {
        let what = format!("{} checkpoints are kept, {} epochs ended", stored.len(), ends.len());
        return vec![wrong(stored.len().min(ends.len()), what)];
    }
    let pairs = ends.iter().zip(stored).enumerate();
    pairs
        .filter_map(|(epoch, (end, text))| {
            fault(&replay.origin, end, text).map(|what| wrong(epoch, what))
        })
        .collect()
}

fn fault(origin: &str, end: &End, text: &str) -> Option<String> {
    let kept: Boundary = match serde_json::from_str(text) {
        Ok(kept) => kept,
        Err(error) => return Some(error.to_string()),
    };
    let (size, root) = (kept.checkpoint.size, kept.checkpoint.root);
    if (size, root) != (end.size, end.root) {
        return Some("it is of another tree".to_owned());
    }
    if kept.record != end.record.text() || kept.row != end.row {
        return Some("its record or its row 0 is not what the blocks lead to".to_owned());
    }
    if let Err(fault) = kept.checkpoint.check(origin, &end.validators) {
        return Some(fault.to_string());
    }
    let leaf = leaf_hash(kept.record.as_bytes());
    if let Err(error) = verify_inclusion(&root, size, end.record.start, &leaf, &kept.record_path) {
        return Some(format!("its record is not proven: {error}"));
    }
    let (size, root) = (end.record.members_size, &end.record.members_root);
    let leaf = leaf_hash(kept.row.as_bytes());
    verify_inclusion(root, size, 0, &leaf, &kept.row_path)
        .err()
        .map(|error| format!("its row 0 is not proven: {error}"))
}

/// Who signs a tree of that size: the newest epoch's validators, or for a tree that an earlier epoch
/// left, that epoch's.
pub(super) fn signers(replay: &Replay, size: u64) -> Vec<Validator> {
    let earlier = replay.left.ends.iter().find(|end| size < end.size);
    let now = || replay.state.members().epoch().validators.clone();
    earlier.map_or_else(now, |end| end.validators.as_ref().clone())
}
