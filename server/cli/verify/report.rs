//! The answer for programs.

use ledger::evidence::{ChainReport, LeafReport, RecallFound, Report};
use ledger::rows::RecallState;
use serde_json::{Value, json};

/// Members that tell what a file proves.
pub(super) fn proven(report: &Report) -> Value {
    json!({
        "subject": report.subject,
        "age_s": report.age_s,
        "chains": report.chains.iter().map(chain).collect::<Vec<_>>(),
    })
}

fn chain(chain: &ChainReport) -> Value {
    json!({
        "origin": chain.origin,
        "epoch": chain.epoch,
        "validators": chain.validators,
        "confirmed_by": chain.confirmed_by,
        "kept_by_one": chain.validators == 1,
        "as_of_s": chain.as_of_s,
        "size": chain.size,
        "root": chain.root,
        "height": chain.height,
        "leaves": chain.leaves.iter().map(leaf).collect::<Vec<_>>(),
        "recalled": chain.recalled.iter().map(recalled).collect::<Vec<_>>(),
        "not_recalled": chain.not_recalled,
    })
}

fn leaf(leaf: &LeafReport) -> Value {
    json!({
        "index": leaf.index,
        "height": leaf.height,
        "time_ms": leaf.time_ms,
        "vct": leaf.vct.as_str(),
        "iss": leaf.iss,
        "name": leaf.name,
        "held_by": leaf.held_by,
        "disputed": leaf.disputed,
    })
}

fn recalled(found: &RecallFound) -> Value {
    let state = match found.state {
        RecallState::Hold => "hold",
        RecallState::Recalled => "recalled",
    };
    json!({"code": found.code, "iss": found.iss, "state": state, "index": found.index})
}
