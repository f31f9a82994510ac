//! What is stored beside a block that stands, held against what follows from its bytes.

use super::finding::{Advice, Finding};
use super::read::told;
use super::replay::Applied;
use crate::store::{Db, subtrees};

/// The columns of its row, and the roots of the subtrees that it filled.
pub(super) fn check(db: &mut Db, applied: &Applied) -> Vec<Finding> {
    columns(applied).into_iter().chain(check_subtrees(db, applied)).collect()
}

/// The columns beside the record say the same as the record.
fn columns(applied: &Applied) -> Option<Finding> {
    let (is, wanted) = (&applied.stored, applied.block());
    let same = *is == wanted && is.record.as_bytes() == applied.text;
    let place = format!("block {}", applied.record.height);
    let what = "the columns of its row say something else than its record";
    (!same).then(|| Finding::new(place, what, Advice::Derived))
}

fn check_subtrees(db: &mut Db, applied: &Applied) -> Vec<Finding> {
    let height = applied.record.height;
    let mut findings = Vec::new();
    for node in &applied.nodes {
        let place = format!("node {} of level {} (block {height})", node.index, node.level);
        match subtrees::row(db, node.level, node.index, 1) {
            Ok(row) if row == [node.hash] => {}
            Ok(_) => {
                findings.push(Finding::new(place, "the stored root is another", Advice::Derived));
            }
            Err(error) => findings.push(Finding::new(place, told(&error), Advice::Derived)),
        }
    }
    findings
}
